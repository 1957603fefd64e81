"""The alert rules of docs/operations.md, read from the page itself, held against what runs write for Prometheus.

Only those forms of an expression are understood that the page uses; any other is a `ValueError`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

DOCUMENTED_INTERVAL = 600
"""Seconds from run to run for which the page writes its rules; who has another puts it in the place of this number."""
Labels = frozenset[tuple[str, str]]
Vector = Mapping[Labels, float]
Value = float | Vector
Scrape = Mapping[str, Vector]
"""Series by the name of their metric."""

_BLOCK = re.compile(r"^```yaml\ngroups:\n  - name: newscrawl\n    rules:\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_RULE = re.compile(r"      - alert: (\w+)(?:  # .*)?\n        expr: (.+)\n(?:        for: (\w+)(?:  # .*)?\n)?")
_TOKEN = re.compile(r'\s*(time\(\)|\d+[smhd]\b|\d+|\w+|"[^"]*"|[!=<>]=|[-*<>(){}=,])')
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {"-": operator.sub, "*": operator.mul}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {">": operator.gt, "<": operator.lt, "==": operator.eq}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(slots=True)
class Prometheus:
    """What was scraped, and when."""

    scrapes: list[tuple[datetime, Scrape]] = field(default_factory=list)

    def scrape(self, at: datetime, folder: Path) -> None:
        """Reads the files that the textfile collector would show at a moment."""
        shown: dict[str, dict[Labels, float]] = {}
        for path in sorted(folder.glob("*.prom")):
            for family in text_string_to_metric_families(path.read_text(encoding="utf-8")):
                for sample in family.samples:
                    shown.setdefault(sample.name, {})[frozenset(sample.labels.items())] = sample.value
        self.scrapes.append((at, shown))

    def series(self, name: str, at: datetime) -> Vector:
        """The series of a metric as last scraped at a moment."""
        return next((shown.get(name, {}) for when, shown in reversed(self.scrapes) if when <= at), {})


Expression = Callable[[Prometheus, datetime], Value]


@dataclass(slots=True)
class Rule:
    """A rule of the page."""

    name: str
    expression: Expression
    lasting: timedelta
    """For how long the expression must hold."""
    _since: dict[Labels, datetime] = field(default_factory=dict)

    def fires(self, prometheus: Prometheus, at: datetime) -> bool:
        """Whether it alerts at a moment; to be asked at one after the other."""
        held = self.expression(prometheus, at)
        if isinstance(held, float):
            raise ValueError(f"{self.name}: a number is no alert")
        self._since = {labels: self._since.get(labels, at) for labels in held}
        return any(at - since >= self.lasting for since in self._since.values())


def documented_rules(page: str, interval: timedelta) -> list[Rule]:
    """The rules of a page, for runs at another interval than the page writes them for.  Raises `ValueError`."""
    block = _BLOCK.search(page)
    if block is None:
        raise ValueError("the page has no rules")
    if left := _RULE.sub("", block[1]):
        raise ValueError(f"not understood: {left}")
    seconds = str(round(interval.total_seconds()))
    return [
        Rule(name, expression(re.sub(rf"\b{DOCUMENTED_INTERVAL}\b", seconds, text)), _duration(lasting or "0s"))
        for name, text, lasting in _RULE.findall(block[1])
    ]


def expression(text: str) -> Expression:
    """What an expression of PromQL stands for.  Raises `ValueError` where it has a form that is not understood."""
    parser = _Parser(text.partition("  # ")[0])
    found = parser.alternatives()
    parser.end()
    return found


class _Parser:
    """Reads an expression by descending: `unless`, then comparisons, then `-`, then `*`."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s", "", text):
            raise ValueError(f"not understood: {text}")

    def end(self) -> None:
        if self._tokens:
            raise ValueError(f"not understood: {self._text}, from {self._tokens[0]!r} on")

    def alternatives(self) -> Expression:
        found = self._comparison()
        while self._takes("unless"):
            found = _unless(found, self._ignored(), self._comparison())
        return found

    def _ignored(self) -> str | None:
        if not self._takes("ignoring"):
            return None
        self._must_take("(")
        name = self._next()
        self._must_take(")")
        return name

    def _comparison(self) -> Expression:
        left = self._difference()
        for sign, compare in _COMPARISONS.items():
            if self._takes(sign):
                return _comparison(compare, left, self._difference())
        return left

    def _difference(self) -> Expression:
        found = self._product()
        while self._takes("-"):
            found = _arithmetic(_ARITHMETIC["-"], found, self._product())
        return found

    def _product(self) -> Expression:
        found = self._operand()
        while self._takes("*"):
            found = _arithmetic(_ARITHMETIC["*"], found, self._operand())
        return found

    def _operand(self) -> Expression:
        word = self._next()
        if word == "(":
            found = self.alternatives()
            self._must_take(")")
            return found
        if word == "time()":
            return lambda _, at: at.timestamp()
        if word.isdecimal():
            return lambda _, __: float(word)
        if not word.startswith("newscrawl_"):
            raise ValueError(f"not understood: {self._text}, at {word!r}")
        labels = self._labels()
        before = _duration(self._next()) if self._takes("offset") else timedelta()
        return lambda prometheus, at: {
            each: value for each, value in prometheus.series(word, at - before).items() if labels <= each
        }

    def _labels(self) -> Labels:
        found: set[tuple[str, str]] = set()
        if self._takes("{"):
            while not self._takes("}"):
                name = self._next()
                self._must_take("=")
                found.add((name, self._next().strip('"')))
                self._takes(",")
        return frozenset(found)

    def _next(self) -> str:
        if not self._tokens:
            raise ValueError(f"not understood: {self._text}, it ends too early")
        return str(self._tokens.pop(0))

    def _takes(self, token: str) -> bool:
        if taken := self._tokens[:1] == [token]:
            self._tokens.pop(0)
        return taken

    def _must_take(self, token: str) -> None:
        if not self._takes(token):
            raise ValueError(f"not understood: {self._text}, which lacks {token!r}")


