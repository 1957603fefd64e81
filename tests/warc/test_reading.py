"""Exchanges read back from an archive's files, and what is said of those that cannot be."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.items import ArchiveRecord
from newscrawl.warc.encoding import TRANSFER, encode, encode_info
from newscrawl.warc.exchange import Earlier, Exchange
from newscrawl.warc.reading import RecordLost, answers_in, find, read_exchange

MOMENT = datetime(2026, 11, 27, 8, 30, 0, 250_000, tzinfo=UTC)
PAGE = "<h1>Séisme à Nouméa</h1>".encode() * 20
URL = "https://exemple.fr/monde/seisme?page=1"
EXCHANGE = Exchange(
    url=URL,
    moment=MOMENT,
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("X-Robots-Tag", "noai"), ("X-Robots-Tag", "noarchive")),
    body=PAGE,
    request_headers=(("Host", "exemple.fr"), ("User-Agent", "newscrawl")),
    ip="192.0.2.7",
    notes={"site": "exemple", "link": {"headline": "Séisme à Nouméa"}},
)
FILE = "exemple-2026-11-27-0001.warc.gz"


class Archive:
    """A folder with one file, to which exchanges are added."""

    def __init__(self, folder: Path, file: str = FILE) -> None:
        self.folder = folder
        self.path = folder / file
        self.path.write_bytes(encode_info(file, MOMENT, {"software": "newscrawl"}))

    def add(self, exchange: Exchange, earlier: Earlier | None = None) -> tuple[ArchiveRecord, str]:
        place = ArchiveRecord(self.path.name, self.path.stat().st_size)
        data, record_id = encode(exchange, earlier)
        with self.path.open("ab") as file:
            file.write(data)
        return place, record_id


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def reason(folder: Path, place: ArchiveRecord) -> str:
    with pytest.raises(RecordLost) as caught:
        read_exchange(folder, place)
    return caught.value.reason


TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,10}", fullmatch=True).filter(lambda name: name.lower() not in TRANSFER)
HEADERS = st.lists(st.tuples(NAMES, TEXT), max_size=5).map(tuple)


EXCHANGES = st.builds(
    Exchange,
    url=st.just(URL),
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    status=st.integers(100, 599),
    headers=HEADERS,
    body=st.binary(max_size=2000),
    truncated=st.booleans(),
    method=st.sampled_from(["GET", "POST"]),
    request_headers=HEADERS.map(lambda headers: (("Host", "exemple.fr"), *headers)),
    request_body=st.binary(max_size=50),
    notes=st.dictionaries(TEXT, st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=3),
)


@given(EXCHANGES)
def test_an_exchange_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, exchange: Exchange) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    archive.add(EXCHANGE)
    place, _ = archive.add(exchange)
    archive.add(EXCHANGE)
    assert read_exchange(archive.folder, place) == exchange


def test_a_body_that_came_again_is_that_of_the_earlier_record(archive: Archive) -> None:
    place, record_id = archive.add(EXCHANGE)
    later = Exchange(url=URL, moment=MOMENT + timedelta(days=1), status=200, headers=(("Age", "5"),), body=PAGE)
    again, _ = archive.add(later, Earlier(place, record_id, URL, "2026-11-27T08:30:00Z"))
    found = read_exchange(archive.folder, again)
    assert (found.body, found.headers, found.moment) == (PAGE, (("Age", "5"),), later.moment)


def test_a_revisit_may_lie_in_another_file_and_refer_to_another(tmp_path: Path) -> None:
    first, second = Archive(tmp_path, "a-1.warc.gz"), Archive(tmp_path, "a-2.warc.gz")
    place, record_id = first.add(EXCHANGE)
    middle, middle_id = second.add(EXCHANGE, Earlier(place, record_id, URL, ""))
    last, _ = second.add(EXCHANGE, Earlier(middle, middle_id, URL, ""))
    assert read_exchange(tmp_path, last).body == PAGE


def test_unchanged_is_the_earlier_page_with_the_headers_given_anew(archive: Archive) -> None:
    place, record_id = archive.add(EXCHANGE)
    unchanged = Exchange(url=URL, moment=MOMENT, status=304, headers=(("X-Robots-Tag", "all"), ("ETag", '"2"')))
    again, _ = archive.add(unchanged, Earlier(place, record_id, URL, ""))
    found = read_exchange(archive.folder, again)
    assert (found.status, found.body) == (200, PAGE)
    assert found.headers == (
        ("Content-Type", "text/html; charset=utf-8"),
        ("X-Robots-Tag", "all"),
        ("ETag", '"2"'),
    )


def test_what_cannot_be_had_says_why(archive: Archive) -> None:
    place, record_id = archive.add(EXCHANGE)
    assert reason(archive.folder, ArchiveRecord("exemple-2026-11-26-0001.warc.gz", 0)) == "gone"
    assert reason(archive.folder, ArchiveRecord(FILE, place.offset + 1)) == "no_record"
    assert reason(archive.folder, ArchiveRecord(FILE, 0)) == "no_record"  # the warcinfo
    assert reason(archive.folder, ArchiveRecord(FILE, archive.path.stat().st_size)) == "torn"
    assert reason(archive.folder, ArchiveRecord(f"../{archive.folder.name}/{FILE}", place.offset)) == "no_record"
    other = Exchange(url=URL, moment=MOMENT, status=200, body=b"another body")
    false, _ = archive.add(other, Earlier(place, record_id, URL, ""))
    assert reason(archive.folder, false) == "digest"
    lost, _ = archive.add(EXCHANGE, Earlier(ArchiveRecord("gone.warc.gz", 5), record_id, URL, ""))
    assert reason(archive.folder, lost) == "gone"
    strange, _ = archive.add(EXCHANGE, Earlier(place, "<urn:uuid:other>", URL, ""))
    assert reason(archive.folder, strange) == "no_record"


def test_a_record_that_refers_to_nothing_is_not_resolved(archive: Archive) -> None:
    place, _ = archive.add(EXCHANGE, Earlier(ArchiveRecord("", 0), "", URL, ""))
    assert reason(archive.folder, place) == "unresolved"


def test_a_torn_record_is_told_and_one_with_a_torn_company_is_read(archive: Archive) -> None:
    place, _ = archive.add(EXCHANGE)
    whole = archive.path.read_bytes()
    first = len(gzip_member(whole[place.offset :]))
    for size in range(place.offset + 1, place.offset + first):
        archive.path.write_bytes(whole[:size])
        assert reason(archive.folder, place) == "torn"
    archive.path.write_bytes(whole[:-1])
    found = read_exchange(archive.folder, place)
    assert (found.body, found.request_headers, found.notes) == (PAGE, EXCHANGE.request_headers, {})


def test_a_body_that_was_changed_is_told(archive: Archive) -> None:
    place, _ = archive.add(EXCHANGE)
    whole = archive.path.read_bytes()
    member = gzip_member(whole[place.offset :])
    changed = gzip.compress(gzip.decompress(member).replace("Séisme".encode(), "Seismë".encode()))
    archive.path.write_bytes(whole[: place.offset] + changed)
    assert reason(archive.folder, place) == "digest"


def test_an_address_is_found_the_newest_first(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "exemple"
    folder.mkdir()
    first, second = Archive(folder), Archive(folder, "exemple-2026-11-27-0002.warc.gz")
    old, record_id = first.add(EXCHANGE)
    first.add(Exchange(url="https://exemple.fr/", moment=MOMENT, status=200, body=PAGE * 1000))
    newer = Exchange(url=URL, moment=MOMENT + timedelta(hours=1), status=200, body=PAGE)
    new, _ = second.add(newer, Earlier(old, record_id, URL, ""))
    with second.path.open("ab") as file:
        file.write(encode(EXCHANGE)[0][:50])
    (folder / "notes.txt").touch()
    found = find(folder, lambda url: url == URL)
    assert [(answer.place, answer.moment, answer.is_revisit) for answer in found] == [
        (new, newer.moment, True),
        (old, MOMENT, False),
    ]
    assert "exemple-2026-11-27-0002.warc.gz is damaged at byte" in caplog.text
    assert find(folder / "nowhere", lambda _: True) == []


def gzip_member(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    unpacker.decompress(data)
    return data[: len(data) - len(unpacker.unused_data)]


def test_what_stands_behind_is_no_part_of_an_exchange(archive: Archive) -> None:
    place, _ = archive.add(EXCHANGE)
    with archive.path.open("ab") as file:
        file.write(gzip.compress(b"of another program"))
    assert read_exchange(archive.folder, place).notes == EXCHANGE.notes
    assert [found.place for found in answers_in(archive.path)] == [place]


def test_answers_behind_a_damaged_place_are_found(archive: Archive, caplog: pytest.LogCaptureFixture) -> None:
    before, _ = archive.add(EXCHANGE)
    damaged, _ = archive.add(EXCHANGE)
    behind, _ = archive.add(EXCHANGE)
    data = bytearray(archive.path.read_bytes())
    data[damaged.offset + 30 : damaged.offset + 40] = bytes(10)
    archive.path.write_bytes(data)
    assert [found.place for found in answers_in(archive.path)] == [before, behind]
    assert all(found.notes == EXCHANGE.notes for found in answers_in(archive.path))
    assert f"is damaged at byte {damaged.offset}, which is passed over" in caplog.text
    assert reason(archive.folder, damaged) == "no_record"
    assert read_exchange(archive.folder, behind) == EXCHANGE


def test_no_company_is_taken_where_records_have_no_id(archive: Archive) -> None:
    head = f"WARC/1.1\r\nWARC-Target-URI: {URL}\r\nWARC-Date: 2026-11-27T08:30:00Z\r\n"
    place = ArchiveRecord(FILE, archive.path.stat().st_size)
    with archive.path.open("ab") as file:
        for kind, block in (("response", b"HTTP/1.1 200 OK\r\n\r\n<p>"), ("metadata", b'{"site":"other"}')):
            fields = f"{head}WARC-Type: {kind}\r\nContent-Length: {len(block)}\r\n\r\n"
            file.write(gzip.compress(fields.encode() + block + b"\r\n\r\n"))
    assert (read_exchange(archive.folder, place).body, read_exchange(archive.folder, place).notes) == (b"<p>", {})
    assert [found.notes for found in answers_in(archive.path)] == [{}]


def test_an_answer_without_a_moment_is_passed_over(archive: Archive) -> None:
    place, _ = archive.add(EXCHANGE)
    head = "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://exemple.fr/\r\n"
    with archive.path.open("ab") as file:
        for date in ("WARC-Date: 2026\r\n", "WARC-Date: 2026-11-27T08:00:00\r\n", ""):
            file.write(gzip.compress(f"{head}{date}\r\n".encode()))
    assert [found.place for found in answers_in(archive.path)] == [place]
