"""What each word, name and threshold of `newscrawl/article/` is worth: how pages fare without it.

    python -m benchmarks.ablation [--half a|b] [--only NAME …] [--set pages|pages2|wcxb|sites] [--all]
                                  [--gold DIRECTORY] [--keep FILE]

Prints, for each half of the sets by site, how many pages change without it, and how many of them are better and worse
then: by more than 0.002 of body F1 (word F1 of `wcxb` and `sites`) less junk, plus headline, day and authors where the
set knows them.  What moves no page is only counted; `--all` names it too.

What is taken away is found in the constants that the modules state at top level:

- of a regular expression, each alternative of each group.  The source is split at every `|`, escapes and classes of
  characters apart; a group that several constants share is one, and its alternative is taken from all of them.  Groups
  in lookarounds that exclude are left alone.  A pattern without alternatives goes whole.  Patterns of `noise.py` hold
  *names* (classes and ids), others *words*;
- of a set or tuple of strings, each member;
- a number is halved, and doubled; a share, up to the whole.

It takes minutes, because most words decide nothing: every match, and every member found, is noted as a page is read,
and a page is read again without a word only where one of these comes out otherwise.  Numbers and tuples leave no such
trace, and are tried on all pages of `pages` and `pages2` and on every eighth of the others.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import importlib
import inspect
import json
import os
import pkgutil
import re
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote

import newscrawl.article as room
from benchmarks.corpora import ANYWHERE, Row, half_of, loaded, packed, rows
from newscrawl.article import page as page_module
from newscrawl.article.document import ArticlePage, read_page
from newscrawl.article.draft import Context, NotAnArticle
from newscrawl.article.stages import BREAK, FURNITURE, RIGHTS, TEXT, understand
from newscrawl.items import Article

ROOT = Path(__file__).resolve().parents[1]
CHANGED = 0.002
"""Difference of a page's measures from which it is better or worse."""
EVERY = 8
"""One of so many pages of the large sets is read with other numbers."""
NAMES = "noise"
"""The module whose patterns are matched against names in the markup."""
LEARNED = frozenset(("model", "traits"))
"""Modules whose constants have weights that were computed for them: none can be taken away alone."""
_NEVER = "(?!)"
Match = tuple[str, tuple[Any, ...]]
"""The method of a pattern or set that found something, and what it was given."""


@dataclass(frozen=True)
class Case:
    """A page to read, and how good what is made of it is."""

    half: str
    url: str
    document: str
    whole: bool
    """Whether the set knows more than the body."""
    score: Callable[[Article | None], float]


@dataclass(frozen=True, eq=False)
class Constant:
    """What a module states at top level."""

    module: ModuleType
    name: str
    value: Any


@dataclass(frozen=True, eq=False)
class Cut:
    """One thing taken away: the constants that change, and what each becomes."""

    kind: str
    """`word`, `name` or `number`."""
    where: str
    what: str
    instead: tuple[tuple[Constant, Any], ...]

    @property
    def traced(self) -> bool:
        """Whether matches tell on which pages it matters."""
        return isinstance(self.instead[0][1], re.Pattern | frozenset)


def main() -> int:
    parser = argparse.ArgumentParser(description="Count the pages that each word, name and threshold helps and hurts.")
    parser.add_argument(
        "--gold", type=Path, default=Path(os.environ.get("NEWSCRAWL_SHARED", ROOT.parent / "shared")) / "gold"
    )
    parser.add_argument("--half", choices=("a", "b"), help="this half of each set alone")
    parser.add_argument(
        "--only", action="append", metavar="NAME", help="what has this in the name of its constant, or in itself"
    )
    parser.add_argument("--set", choices=tuple(SETS), help="this set alone")
    parser.add_argument("--all", action="store_true", help="name what moves nothing, too")
    parser.add_argument("--keep", type=Path, help="write the counts here")
    options = parser.parse_args()
    constants = [*stated()]
    only = options.only or [""]
    cuts = [cut for cut in cuts_of(constants) if any(name in f"{cut.where} {cut.what}" for name in only)]
    switch = Switch(constants)
    counts: dict[Cut, Counter[str]] = defaultdict(Counter)
    for name in (options.set,) if options.set else SETS:
        for case in SETS[name](options.gold):
            if options.half in (None, case.half):
                for cut, step in steps(case, cuts, switch):
                    counts[cut].update(f"{case.half} {way}" for way in ways(step))
    print_table(cuts, counts, everything=options.all)
    if options.keep:
        kept = [{"kind": cut.kind, "where": cut.where, "what": cut.what, **counts[cut]} for cut in cuts]
        options.keep.write_text(json.dumps(kept, indent=0), "utf-8")
    return 0


