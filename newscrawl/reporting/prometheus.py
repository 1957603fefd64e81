"""The last run of a site for Prometheus: a file for the textfile collector of its node exporter.

Names and units follow https://prometheus.io/docs/practices/naming/.  All are gauges: a run is a batch job, and what it
counted begins anew with the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from newscrawl.reporting.record import RunRecord
from newscrawl.store.files import DiskFiles, replace_file

try:
    from prometheus_client import CollectorRegistry, Gauge, generate_latest
    from prometheus_client.parser import text_string_to_metric_families
except ModuleNotFoundError:
    raise ModuleNotFoundError("prometheus_client is missing: pip install 'newscrawl[prometheus]'") from None

LAST_SUCCESS = "newscrawl_last_success_timestamp_seconds"
KILLED = "newscrawl_previous_run_killed"
_KILLED_LINE = re.compile(rf"^({KILLED}(?:\{{.*\}})?) \S+$", re.MULTILINE)
NEWEST_ARTICLE = "newscrawl_newest_article_timestamp_seconds"
HELP = {
    "newscrawl_run_start_timestamp_seconds": "When the last run of the site began.",
    "newscrawl_run_end_timestamp_seconds": "When the last run of the site ended.",
    LAST_SUCCESS: "When the last run ended that was fine, its site understood.",
    "newscrawl_run_duration_seconds": "How long the last run took.",
    "newscrawl_run_exit_status": "Exit status of the last run; 0 is fine.",
    "newscrawl_run_articles": "Articles of the last run, by what became of them.",
    "newscrawl_run_sources": "Documents of sources in the last run, by what became of them.",
    "newscrawl_run_pages": "Article pages of the last run, by what became of them.",
    "newscrawl_run_responses": "Responses in the last run, by HTTP status.",
    "newscrawl_run_problems": "Articles that the last run wrote with a problem, by its code.",
    KILLED: "Whether the run before the last was killed.",
    "newscrawl_run_gap": "Whether articles may be missing before those of the last run.",
    NEWEST_ARTICLE: "When the newest article that a run has written was published.",
}

Sample = tuple[str, dict[str, str], float]
"""Name, labels beside the site's, value."""


def write_textfile(folder: Path, record: RunRecord) -> None:
    """Replaces the file of the site at once.  Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"newscrawl_{record.start.site}.prom"
    replace_file(DiskFiles(), path, [exposition(record, earlier_values(path))])


def note_killed(folder: Path, site: str) -> None:
    """Says of a killed run before the next one ends, which may be killed too.  Raises `OSError`."""
    path = folder / f"newscrawl_{site}.prom"
    with suppress(FileNotFoundError, UnicodeDecodeError):
        noted = _KILLED_LINE.sub(r"\g<1> 1.0", path.read_text(encoding="utf-8"))
        replace_file(DiskFiles(), path, [noted.encode()])


def earlier_values(path: Path) -> dict[str, float]:
    """What the file of an earlier run says that may still be so; empty where there is none that can be read."""
    try:
        families = list(text_string_to_metric_families(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
    samples = [sample for family in families for sample in family.samples]
    return {sample.name: sample.value for sample in samples if sample.name in {LAST_SUCCESS, NEWEST_ARTICLE}}


def exposition(record: RunRecord, earlier: dict[str, float]) -> bytes:
    """The file of a run, with what `earlier` runs said where this one says nothing."""
    registry, gauges = CollectorRegistry(), dict[str, Gauge]()
    for name, labels, value in _samples(record, earlier):
        if name not in gauges:
            gauges[name] = Gauge(name, HELP[name], ["site", *labels], registry=registry)
        gauges[name].labels(site=record.start.site, **labels).set(value)
    return generate_latest(registry)


def _samples(record: RunRecord, earlier: dict[str, float]) -> Iterator[Sample]:
    ended = record.finished_at.timestamp()
    yield "newscrawl_run_start_timestamp_seconds", {}, record.start.started_at.timestamp()
    yield "newscrawl_run_end_timestamp_seconds", {}, ended
    yield "newscrawl_run_duration_seconds", {}, record.seconds
    yield "newscrawl_run_exit_status", {}, record.status
    yield KILLED, {}, record.follows_killed
    yield "newscrawl_run_gap", {}, record.gap
    success = ended if record.is_success else earlier.get(LAST_SUCCESS)
    if success is not None:
        yield LAST_SUCCESS, {}, success
    newest = [record.written.newest.timestamp()] if record.written.newest else []
    if NEWEST_ARTICLE in earlier:
        newest.append(earlier[NEWEST_ARTICLE])
    if newest:
        yield NEWEST_ARTICLE, {}, max(newest)
    figures, articles = record.figures, record.articles
    for name, outcomes in (
        ("articles", {outcome: articles[outcome] for outcome in ("new", "revised", "removed", "known")}),
        ("sources", {"read": figures.sources_read, "failed": figures.sources_failed}),
        (
            "pages",
            {"understood": figures.understood, "dropped": figures.dropped, "failed": figures.pages_failed},
        ),
    ):
        for outcome, count in outcomes.items():
            yield f"newscrawl_run_{name}", {"outcome": outcome}, count
    for code, count in record.written.problems.items():
        yield "newscrawl_run_problems", {"code": code}, count
    for code, count in record.answers.items():
        yield "newscrawl_run_responses", {"code": code}, count
