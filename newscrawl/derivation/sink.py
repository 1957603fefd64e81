"""Where what became of each line is written: the derived feed, a diff to read, and the changes as JSON."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, Self

from newscrawl.derivation.differences import diff, top
from newscrawl.derivation.outcomes import LineOutcome, Summary, Understood
from newscrawl.derivation.output import DerivedFeed
from newscrawl.store.encoding import encode_object
from newscrawl.version import __version__

DIFF, CHANGES, SUMMARY = "rederive.diff", "changes.jsonl", "summary.json"
"""What lies beside a derived feed."""
_UNTOLD = frozenset(("removal", "not_archived"))
_ALWAYS = frozenset(("newscrawl_version",))


class Sink:
    """Takes outcomes.  A context manager, which leaves all in place, or nothing where it ends with an error.

    Every call may raise `OSError`.
    """

    def __init__(self, folder: Path, site: str, summary: Summary, diff_path: Path | None = None) -> None:
        self.summary = summary
        self.derived = DerivedFeed(folder, site)
        self._diff_path = diff_path

    def __enter__(self) -> Self:
        with ExitStack() as opened:  # what was opened is closed where the rest cannot be
            derived = opened.enter_context(self.derived)
            path = self._diff_path or derived.path(DIFF)
            self._diff: IO[str] = opened.enter_context(path.open("w", encoding="utf-8", errors="replace"))
            self._changes: IO[bytes] = opened.enter_context(derived.path(CHANGES).open("wb"))
            opened.push(self._summarize)
            self._files = opened.pop_all()
        return self

    def __exit__(self, *error: Any) -> bool | None:
        return self._files.__exit__(*error)

    def to_dict(self) -> dict[str, Any]:
        """What it came to, as a JSON object."""
        return {"site": self.derived.site, "newscrawl_version": __version__, **self.summary.to_dict()}

    def _summarize(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            text = json.dumps(self.to_dict(), ensure_ascii=False, indent=2)
            self.derived.path(SUMMARY).write_text(f"{text}\n", encoding="utf-8", errors="replace")

    def take(self, outcome: LineOutcome) -> None:
        """Writes a line, and what is told of it."""
        line = outcome.line
        self.derived.add(line.start.segment, line.content if outcome.new is None else encode_object(outcome.new))
        told = self.summary.add(outcome)
        if told or (outcome.reason is not None and outcome.reason not in _UNTOLD):
            self._changes.write(encode_object(outcome.to_dict()))
        if told and outcome.new is not None:
            names = {top(change.path) for change in told} | _ALWAYS
            old, new = (
                {name: value for name, value in side.items() if name in names} for side in (outcome.old, outcome.new)
            )
            self._diff.writelines(diff(old, new, f"{line.start} {outcome.url}"))

    def take_understood(self, found: Understood) -> None:
        """Tells of a page that is an article now."""
        self.summary.add_understood(found)
        self._changes.write(encode_object(found.to_dict()))