def print_table(cuts: list[Cut], counts: dict[Cut, Counter[str]], *, everything: bool) -> None:
    """What happens without each thing, and how many of each kind move nothing."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    print(f"{'without it, pages that':<60}" + "".join(f"  {half}: change better worse" for half in "ab"))
    for cut in cuts:
        count = counts[cut]
        if everything or moves(count):
            figures = (f"{count[f'{half} {way}']:>7}" for half in "ab" for way in ("change", "better", "worse"))
            print(f"{f'{cut.where} {cut.what}':<60.60}  " + "".join(figures))
    for kind in ("word", "name", "number"):
        own = [cut for cut in cuts if cut.kind == kind]
        print(f"{len(own)} {kind}s, of which {sum(not moves(counts[cut]) for cut in own)} move nothing")


def moves(count: Counter[str]) -> bool:
    """Whether a page is better or worse without it."""
    return any(count[f"{half} {way}"] for half in "ab" for way in ("better", "worse"))


def ways(step: float) -> tuple[str, ...]:
    """In which ways a page is another when its measures differ so much."""
    if abs(step) <= CHANGED:
        return ("change",) if step else ()
    return ("change", "better" if step > 0 else "worse")


def steps(case: Case, cuts: list[Cut], switch: Switch) -> Iterator[tuple[Cut, float]]:
    """How the page's measures differ with each cut that may concern it."""
    try:
        page = read_page(case.document, case.url)
    except NotAnArticle:
        return
    matches: dict[Constant, set[Match]] = defaultdict(set)
    with switch.watching(matches):
        before = case.score(article_on(page, whole=case.whole))
    sampled = case.whole or sum(case.document[:10_000].encode()) % EVERY == 0
    for cut in cuts:
        if (
            switch.concerns(cut, matches)
            if cut.traced
            else sampled and (cut.kind == "number" or cut.what in case.document)
        ):
            with switch.put(cut.instead):
                yield cut, case.score(article_on(page, whole=case.whole)) - before


def article_on(page: ArticlePage, *, whole: bool) -> Article | None:
    """What is made of a parsed page; only its body, unless the whole is asked for."""
    page_module.read_page = lambda *_: page  # type: ignore[attr-defined]
    try:
        draft = page_module.extract("", page.url, context=Context(keep_dateline=True))
        if whole:
            return understand(draft)
        for stage in (RIGHTS, TEXT, FURNITURE):
            stage.run(draft)
    except NotAnArticle:
        return None
    finally:
        page_module.read_page = read_page  # type: ignore[attr-defined]
    draft.article.body = BREAK.join(paragraph.text for paragraph in draft.paragraphs)
    return draft.article


def stated() -> Iterator[Constant]:
    """The constants of the modules: what their sources state at top level in capitals."""
    for each in pkgutil.iter_modules(room.__path__):
        if each.name in LEARNED:
            continue
        module = importlib.import_module(f"{room.__name__}.{each.name}")
        for statement in ast.parse(inspect.getsource(module)).body:
            targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
            for node in (node for target in targets if target is not None for node in ast.walk(target)):
                if isinstance(node, ast.Name) and node.id.isupper():
                    yield Constant(module, node.id, getattr(module, node.id))


def cuts_of(constants: list[Constant]) -> Iterator[Cut]:
    """All that can be taken away, in the order of the modules."""
    shared: dict[tuple[str, str, str], list[tuple[Constant, Any]]] = defaultdict(list)
    for constant in constants:
        where, value = f"{constant.module.__name__.rpartition('.')[2]}.{constant.name}", constant.value
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            kind = "name" if where.startswith(f"{NAMES}.") else "word"
            for group, word, without in alternatives(value.pattern):
                shared[kind, group, word].append((constant, re.compile(without, value.flags)))
        elif _holds(value, str):
            for member in sorted(value):
                yield Cut("word", where, member, ((constant, type(value)(each for each in value if each != member)),))
        elif isinstance(value, int | float):
            share = isinstance(value, float) and value <= 1
            for word, other in (("halved", value / 2), ("doubled", min(value * 2, 1) if share else value * 2)):
                yield Cut("number", where, word, ((constant, type(value)(other)),))
        elif _holds(value, re.Pattern) and not any(value[0] is each.value for each in constants):
            constants += (Constant(constant.module, f"{constant.name}[{at}]", each) for at, each in enumerate(value))
    for (kind, _, word), instead in shared.items():
        first = instead[0][0]
        yield Cut(kind, f"{first.module.__name__.rpartition('.')[2]}.{first.name}", word, tuple(instead))


def _is_words(value: object) -> bool:
    return isinstance(value, frozenset) and _holds(value, str)


