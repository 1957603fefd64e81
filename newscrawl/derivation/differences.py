"""What differs between two readings of one article: by field, by word, and as a text to read.

A field that is missing is as good as null, so that lines of different minor versions of the contract compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, unified_diff
from typing import Any, Literal

WRITER_FIELDS = frozenset(("newscrawl_version", "schema_version"))
"""Fields that say who wrote a line, and nothing of the article."""
Kind = Literal["filled", "emptied", "changed"]

BREAK = "\n\n"
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_INDEX = re.compile(r"\[\d+\]")
_STEP = re.compile(r"\[(\d*)\]|[^.\[\]]+")
_AROUND = 30
"""Characters shown before and behind a change of words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs."""

    path: str
    """Where it stands: `dateline.places[0].name`."""
    old: Any
    new: Any

    @property
    def field(self) -> str:
        """The path without the index in a list: `dateline.places[].name`."""
        return _INDEX.sub("[]", self.path)

    @property
    def kind(self) -> Kind:
        """Whether there was nothing before, is nothing now, or something else."""
        if _is_empty(self.old):
            return "filled"
        return "emptied" if _is_empty(self.new) else "changed"


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What differs between two lines, in the order of the fields; `WRITER_FIELDS` apart.

    Lists of as many records are compared one by one, other lists as a whole.
    """
    names = [name for name in dict.fromkeys((*new, *old)) if name not in WRITER_FIELDS]
    return [change for name in names for change in _between(name, old.get(name), new.get(name))]


def top(path: str) -> str:
    """The field of a line that a path begins with."""
    return path.partition(".")[0].partition("[")[0]


def is_below(path: str, name: str) -> bool:
    """Whether a path, or a field, is `name` or lies in it."""
    return path == name or path.startswith((f"{name}.", f"{name}["))


def within(change: Change, name: str) -> Change | None:
    """What a change says of a field: all, where it lies there; of one that holds the field what concerns it, else null.

    So `dateline: null → {"places": […], …}` says `[] → […]` of `dateline.places`.
    """
    if is_below(change.path, name) or is_below(change.field, name):
        return change
    for path in (change.path, change.field):
        if is_below(name, path):
            old, new = (_inside(value, name.removeprefix(path)) for value in (change.old, change.new))
            return Change(name, old, new) if _differ(old, new) else None
    return None


def _inside(value: Any, path: str) -> Any:
    """What stands at a path in a value, null where nothing does; for `[]` a list of what stands in each element."""
    for step in _STEP.finditer(path):
        if step[0] == "[]":
            found = [_inside(element, path[step.end() :]) for element in value] if isinstance(value, list) else []
            return [each for each in found if not _is_empty(each)]
        if step[1] is not None:
            index = int(step[1])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(step[0]) if isinstance(value, Mapping) else None
    return value


def _between(path: str, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for name in dict.fromkeys((*new, *old)):
            yield from _between(f"{path}.{name}", old.get(name), new.get(name))
    elif _are_records(old) and _are_records(new) and len(old) == len(new):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _between(f"{path}[{number}]", one, other)
    elif _differ(old, new):
        yield Change(path, old, new)


def _differ(old: Any, new: Any) -> bool:
    return not (_is_empty(old) and _is_empty(new)) and (type(old), old) != (type(new), new)


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(element, Mapping) for element in value)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def describe(change: Change) -> str:
    """A change on one line: `old → new`; of longer texts only the words that differ, `[-old-]{+new+}`."""
    if isinstance(change.old, str) and isinstance(change.new, str) and max(map(len, (change.old, change.new))) > 60:
        return _shortened(words(change.old, change.new))
    return f"{_one_line(change.old)} → {_one_line(change.new)}"


def words(old: str, new: str) -> str:
    """A text with what differs in its words marked as by `git diff --word-diff`: `une [-grêve-]{+grève+} totale`.

    Paragraphs that are the same are left out.
    """
    before, after = old.split(BREAK), new.split(BREAK)
    parts: list[str] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            parts.append(_marked(BREAK.join(before[start:end]), BREAK.join(after[other_start:other_end])))
    return " … ".join(parts)


