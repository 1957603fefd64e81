"""`scrapy genspider NAME ADDRESS`: Scrapy's, with a template for the running section of a site."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.commands.genspider import Command as ScrapyGenspider

from newscrawl.paths import project_dir

if TYPE_CHECKING:
    import argparse

OURS = "section"


class Command(ScrapyGenspider):
    """Knows the template `section`, which is the default, beside Scrapy's or those of `TEMPLATES_DIR`."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Begin a spider for a site, from a template"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options with our default."""
        super().add_options(parser)
        parser.set_defaults(template=OURS)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Writes the spider; outside a project there is no place for it (status 2)."""
        assert self.settings is not None  # noqa: S101 - set by Scrapy
        writes = not (opts.list or opts.dump)
        if writes and self.settings.get("NEWSPIDER_MODULE") == "newscrawl.spiders" and project_dir() is None:
            print("newscrawl: there is no project here: make one with newscrawl init DIR", file=sys.stderr)
            self.exitcode = 2
            return
        super().run(args, opts)

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        home = urlsplit(url)._replace(path="/", query="", fragment="").geturl()
        return super()._generate_template_variables(module, name, url, template_name) | {"home": home}

    def _find_template(self, template: str) -> Path | None:
        if template in {OURS, f"{OURS}.tmpl"} and not Path(self.templates_dir, f"{OURS}.tmpl").exists():
            return Path(str(files("newscrawl") / "templates" / "spiders" / f"{OURS}.tmpl"))
        return super()._find_template(template)

    def _list_templates(self) -> None:
        super()._list_templates()
        print(f"  {OURS} (newscrawl's, the default)")
