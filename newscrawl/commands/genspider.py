"""`scrapy genspider NAME ADDRESS`: Scrapy's, with a template for the running section of a site."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.commands.genspider import Command as ScrapyGenspider
from scrapy.commands.genspider import sanitize_module_name, verify_url_scheme
from scrapy.spiderloader import get_spider_loader

from newscrawl.commands.base import SetUp
from newscrawl.paths import project_dir

if TYPE_CHECKING:
    import argparse

OURS = "section"


class Command(SetUp, ScrapyGenspider):
    """Knows the template `section`, which is the default, beside Scrapy's or those of `TEMPLATES_DIR`."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write a spider for a site from a template"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options with our default."""
        super().add_options(parser)
        parser.set_defaults(template=OURS)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Writes the spider, or says in one line why not (status 2)."""
        if len(args) == 2 and not (opts.list or opts.dump):
            finding = self._in_the_way(*args, force=opts.force)
            if finding is not None:
                print(f"newscrawl: {finding}; nothing was written", file=sys.stderr)
                self.exitcode = 2
                return
        super().run(args, opts)

    def _in_the_way(self, name: str, address: str, *, force: bool) -> str | None:
        """Why no spider of this name and address can be written, null where it can."""
        from newscrawl.redaction import for_log

        if self.settings.get("NEWSPIDER_MODULE") == "newscrawl.spiders" and project_dir() is None:
            return "there is no project here: make one with newscrawl init DIR"
        finding = _unfit_name(name) or _unfit_address(verify_url_scheme(address))
        if finding is not None:
            return for_log(finding)
        if sanitize_module_name(name) == self.settings.get("BOT_NAME"):
            return f"{name!r} is the name of the project; choose another"
        return None if force else self._taken(name)

    def _taken(self, name: str) -> str | None:
        """What has the name already, null where nothing has."""
        loader = get_spider_loader(self.settings)
        if name in loader.list():
            return f"there is a spider {name!r} in {loader.load(name).__module__}; --force writes another"
        package = self.settings.get("NEWSPIDER_MODULE")
        try:
            folder = Path(str(import_module(package).__file__)).parent if package else Path()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the package of a stranger does
            return f"{package} cannot be imported: {type(error).__name__}"
        path = folder / f"{sanitize_module_name(name)}.py"
        return f"{path} exists already; --force overwrites it" if path.exists() else None

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        home = urlsplit(url)._replace(path="/", query="", fragment="").geturl()
        return super()._generate_template_variables(module, name, url, template_name) | {"home": home}

    def _find_template(self, template: str) -> Path | None:
        if template in {OURS, f"{OURS}.tmpl"} and not Path(self.templates_dir, f"{OURS}.tmpl").exists():
            return Path(str(files("newscrawl") / "templates" / "spiders" / f"{OURS}.tmpl"))
        found = super()._find_template(template)
        if found is None:
            self.exitcode = 2
        return found

    def _list_templates(self) -> None:
        super()._list_templates()
        print(f"  {OURS} (newscrawl's, the default)")


def _unfit_name(name: str) -> str | None:
    """Why a spider cannot be called so: its file, its class and the folders of its feed are named after it."""
    from newscrawl.store.segments import check_site

    module = sanitize_module_name(name) if name else ""
    try:
        fits = module.isidentifier() and not iskeyword(module) and bool(check_site(name))
    except ValueError:
        fits = False
    if fits:
        return None
    return f"{name!r} cannot name a spider: use letters, digits, '_', '-' and '.', and no Python keyword"


def _unfit_address(address: str) -> str | None:
    """Why a site cannot have this address: it stands in the file between quotes."""
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname)
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in {"http", "https"} or re.search(r"[\s\"\\\x00-\x1f\x7f]", address):
        return f"{address!r} is not the address of a site, such as https://journal.example/en-continu/"
    return None
