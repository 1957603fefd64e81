"""Archives of others, sound and damaged: what can be read is read, what is lost is told with its place."""

from __future__ import annotations

import gzip
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newscrawl.warc.records import Archive, Loss, Record
from newscrawl.warc.streams import Damaged
from tests.warc.warcs import article, info, members, read, record, request, response

URLS = [f"https://exemple.fr/{number}" for number in range(5)]
RECORDS = [info(), *(each for url in URLS for each in (request(url), response(url, article(len(url)))))]
PACKINGS = {"by_record": members(RECORDS), "as_a_whole": gzip.compress(b"".join(RECORDS)), "not": b"".join(RECORDS)}

packings = pytest.mark.parametrize("data", PACKINGS.values(), ids=PACKINGS)


def reasons(found: list[object]) -> list[str]:
    return [each.reason for each in found if isinstance(each, Loss)]


def urls(found: list[object]) -> list[str | None]:
    return [each[1] for each in found if isinstance(each, tuple) and each[0] == "response"]


@packings
def test_every_record_is_read_however_the_file_is_packed(data: bytes) -> None:
    found = read(data)
    assert [each[0] for each in found if isinstance(each, tuple)] == ["warcinfo", *["request", "response"] * 5]
    assert urls(found) == URLS
    assert reasons(found) == []


@packings
def test_records_that_nobody_reads_are_passed_over(data: bytes) -> None:
    found = list(Archive(io.BytesIO(data)).records())
    assert [each.kind for each in found if isinstance(each, Record)] == ["warcinfo", *["request", "response"] * 5]


@given(
    blocks=st.lists(st.binary(max_size=300) | st.just(b"WARC/1.0\r\nWARC-Type: x\r\n\r\n"), max_size=8),
    packing=st.sampled_from(["members", "whole", "plain"]),
)
def test_blocks_come_back_as_they_were(blocks: list[bytes], packing: str) -> None:
    records = [record("resource", f"https://exemple.fr/{n}", block) for n, block in enumerate(blocks)]
    pack = {"members": members, "whole": lambda all_: gzip.compress(b"".join(all_)), "plain": b"".join}[packing]
    found = read(pack(records))
    assert [each[2] for each in found if isinstance(each, tuple)] == blocks
    assert reasons(found) == ([] if blocks else ["empty"])


def test_a_block_larger_than_any_buffer_comes_back() -> None:
    block = bytes(range(256)) * 8_000
    data = [record("resource", "https://exemple.fr/1", block), response(URLS[1], "<p>")]
    for packed in (members(data), gzip.compress(b"".join(data)), b"".join(data)):
        assert next(each[2] for each in read(packed) if isinstance(each, tuple)) == block
        assert urls(read(packed)) == [URLS[1]]


@pytest.mark.parametrize("packing", ["by_record", "not"])
def test_reading_begins_again_at_any_record(packing: str) -> None:
    data = PACKINGS[packing]
    places = [(each.offset, each.url) for each in Archive(io.BytesIO(data)).records() if isinstance(each, Record)]
    for offset, url in places:
        again = next(Archive(io.BytesIO(data), offset).records())
        assert isinstance(again, Record)
        assert (again.offset, again.url) == (offset, url)


@packings
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_off_anywhere_gives_what_comes_before(data: bytes, cut: float) -> None:
    found = read(data[: int(len(data) * cut)])
    assert urls(found) == URLS[: len(urls(found))]
    assert len(reasons(found)) <= 1


def test_a_torn_tail_is_told_with_its_place() -> None:
    torn = PACKINGS["by_record"][:-40]
    *_, loss = list(Archive(io.BytesIO(torn)).records())
    assert isinstance(loss, Loss)
    assert loss.reason == "torn"
    assert PACKINGS["by_record"][loss.offset :].startswith(b"\x1f\x8b")
    assert reasons(read(PACKINGS["not"][:-40])) == ["torn"]


@pytest.mark.parametrize("packing", ["by_record", "not"])
@given(place=st.floats(0, 1, exclude_max=True), noise=st.binary(min_size=1, max_size=30))
@example(place=0.0, noise=b"WARC/0.0\n")
def test_noise_anywhere_costs_some_records_and_no_more(packing: str, place: float, noise: bytes) -> None:
    data = bytearray(PACKINGS[packing])
    at = int(len(data) * place)
    data[at : at + len(noise)] = noise
    found = read(bytes(data))
    # What is neither before nor at the place comes back whole: a member or two, or a record or two, are lost.
    assert len([url for url in URLS if url in urls(found)]) >= 3


