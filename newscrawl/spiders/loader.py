"""Loads the spiders of a project, and goes on where a file of theirs is broken."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from traceback import walk_tb
from types import ModuleType
from typing import Any, ClassVar

from scrapy import Spider
from scrapy.spiderloader import SpiderLoader, SpiderLoaderProtocol
from scrapy.utils.spider import iter_spider_classes

from newscrawl.redaction import for_log, in_one_line

_NAMED = re.compile(r"^[ \t]+name\s*(?::[^=\n]+)?=\s*(['\"])(?P<name>[^'\"\n]+)\1", re.MULTILINE)


OF_NO_SITE = {
    "archive": "newscrawl.spiders.archive",
    "demo": "newscrawl.spiders.demo",
    "section": "newscrawl.spiders.section",
}
"""Spiders for any site, archive or try, with their modules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why spiders of a file cannot be had."""

    name: str
    """What it is called where spiders are listed: the file, without folder and ending, or the name of two spiders."""
    names: frozenset[str]
    """The spiders that are missed for it, as far as the text of the file tells."""
    location: str
    """The file as seen from here, and the line where there is one."""
    reason: str

    def __str__(self) -> str:
        return for_log(in_one_line(f"{self.location}: {self.reason}"))

    def concerns(self, word: str) -> bool:
        """Whether somebody who asks for the spider `word` means this file."""
        return word == self.name or word in self.names or re.sub(r"[-.]", "_", word) == self.name


class TolerantSpiderLoader(SpiderLoader):
    """Scrapy's loader, but a file that cannot be imported costs its own spiders only, and one line on stderr.

    So do two spiders of one name, which are both left out: nobody could tell which of them is meant.  A spider in a
    later entry of `SPIDER_MODULES` replaces the one of the same name in an earlier entry.  The spiders of no site are
    there even where a project lists its own alone.
    """

    says_faults: ClassVar[bool] = True
    """Whether this process tells the faults as it finds them; a command that tells them in its own way does not."""
    _said: ClassVar[set[str]] = set()
    """Lines told by this process: a run may load its spiders several times."""

    faults: tuple[Fault, ...] = ()
    """What went wrong, in the order of the files."""

    def list(self) -> list[str]:
        """The names of all spiders."""
        return sorted({*super().list(), *OF_NO_SITE})

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of a name.  Raises `KeyError` where there is none."""
        if spider_name in OF_NO_SITE and spider_name not in self._spiders:
            module = import_module(OF_NO_SITE[spider_name])
            return next(each for each in iter_spider_classes(module) if each.name == spider_name)
        return super().load(spider_name)

    def _load_all_spiders(self) -> None:
        for entry in self.spider_modules:
            self._load_entry(entry)
        for fault in self.faults:
            line = f"newscrawl: {fault}\n"
            if self.says_faults and line not in self._said:
                self._said.add(line)
                sys.stderr.write(line)

    def _load_entry(self, entry: str) -> None:
        found: dict[str, list[type[Spider]]] = {}
        for module, spiders in self._read(entry):
            for spider in spiders:
                name: Any = spider.name
                if not isinstance(name, str):
                    self._note(module, f"a spider's name must be a string, not {name!r}", _line_of_class(spider))
                elif spider not in found.setdefault(name, []):
                    found[name].append(spider)
        for name, spiders in found.items():
            self._spiders[name] = spiders[-1]
            if len(spiders) > 1:
                self._leave_out(name, spiders)
        for name in {name for fault in self.faults for name in fault.names}:
            self._spiders.pop(name, None)

    def _read(self, path: str) -> Iterator[tuple[str, Sequence[type[Spider]]]]:
        """The modules from `path` on downwards, with their spiders."""
        try:
            module = import_module(path)
            spiders = list(iter_spider_classes(module))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the file of a stranger does
            source = _Source.of(path)
            reason = f"cannot be imported: {_described(error, source)}"
            self._note(path, reason, source.line_of(error), source.names())
            return
        yield path, spiders
        for name in _below(module):
            yield from self._read(f"{path}.{name}")

    def _note(self, module: str, reason: str, line: int | None, names: frozenset[str] = frozenset()) -> None:
        name = module.rpartition(".")[2]
        fault = Fault(name=name, names=names, location=_Source.of(module).location(line), reason=reason)
        self.faults = (*self.faults, fault)

    def _leave_out(self, name: str, spiders: Sequence[type[Spider]]) -> None:
        first, last = (_location_of(spider) for spider in (spiders[0], spiders[-1]))
        reason = f"the spider {name!r} is left out: {first} defines another one of this name; rename one of them"
        self.faults = (*self.faults, Fault(name=name, names=frozenset({name}), location=last, reason=reason))


def faults_of(loader: SpiderLoaderProtocol) -> Sequence[Fault]:
    """The faults that a loader has found; those of another kind tell of none."""
    return getattr(loader, "faults", ())


@dataclass(frozen=True, slots=True)
class _Source:
    """The file of a module, which may be none that can be imported."""

    path: Path

    @classmethod
    def of(cls, module: str) -> _Source:
        """The file; a path made of its name where none is found."""
        with suppress(Exception, SystemExit):  # a package above it may be the one that is broken
            spec = find_spec(module)
            if spec is not None and spec.origin:
                return cls(Path(spec.origin))
        return cls(Path(module))

    def location(self, line: int | None) -> str:
        """The file for people."""
        try:
            path = self.path.relative_to(Path.cwd())
        except (ValueError, OSError):
            path = self.path
        return f"{path}, line {line}" if line else str(path)

    def names(self) -> frozenset[str]:
        """The names that its spiders are given in its text, which need not be Python."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return frozenset()
        return frozenset(match["name"] for match in _NAMED.finditer(text))

    def line_of(self, error: BaseException) -> int | None:
        """The last line of this file on the way to the error."""
        if isinstance(error, SyntaxError) and error.filename == str(self.path):
            return error.lineno
        lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == str(self.path)]
        return lines[-1] if lines else None


def _below(module: ModuleType) -> list[str]:
    folders = getattr(module, "__path__", None)
    return [each.name for each in iter_modules(folders)] if folders is not None else []


def _location_of(spider: type[Spider]) -> str:
    return _Source.of(spider.__module__).location(_line_of_class(spider))


def _line_of_class(spider: type[Spider]) -> int | None:
    try:
        return inspect.getsourcelines(spider)[1]
    except (OSError, TypeError):
        return None


def _described(error: BaseException, source: _Source) -> str:
    if isinstance(error, SyntaxError) and error.filename == str(source.path):
        text = error.msg
    else:
        try:
            text = str(error)
        except Exception:  # noqa: BLE001 - an exception of a stranger's own making
            text = ""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {line}" if line else type(error).__name__


def fault_of_file(path: Path, error: BaseException) -> str:
    """One line on a file whose import ended with this error."""
    source = _Source(path.resolve())
    return f"{source.location(source.line_of(error))}: cannot be imported: {_described(error, source)}"