def _holds(value: object, kind: type) -> bool:
    return isinstance(value, tuple | frozenset) and bool(value) and all(isinstance(each, kind) for each in value)


def alternatives(source: str) -> Iterator[tuple[str, str, str]]:
    """Each alternative in the source of a pattern: its group, itself, and the source where it never matches.

    A pattern without any is one itself.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for start, parts in groups(source):
        for at, part in enumerate(parts):
            found["|".join(parts), part].append(start + sum(len(each) + 1 for each in parts[:at]))
    for (group, part), starts in found.items():
        without = source
        for start in sorted(starts, reverse=True):
            without = without[:start] + _NEVER + without[start:]
        if group != part or group == source:
            yield group, part, without


def groups(source: str) -> Iterator[tuple[int, list[str]]]:
    """Each group of a pattern's source, the outermost last: where its content starts, and its alternatives."""
    opened: list[tuple[int, list[int], bool]] = [(0, [], False)]
    at = 0
    while at < len(source):
        if source[at] == "\\":
            at += 1
        elif source[at] == "[":
            at = source.index("]", at + 2 + (source[at + 1] == "^"))
        elif source[at] == "(":
            head = re.compile(r"\(\?(?:P<\w+>|<?[=!]|>|[a-z-]*:)|\(").match(source, at)
            assert head is not None  # noqa: S101 - it begins with a bracket
            opened.append((head.end(), [], opened[-1][2] or head[0].endswith("!")))
            at = head.end() - 1
        elif source[at] == "|":
            opened[-1][1].append(at)
        elif source[at] == ")":
            yield from _group(source, *opened.pop(), at)
        at += 1
    yield from _group(source, *opened.pop(), at)


def _group(source: str, start: int, bars: list[int], excludes: bool, end: int) -> Iterator[tuple[int, list[str]]]:
    if not excludes:
        edges = [start - 1, *bars, end]
        yield start, [source[begin + 1 : until] for begin, until in pairwise(edges)]


class WatchedPattern:
    """A pattern that notes its matches."""

    def __init__(self, pattern: re.Pattern[str], matches: set[Match]) -> None:
        self._pattern = pattern
        self._matches = matches

    def __getattr__(self, method: str) -> Any:
        original = getattr(self._pattern, method)
        return partial(self._called, method, original) if callable(original) else original

    def _called(self, method: str, original: Callable[..., Any], *arguments: Any) -> Any:
        found = original(*arguments)
        if found:
            self._matches.add((method, arguments))
        return found


class WatchedSet(frozenset[str]):
    """A set that notes which of its members are found in it."""

    matches: set[Match]

    def __contains__(self, member: object) -> bool:
        found = super().__contains__(member)
        if found:
            self.matches.add(("__contains__", (member,)))
        return found

    def __rand__(self, others: Set[object]) -> frozenset[Any]:
        return frozenset(each for each in others if each in self)

    def __iter__(self) -> Iterator[str]:
        self.matches.update(("__contains__", (member,)) for member in frozenset.__iter__(self))
        return super().__iter__()


def watched(value: object, matches: set[Match]) -> object:
    if isinstance(value, re.Pattern):
        return WatchedPattern(value, matches)
    noting = WatchedSet(value)  # type: ignore[call-overload]
    noting.matches = matches
    return noting


class Switch:
    """Puts other values in the place of constants, in every module that has them, and back."""

    def __init__(self, constants: Iterable[Constant]) -> None:
        modules = [module for name, module in sys.modules.items() if name.startswith("newscrawl.")]
        self._places = {constant: [*_places(constant, modules)] for constant in constants}
        self._differs: dict[tuple[object, object, Match], bool] = {}
        functions = (value for module in modules for value in vars(module).values() if hasattr(value, "cache_clear"))
        self._caches = {each for each in functions if each.__module__.startswith(room.__name__)}

    @contextmanager
    def put(self, instead: Iterable[tuple[Constant, Any]]) -> Iterator[None]:
        """Other values, for as long as the context lasts."""
        former: list[tuple[ModuleType, str, Any]] = []
        for constant, other in instead:
            for module, name in self._places[constant]:
                value = getattr(module, name)
                former.append((module, name, value))
                inside = isinstance(value, tuple) and not isinstance(other, tuple)
                put = tuple(other if each is constant.value else each for each in value) if inside else other
                setattr(module, name, put)
        self._forget()
        try:
            yield
        finally:
            for module, name, value in reversed(former):
                setattr(module, name, value)
            self._forget()

    @contextmanager
    def watching(self, matches: dict[Constant, set[Match]]) -> Iterator[None]:
        """Patterns that note what they match."""
        traced = [each for each in self._places if isinstance(each.value, re.Pattern) or _is_words(each.value)]
        with self.put([(constant, watched(constant.value, matches[constant])) for constant in traced]):
            yield

    def concerns(self, cut: Cut, matches: dict[Constant, set[Match]]) -> bool:
        """Whether one of the matches on a page comes out otherwise."""
        return any(
            self._differ(constant.value, other, match)
            for constant, other in cut.instead
            for match in matches.get(constant, ())
        )

    def _differ(self, one: object, other: object, match: Match) -> bool:
        if isinstance(other, frozenset):
            return match[1][0] not in other
        key = (one, other, match)
        if key not in self._differs:
            self._differs[key] = _found(one, match) != _found(other, match)
        return self._differs[key]

    def _forget(self) -> None:
        for cache in self._caches:
            cache.cache_clear()