def _marked(old: str, new: str) -> str:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    text = ""
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after).get_opcodes():
        gone, come = "".join(before[start:end]), "".join(after[other_start:other_end])
        text += gone if tag == "equal" else (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
    return text


def _shortened(marked: str, most: int = 300) -> str:
    """Marked text on one line, with little of what is the same, and not too long."""
    pieces = re.split(r"(\[-.*?-\]|\{\+.*?\+\})", " ".join(marked.split()))
    kept = []
    for number, piece in enumerate(pieces):
        if piece[:2] in ("[-", "{+"):
            kept.append(piece)
        elif len(piece) > 2 * _AROUND:
            head = piece[:_AROUND] if number else ""
            tail = piece[-_AROUND:] if number < len(pieces) - 1 else ""
            kept.append(f"{head}…{tail}")
        else:
            kept.append(piece)
    text = "".join(kept)
    return text if len(text) <= most else f"{text[:most]}…"


def _one_line(value: Any, most: int = 120) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}…"


def to_read(line: Mapping[str, Any]) -> list[str]:
    """A line of the feed as text: a line a value, a paragraph or an element of a list; nothing where nothing is."""
    return [text for name, value in line.items() if name not in WRITER_FIELDS for text in _rows(name, value)]


def _rows(name: str, value: Any) -> Iterator[str]:
    if _is_empty(value):
        return
    if isinstance(value, Mapping):
        for inner, content in value.items():
            yield from _rows(f"{name}.{inner}", content)
    elif isinstance(value, list):
        for element in value:
            yield from (
                _rows(name, element) if not isinstance(element, Mapping) else (f"{name}: {_json(_filled(element))}",)
            )
    elif isinstance(value, str):
        for part in value.split(BREAK):
            escaped = part.replace("\n", "\\n")
            yield f"{name}: {escaped}"
    else:
        yield f"{name}: {_json(value)}"


def _filled(value: Any) -> Any:
    """A value without what is null or empty in its records."""
    if isinstance(value, Mapping):
        return {name: _filled(inner) for name, inner in value.items() if not _is_empty(_filled(inner))}
    return value


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def diff(old: Mapping[str, Any], new: Mapping[str, Any], title: str) -> Iterator[str]:
    """A unified diff between two lines as they read, each row with its line feed; nothing where they say the same."""
    before, after = (f"{title}\t{line.get('newscrawl_version')}" for line in (old, new))
    for row in unified_diff(to_read(old), to_read(new), before, after, n=1, lineterm=""):
        yield f"{row}\n"


@dataclass(slots=True)
class FieldTally:
    """How often one field differs, and some examples."""

    articles: int = 0
    filled: int = 0
    emptied: int = 0
    changed: int = 0
    examples: list[tuple[str, Change]] = field(default_factory=list)
    """Addresses of articles, each with what differs there."""


@dataclass(slots=True)
class Tally:
    """What differs over many articles, by field; `dateline.raw` counts for `dateline` too."""

    examples: int = 3
    """How many are kept of each field."""
    fields: dict[str, FieldTally] = field(default_factory=dict)

    def add(self, url: str, found: list[Change]) -> None:
        """Counts what differs in one article, each field once a kind."""
        for name in dict.fromkeys(each for change in found for each in _levels(change.field)):
            below = [change for change in found if is_below(change.field, name)]
            tally = self.fields.setdefault(name, FieldTally())
            tally.articles += 1
            own = [change for change in below if change.field == name]
            kind = own[0].kind if own else "changed"
            setattr(tally, kind, getattr(tally, kind) + 1)
            if own and len(tally.examples) < self.examples:
                tally.examples.append((url, own[0]))

    def rows(self) -> list[tuple[str, FieldTally]]:
        """The fields, the most touched first, each followed by those within it."""
        order = {name: (-tally.articles, name) for name, tally in self.fields.items()}
        return sorted(self.fields.items(), key=lambda row: [order.get(level, (0, level)) for level in _levels(row[0])])


def _levels(name: str) -> list[str]:
    """A field behind those that it lies in: `dateline`, `dateline.places`, `dateline.places[].name`."""
    parts = name.split(".")
    return [*(".".join(parts[:count]).removesuffix("[]") for count in range(1, len(parts))), name]
