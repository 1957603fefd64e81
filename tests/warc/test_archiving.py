"""No body is kept twice, and no reference leads to what is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from newscrawl.state.memory import Memory
from newscrawl.store.durable import GroupCommit
from newscrawl.warc.archive import ArchiveStore
from newscrawl.warc.writing import ArchiveWriter
from tests.store.interrupted_files import HastyFiles
from tests.warc.exchanges import DAY, an_exchange, records


class Site:
    """The archive of a site, and what is remembered of it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "archive" / "essai"
        self.memory = Memory.of_one_run()

    @contextmanager
    def run(self, day: date = DAY, keep_days: int = 0) -> Iterator[ArchiveStore]:
        writer = ArchiveWriter.open(self.folder, today=day, keep_days=keep_days, files=HastyFiles())
        store = ArchiveStore(writer, self.memory, keep_days)
        try:
            yield store
        finally:
            store.close()

    def write(self, exchange: Any, day: date = DAY, keep_days: int = 0) -> bool:
        """A run that writes one exchange; whether only as a reference."""
        with self.run(day, keep_days) as store:
            is_revisit = store.append(exchange)[1]
            store.flush()
        return is_revisit

    def answers(self) -> list[tuple[Any, int, str]]:
        return [
            (record, offset, path.name)
            for path in sorted(self.folder.glob("*.warc.gz"))
            for record, offset, _ in records(path)
            if record.rec_type in {"response", "revisit"}
        ]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    yield site
    site.memory.close()


def test_an_unchanged_body_is_referred_to_and_never_a_reference(site: Site) -> None:
    assert [site.write(an_exchange(1)) for _ in range(3)] == [False, True, True]
    (first, offset, name), *others = site.answers()
    for record, _, _ in others:
        header = record.rec_headers.get_header
        assert header("WARC-Refers-To") == first.rec_headers.get_header("WARC-Record-ID")
        assert header("WARC-Refers-To-Date") == first.rec_headers.get_header("WARC-Date")
        assert header("WARC-Refers-To-Filename") == name
        assert header("WARC-Refers-To-File-Offset") == str(offset)
        assert header("WARC-Payload-Digest") == first.rec_headers.get_header("WARC-Payload-Digest")


@pytest.mark.parametrize(
    "values",
    [
        {"body": b"<h1>Autre</h1>" * 100},
        {"url": "https://essai.example/2"},
        {"status": 404},
        {"body": b"small"},
    ],
    ids=lambda values: next(iter(values)) if values.get("body") != b"small" else "small",
)
def test_what_is_not_the_same_is_kept_whole(site: Site, values: dict[str, Any]) -> None:
    site.write(an_exchange(1))
    assert site.write(an_exchange(1, **values)) is False


def test_a_304_refers_to_what_was_not_sent_again(site: Site) -> None:
    unchanged = an_exchange(1, status=304, body=b"", request_headers=(("If-None-Match", '"one"'),))
    assert site.write(unchanged) is False  # nothing is known of the page: an answer like any other
    site.write(an_exchange(1, body=b"small", headers=(TAG,)))
    assert site.write(unchanged) is True
    record = site.answers()[-1][0]
    assert record.rec_headers.get_header("WARC-Profile").endswith("/server-not-modified")


def test_only_what_is_durable_is_referred_to(site: Site) -> None:
    with site.run() as store:
        store.append(an_exchange(1))
    with site.run() as store:
        assert store.append(an_exchange(1))[1] is False
        store.flush()
        assert store.append(an_exchange(1))[1] is True


def test_a_file_that_is_gone_is_not_referred_to(site: Site) -> None:
    site.write(an_exchange(1))
    for path in site.folder.glob("*.warc.gz"):
        path.unlink()
    assert site.write(an_exchange(1)) is False


def test_references_live_as_long_as_what_they_lead_to(site: Site) -> None:
    days = [DAY + timedelta(days=number) for number in range(30)]
    for day in days:
        site.write(an_exchange(1, day), day, keep_days=10)
    files = {record.rec_headers.get_header("WARC-Record-ID") for record, _, _ in site.answers()}
    for record, _, name in site.answers():
        target = record.rec_headers.get_header("WARC-Refers-To")
        age = days[-1] - date.fromisoformat(name[6:16])
        assert target is None or target in files or age > timedelta(days=5)


def test_a_run_waits_for_many_at_once(site: Site) -> None:
    async def run(store: ArchiveStore) -> None:
        group = GroupCommit(store, 0.001)
        ends = [store.append(an_exchange(number))[0].end for number in range(5)]
        await asyncio.gather(*map(group.durable, ends))
        assert store.durable == store.end == ends[-1]

    with site.run() as store:
        asyncio.run(run(store))
    assert len(list(site.memory.items("archive"))) == 5


def test_what_is_remembered_is_forgotten_in_time(site: Site) -> None:
    site.write(an_exchange(1), keep_days=10)
    site.write(an_exchange(2))
    (first, second) = (site.memory.about(f"https://essai.example/{number}", an_exchange(1).moment) for number in (1, 2))
    assert first[0].expires == an_exchange(1).moment + timedelta(days=5)
    assert second[0].expires == an_exchange(2).moment + timedelta(days=60)


TAG, OTHER = ("ETag", 'W/"one"'), ("ETag", '"two"')
DATE = ("Last-Modified", "Fri, 27 Nov 2026 08:00:00 GMT")


@pytest.mark.parametrize(
    ("stated", "asked", "is_known"),
    [
        ((TAG,), (("If-None-Match", '"one"'),), True),
        ((OTHER,), (("If-None-Match", '"one"'),), False),
        ((DATE,), (("If-Modified-Since", DATE[1]),), True),
        ((DATE,), (("If-Modified-Since", "Thu, 26 Nov 2026 08:00:00 GMT"),), False),
        ((TAG, DATE), (("If-None-Match", '"one"'), ("If-Modified-Since", "another")), True),
        ((OTHER, DATE), (("If-None-Match", '"one"'), ("If-Modified-Since", DATE[1])), False),
        ((), (("If-None-Match", '"one"'),), False),
        ((), (), False),
    ],
    ids=[
        "tag",
        "other tag",
        "date",
        "other date",
        "tag and another date",
        "date and another tag",
        "unstated",
        "unasked",
    ],
)
def test_a_304_refers_to_the_body_that_it_speaks_of(site: Site, stated: Any, asked: Any, is_known: bool) -> None:
    """Another may have been seen in between, by a run that kept nothing."""
    site.write(an_exchange(1, headers=stated))
    assert site.write(an_exchange(1, status=304, body=b"", request_headers=asked)) is is_known


def test_an_unchanged_body_under_a_new_tag_is_known_by_it(site: Site) -> None:
    again = an_exchange(1, status=304, body=b"", request_headers=(("If-None-Match", '"two"'),))
    assert [site.write(each) for each in (an_exchange(1, headers=(TAG,)), an_exchange(1, headers=(OTHER,)), again)] == [
        False,
        True,
        True,
    ]
    (note,) = site.memory.about("https://essai.example/1", an_exchange(1).moment)
    assert note.expires == an_exchange(1).moment + timedelta(days=60)
    first = site.answers()[0][0].rec_headers.get_header("WARC-Record-ID")
    assert {record.rec_headers.get_header("WARC-Refers-To") for record, _, _ in site.answers()[1:]} == {first}
