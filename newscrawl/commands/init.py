"""`newscrawl init DIR`: a project of one's own on top of newscrawl."""

from __future__ import annotations

import re
import shutil
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand

from newscrawl.commands.base import Described

if TYPE_CHECKING:
    import argparse

_RENAMED = {"gitignore": ".gitignore"}  # a dot file of its own would hide the templates beside it from git


class Command(Described, ScrapyCommand):
    """Makes a project; nothing that exists is overwritten."""

    usage = "DIR"
    summary = "Make your own project, for your own sites"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy gives both
        """Makes the project, or says in one line why not (status 2; 1 where it cannot be written)."""
        if len(args) != 1 or args[0].startswith("-"):
            self.fail("name one folder: newscrawl init DIR", 2)
            return
        folder = Path(args[0]).absolute()
        try:
            package = package_name(folder.name)
            make_project(folder, package)
        except ValueError as error:
            self.fail(str(error), 2)
        except OSError as error:
            self.fail(f"cannot write the project: {error}", 1)
        else:
            print(next_steps(folder, package))


def package_name(folder: str) -> str:
    """A name for the project's package, after its folder, that no installed module has.

    Raises `ValueError` where the folder's name gives none.
    """
    name = re.sub(r"\W+", "_", folder.lower()).strip("_")
    if not name.isidentifier():
        raise ValueError(f"the folder's name {folder!r} cannot name a package: begin it with a letter")
    for candidate in (name, f"{name}_sites"):
        if candidate.isidentifier() and not _is_taken(candidate):
            return candidate
    raise ValueError(f"modules named {name} and {name}_sites are installed already: choose another folder name")


def make_project(folder: Path, package: str) -> None:
    """Writes the project into `folder`, which may exist.

    Raises `ValueError`, before anything is written, where a file of the project exists already.
    """
    values = {
        "package": package,
        "title": folder.name,
        "folder": str(folder),
        "command": shutil.which("newscrawl") or f"{sys.executable} -m newscrawl",
    }
    root = files("newscrawl") / "templates" / "project"
    texts = {folder / path.replace("package", package, 1): text for path, text in _templates(root, "")}
    taken = next((path for path in texts if path.exists() or path.is_symlink()), None)
    if taken is not None:
        raise ValueError(f"{taken} exists already; nothing was written")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(Template(text).substitute(values))


def next_steps(folder: Path, package: str) -> str:
    """What to do with a new project."""
    return "\n".join(
        [
            f"Your project is in {folder}",
            "",
            f"  cd {folder}",
            "  newscrawl crawl section -a url=https://…     crawls any site's running section, without code",
            "  newscrawl genspider NAME https://…           writes a spider for your own site, in one file",
            "",
            f"Give an address at which sites can reach you: NEWSCRAWL_CONTACT in {package}/settings.py",
        ]
    )


def _templates(folder: Traversable, path: str) -> list[tuple[str, str]]:
    """Every template below `folder`: where it goes, and its text."""
    found: list[tuple[str, str]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _templates(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".tmpl"):
            name = entry.name.removesuffix(".tmpl")
            found.append((path + _RENAMED.get(name, name), entry.read_text(encoding="utf-8")))
    return found


def _is_taken(name: str) -> bool:
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return True
    return spec is not None and spec.origin is not None  # a mere folder that happens to lie here takes nothing