def _places(constant: Constant, modules: list[ModuleType]) -> Iterator[tuple[ModuleType, str]]:
    """Where a constant is used: what is one object is one constant, but numbers and strings, which a name tells."""
    alike = isinstance(constant.value, int | float)
    for module in modules:
        for name, value in vars(module).items():
            if alike:
                if name == constant.name and (module is constant.module or _imports(module, constant)):
                    yield module, name
            elif value is constant.value or (
                isinstance(value, tuple) and any(each is constant.value for each in value)
            ):
                yield module, name


def _imports(module: ModuleType, constant: Constant) -> bool:
    source = inspect.getsource(module)
    return (
        re.search(rf"from {re.escape(constant.module.__name__)} import [^\n]*(?:\([^)]*)?\b{constant.name}\b", source)
        is not None
    )


def _found(pattern: object, match: Match) -> object:
    """What a pattern finds, in a form that can be compared."""
    method, arguments = match
    found = getattr(pattern, method)(*arguments)
    if isinstance(found, re.Match):
        return found.span(), found.groupdict(), found.groups()
    return [(each.span(), each.groups()) for each in found] if method == "finditer" else found


def french(folder: str, gold: Path) -> Iterator[Case]:
    scorer = loaded(gold / "score_pages.py")
    for row in rows(gold / folder / "gold.jsonl"):
        page = gzip.decompress((gold / folder / row["file"]).read_bytes()).decode(
            row.get("encoding") or "utf-8", "replace"
        )
        url = row["url"] or f"https://{row['site']}/a/b"
        yield Case(half_of(row["url"]), url, page, True, partial(french_score, scorer, row))


def french_score(scorer: ModuleType, truth: Row, article: Article | None) -> float:
    found: Row = {"headline": None, "published": None, "authors": [], "body": ""}
    if article is not None:
        found = {
            "headline": article.headline,
            "published": article.published_at,
            "authors": article.authors or article.agencies,
            "body": article.body or "",
        }
    score = scorer.score_page(truth, found)
    gains = sum(score.get(each, 0.0) for each in ("body_f1", "headline", "published", "authors"))
    return float(gains - score.get("junk", 0.0))


def english(gold: Path) -> Iterator[Case]:
    scorer = loaded(gold / "score_wcxb.py")
    for row, page in packed(gold / "wcxb" / "pages.tar.xz"):
        yield Case(half_of(row["url"]), row["url"] or ANYWHERE, page, False, partial(english_score, scorer, row))


def english_score(scorer: ModuleType, truth: Row, article: Article | None) -> float:
    body = (article.body if article else None) or ""
    junk = scorer.share(truth["without"], body) if truth.get("without") else 0.0
    return float(scorer.score(body, truth["main_content"])[0] - junk)


def sites(gold: Path) -> Iterator[Case]:
    """The articles of whole sites, as far as their files are called like their addresses."""
    scorer = loaded(gold / "score_wcxb.py")
    with tempfile.TemporaryDirectory() as folder, tarfile.open(gold / "sites" / "sites.tar.xz") as archive:
        archive.extractall(folder, filter="data")
        for truth in sorted(Path(folder).glob("*/truth.jsonl")):
            site = json.loads((truth.parent / "site.json").read_text("utf-8"))
            for row in rows(truth):
                path = unquote(row["path"]).removeprefix(site.get("prefix", ""))
                file = truth.parent / "files" / path.strip("/") / "index.html"
                if row.get("body") and file.is_file():
                    url = f"https://{site['hosts'][0]}{row['path']}/"
                    wanted = {"main_content": "\n".join(row["body"])}
                    page = file.read_bytes().decode("utf-8", "replace")
                    yield Case(half_of(url), url, page, False, partial(english_score, scorer, wanted))


SETS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "pages": partial(french, "pages"),
    "pages2": partial(french, "pages2"),
    "wcxb": english,
    "sites": sites,
}

if __name__ == "__main__":
    sys.exit(main())
