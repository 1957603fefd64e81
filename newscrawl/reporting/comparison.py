"""A run beside the earlier runs of its site: what is out of the ordinary, out of their coverage alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from newscrawl.reporting.report import by_reason
from newscrawl.reporting.status import GONE

Shares = Mapping[str, float]
Line = Mapping[str, Any]
"""The last line of a run in the history of its site."""

BLOCKED = ("401", "403", "429")
"""HTTP statuses by which a site says that it does not want us, or not so fast."""
WALLS = ("challenge", "consent_wall")
"""Reasons for which a page is dropped that say the same."""
NOT_FOUND = ("no_body", "no_headline", "empty")
"""Reasons for which a page is dropped whose layout was not understood."""
KNOWN_LAYOUT = ("rules", "family")
"""Methods of reading an article that know its layout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on something is out of the ordinary; a subclass of `monitors.RunMonitor` may have its own."""

    runs: int = 200
    """How many earlier runs are looked at."""
    sample_min: int = 10
    """Fewer pages, lines, answers or earlier runs than this say nothing."""
    found_share_min: float = 0.2
    """Articles found, as a share of those that earlier runs found (their median)."""
    silence_factor_max: float = 2.0
    """Time without a new article, as a multiple of the longest that earlier runs saw."""
    field_drop_max: float = 0.4
    """By how much the share of articles that have a field may fall."""
    problem_rise_max: float = 0.4
    """By how much the share of articles with one and the same problem may rise."""
    failed_share_max: float = 0.2
    """Share of the article pages that may fail."""
    blocked_share_max: float = 0.1
    """Share of answers that may refuse us."""
    drift_max: float = 0.3
    """By how much the share of pages may rise that no known layout explains."""


def is_idle(run: Line) -> bool:
    """Whether the sources said that nothing has changed, so that there is nothing to compare."""
    return bool(run["answers"].get("304")) and not (run["articles"]["found"] or run["pages"]["read"] or run["lines"])


def finding(name: str, run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """What a check, by its name, finds out of the ordinary; idle runs are left out, but of a silence they tell."""
    if name == "silence":
        return CHECKS[name](run, earlier, limits)
    return None if is_idle(run) else CHECKS[name](run, [line for line in earlier if not is_idle(line)], limits)


def few_found(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """Whether the sources lead to far fewer articles than they used to."""
    if len(earlier) < limits.sample_min:
        return None
    usual, found = median(line["articles"]["found"] for line in earlier), run["articles"]["found"]
    if found >= limits.found_share_min * usual:
        return None
    return f"{found} articles found; earlier runs found {usual:g}"


def silence(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """Whether there has been nothing new for far longer than ever before."""
    ends = [datetime.fromisoformat(line["finished_at"]) for line in earlier if line["articles"]["new"]]
    if run["articles"]["new"] or len(ends) < max(limits.sample_min, 2):
        return None
    longest = max(after - before for before, after in pairwise(ends))
    lasting = datetime.fromisoformat(run["finished_at"]) - ends[-1]
    if lasting <= limits.silence_factor_max * longest:
        return None
    hours, usual = lasting.total_seconds() / 3600, longest.total_seconds() / 3600
    return f"no new article for {hours:.1f} h; before, the longest silence was {usual:.1f} h"


def missing_fields(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """Whether fields are filled far less often than they used to be."""
    now, before = _shares(run, earlier, limits, "fields")
    fallen = [name for name, share in before.items() if share - now.get(name, 0) > limits.field_drop_max]
    return _compared(fallen, now, before)


def more_problems(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """Whether a problem is far more frequent than it used to be: pages that all declare one address, say."""
    now, before = _shares(run, earlier, limits, "problems")
    risen = [code for code, share in now.items() if share - before.get(code, 0) > limits.problem_rise_max]
    return _compared(risen, now, before)


def _shares(run: Line, earlier: Sequence[Line], limits: Limits, key: str) -> tuple[Shares, Shares]:
    """How often each thing was counted for an article lately, and before; nothing where there are too few articles."""
    parts = _parted(run, earlier, limits.sample_min)
    totals = [_sum(part, "lines") for part in parts]
    if min(totals) < limits.sample_min:
        return {}, {}
    recent, before = (
        {name: count / total for name, count in _counter(part, key).items()}
        for part, total in zip(parts, totals, strict=True)
    )
    return recent, before


def _compared(names: Sequence[str], now: Shares, before: Shares) -> str | None:
    shares = (
        f"{name} in {now.get(name, 0):.0%} of the articles, before in {before.get(name, 0):.0%}" for name in names
    )
    return "; ".join(shares) or None


def failures(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:  # noqa: ARG001 - as the others
    """Whether too many article pages failed, those that are gone or not for us apart."""
    failed = Counter({reason: count for reason, count in run["pages"]["failed"].items() if reason not in GONE})
    asked = failed.total() + run["pages"]["read"]
    if asked < limits.sample_min or failed.total() / asked <= limits.failed_share_max:
        return None
    return f"{failed.total()} of {asked} article pages failed ({by_reason(dict(failed.most_common()))})"


def refusals(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:  # noqa: ARG001 - as the others
    """Whether the site refuses us."""
    refused = Counter({code: run["answers"].get(code, 0) for code in BLOCKED})
    refused += Counter({wall: run["pages"]["dropped"].get(wall, 0) for wall in WALLS})
    answers = sum(run["answers"].values())
    if answers < limits.sample_min or refused.total() / answers <= limits.blocked_share_max:
        return None
    return f"{refused.total()} of {answers} answers are refusals ({by_reason(dict(refused.most_common()))})"


def layout_drift(run: Line, earlier: Sequence[Line], limits: Limits) -> str | None:
    """Whether far more pages than before are not explained by a layout that is known."""
    recent, before = _parted(run, earlier, limits.sample_min)
    (strange, pages), (usual, then) = _unexplained(recent), _unexplained(before)
    if min(pages, then) < limits.sample_min or strange / pages - usual / then <= limits.drift_max:
        return None
    return f"{strange / pages:.0%} of the pages have no known layout; before {usual / then:.0%}"


def _parted(run: Line, earlier: Sequence[Line], enough: int) -> tuple[list[Line], list[Line]]:
    """The run, with as many before it as it takes for a sample of articles; and those before these."""
    recent, before = [run], list(earlier)
    while before and _sum(recent, "lines") < enough:
        recent.append(before.pop())
    return recent, before


def _unexplained(runs: Sequence[Line]) -> tuple[int, int]:
    methods = _counter(runs, "methods")
    dropped = sum(line["pages"]["dropped"].get(reason, 0) for line in runs for reason in NOT_FOUND)
    strange = methods.total() - sum(methods[method] for method in KNOWN_LAYOUT) + dropped
    return strange, methods.total() + dropped


def _sum(runs: Sequence[Line], key: str) -> int:
    return sum(line[key] for line in runs)


def _counter(runs: Sequence[Line], key: str) -> Counter[str]:
    return sum((Counter(line[key]) for line in runs), Counter())


Check = Callable[[Line, Sequence[Line], Limits], str | None]
"""What is out of the ordinary in a run beside the earlier ones, null where nothing is."""
CHECKS: dict[str, Check] = {
    "found": few_found,
    "silence": silence,
    "fields": missing_fields,
    "problems": more_problems,
    "failures": failures,
    "refusals": refusals,
    "layout": layout_drift,
}