def test_a_bad_member_costs_its_record_alone() -> None:
    packed = [bytearray(members([each])) for each in RECORDS]
    packed[4][-12] ^= 0xFF  # the response of URLS[1]
    found = read(b"".join(packed))
    assert urls(found) == [URLS[0], *URLS[2:]]
    assert reasons(found) == ["bad_member"]


def test_what_stands_between_members_is_passed_over() -> None:
    first, second = members([response(URLS[0], "<p>")]), members([response(URLS[1], "<p>")])
    assert read(first + b"\0" * 512 + second) == read(first + second)
    found = read(first + b"no member here" + second)
    assert urls(found) == URLS[:2]
    assert reasons(found) == ["bad_member"]


@pytest.mark.parametrize("wrong", [-7, -1, +9, +100_000], ids=["shorter", "by_one", "longer", "beyond"])
@pytest.mark.parametrize("packing", ["by_record", "not"])
def test_a_wrong_length_costs_its_record_alone(packing: str, wrong: int) -> None:
    bad = response(URLS[1], article(1))
    length = len(bad.partition(b"\r\n\r\n")[2]) - 4
    bad = bad.replace(f"Content-Length: {length}".encode(), f"Content-Length: {length + wrong}".encode(), 1)
    records = [response(URLS[0], "<p>"), bad, response(URLS[2], "<p>")]
    found = read(members(records) if packing == "by_record" else b"".join(records))
    assert urls(found) == [URLS[0], URLS[2]]
    assert reasons(found) in (["bad_length"], ["torn"])


def test_the_damage_of_a_record_is_raised_to_who_reads_it() -> None:
    records = Archive(io.BytesIO(PACKINGS["not"][:-60])).records()
    with pytest.raises(Damaged, match="torn"):
        [each.rest(1 << 20) for each in records if isinstance(each, Record)]


NO_ARCHIVES = {
    "nothing": (b"", "empty"),
    "blank": (b"\r\n\r\n", "empty"),
    "packed_nothing": (gzip.compress(b""), "empty"),
    "page": (b"<html>une page</html>\n" * 100, "no_warc"),
    "packed_text": (gzip.compress(b"une page\n" * 100), "no_warc"),
    "two_bytes": (b"\x1f\x8b", "no_warc"),
    "zip": (b"PK\x03\x04" + bytes(5_000), "no_warc"),
    "first_line": (b"WARC/1.0\r\n", "no_warc"),
    "no_length": (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "no_warc"),
    "bad_length": (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n", "no_warc"),
}


@pytest.mark.parametrize(("data", "reason"), NO_ARCHIVES.values(), ids=NO_ARCHIVES)
def test_a_file_that_is_no_archive_is_one_loss(data: bytes, reason: str) -> None:
    found = read(data)
    assert reasons(found) == [reason]
    assert len(found) == 1


@given(data=st.binary(max_size=2_000))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    for begin in (
        b"",
        b"\x1f\x8b\x08",
        b"WARC/1.0\r\n",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 10\r\n\r\n",
    ):
        assert all(isinstance(each, Loss | tuple) for each in read(begin + data))


def test_headers_without_end_are_no_record() -> None:
    data = b"WARC/1.0\r\n" + b"X-Note: aaaaaaaaaa\r\n" * 50_000 + response(URLS[0], "<p>")
    assert urls(read(gzip.compress(data))) == [URLS[0]]


def test_a_bomb_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newscrawl.warc.streams.LONGEST", 1 << 20)
    bomb = record("resource", URLS[0], bytes(1 << 22))
    data = members([bomb, response(URLS[1], "<p>")])
    found = read(data, most=1_000)
    assert urls(found) == [URLS[1]]
    assert reasons(found) == ["too_large"]


def test_what_a_record_says_of_itself() -> None:
    wget = record("response", "<https://exemple.fr/une page>", b"", {"WARC-Date": "2024-05-03T08:30:00.123456Z"})
    old = record("response", "https://exemple.fr/1", b"", {"WARC-Date": "hier"})
    folded = b"WARC/1.0\r\nwarc-type: RESPONSE\r\nX-Long: un\r\n deux\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
    strange = record("screenshot", "https://exemple.fr/1", b"", {"WARC-Date": "0001-01-01T00:00:00+05:00"})
    first, second, third, fourth = Archive(io.BytesIO(wget + old + folded + strange)).records()
    assert isinstance(first, Record)
    assert first.url == "https://exemple.fr/une%20page"
    assert first.moment is not None
    assert first.moment.isoformat() == "2024-05-03T08:30:00.123456+00:00"
    assert isinstance(second, Record)
    assert second.moment is None
    assert isinstance(third, Record)
    assert (third.kind, third.header("x-long"), third.url) == ("response", "un deux", None)
    assert isinstance(fourth, Record)
    assert (fourth.kind, fourth.moment) == ("other", None)