def _arithmetic(reckon: Callable[[float, float], float], left: Expression, right: Expression) -> Expression:
    def value(prometheus: Prometheus, at: datetime) -> Value:
        first, second = left(prometheus, at), right(prometheus, at)
        if isinstance(first, float) and isinstance(second, float):
            return reckon(first, second)
        return {labels: reckon(*each) for labels, each in _pairs(first, second).items()}

    return value


def _comparison(compare: Callable[[float, float], bool], left: Expression, right: Expression) -> Expression:
    def value(prometheus: Prometheus, at: datetime) -> Value:
        pairs = _pairs(left(prometheus, at), right(prometheus, at))
        return {labels: each[0] for labels, each in pairs.items() if compare(*each)}

    return value


def _unless(left: Expression, ignored: str | None, right: Expression) -> Expression:
    def matched(labels: Labels) -> Labels:
        return frozenset(each for each in labels if each[0] != ignored)

    def value(prometheus: Prometheus, at: datetime) -> Value:
        first, second = left(prometheus, at), right(prometheus, at)
        if isinstance(first, float) or isinstance(second, float):
            raise ValueError("unless stands between series")
        taken = {matched(labels) for labels in second}
        return {labels: each for labels, each in first.items() if matched(labels) not in taken}

    return value


def _pairs(left: Value, right: Value) -> dict[Labels, tuple[float, float]]:
    """The values that meet: those of one series, or that of a series and a number."""
    if isinstance(left, float):
        if isinstance(right, float):
            raise ValueError("numbers alone are compared")
        return {labels: (left, value) for labels, value in right.items()}
    if isinstance(right, float):
        return {labels: (value, right) for labels, value in left.items()}
    return {labels: (value, right[labels]) for labels, value in left.items() if labels in right}


def _duration(text: str) -> timedelta:
    if not re.fullmatch(r"\d+[smhd]", text):
        raise ValueError(f"no duration: {text}")
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
