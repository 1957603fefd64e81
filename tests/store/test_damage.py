"""Damage is never read as if it were whole: what can be read is given, and then it is said what is missing."""

from __future__ import annotations

import gzip
import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newscrawl import Cursor, read_feed
from newscrawl.items import Article
from newscrawl.store import FeedDamaged, LinesDamaged, LinesDeleted, encode, read_lines
from newscrawl.store.closing import Sidecar, compressed
from newscrawl.store.reading import follow_lines, last_lines, line_at

MakeSegment = Callable[..., Path]
MakeArticle = Callable[[int], Article]
NAME = "essai-2026-11-22"
COUNT = 120


@pytest.fixture
def closed(feed: Path, segment: MakeSegment, an_article: MakeArticle) -> Path:
    """A closed segment of 120 articles with its sidecar, before an open one of two."""
    content = b"".join(encode(an_article(number)) for number in range(COUNT))
    path = feed / f"{NAME}.jsonl.gz"
    path.write_bytes(b"".join(compressed([content])))
    (feed / f"{NAME}.json").write_bytes(Sidecar.of(NAME, io.BytesIO(content)).encode())
    segment(23, range(900, 902))
    return path


def numbers(articles: Iterator[Article]) -> tuple[list[int], LinesDamaged | None]:
    """What was read, and how it ended."""
    found: list[int] = []
    try:
        found.extend(int((article.body or "").split()[-1]) for article in articles)
    except LinesDamaged as damage:
        return found, damage
    return found, None


def rewrite(path: Path, content: bytes) -> None:
    """The closed segment with another content, as a whole file."""
    path.write_bytes(gzip.compress(content, mtime=0))


def test_a_whole_feed_is_read_in_silence(feed: Path, closed: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert numbers(read_feed(feed)) == ([*range(COUNT), 900, 901], None)
        assert numbers(read_feed(closed)) == ([*range(COUNT)], None)
    assert not caplog.records


def test_a_segment_cut_short_gives_what_can_be_read_and_says_what_is_missing(feed: Path, closed: Path) -> None:
    closed.write_bytes(closed.read_bytes()[:-400])
    for place in (feed, closed):
        found, damage = numbers(read_feed(place))
        assert 0 < len(found) < COUNT
        assert found == list(range(len(found)))
        assert isinstance(damage, FeedDamaged)
        assert (damage.segment, damage.sound, damage.written) == (NAME, len(found), COUNT)
        assert f"{len(found)} of {COUNT} lines can be read, {COUNT - len(found)} are missing" in str(damage)
    resume = numbers(read_feed(feed))[1].resume  # type: ignore[union-attr]
    assert numbers(read_feed(feed, since=resume)) == ([900, 901], None)
    assert f"reading goes on at {resume}" in str(numbers(read_feed(feed))[1])


def test_a_cursor_does_not_move_past_damage(feed: Path, closed: Path) -> None:
    ends = [line.end for line in read_lines(closed)]
    closed.write_bytes(closed.read_bytes()[:-400])
    reached = numbers(read_feed(feed))[0][-1]
    for place in (ends[3], ends[reached], ends[-2]):
        _, damage = numbers(read_feed(feed, since=place))
        assert damage is not None
        assert damage.written == COUNT


def test_who_has_read_all_before_the_damage_misses_nothing(feed: Path, closed: Path) -> None:
    *_, last = read_lines(closed)
    for content in (closed.read_bytes()[:-400], b"", b"\0" * 50):
        closed.write_bytes(content)
        assert numbers(read_feed(feed, since=last.end)) == ([900, 901], None)


def other_text(closed: Path) -> None:
    rewrite(closed, gzip.decompress(closed.read_bytes()).replace("n° 7".encode(), "n° 9".encode()))


def other_text_of_another_length(closed: Path) -> None:
    rewrite(closed, gzip.decompress(closed.read_bytes()).replace(b"Corps", b"Corpus", 1))


def a_line_less(closed: Path) -> None:
    rewrite(closed, b"".join(gzip.decompress(closed.read_bytes()).splitlines(keepends=True)[:-1]))


def half_a_line_at_the_end(closed: Path) -> None:
    rewrite(closed, gzip.decompress(closed.read_bytes())[:-30])


def empty(closed: Path) -> None:
    closed.write_bytes(b"")


def empty_but_packed(closed: Path) -> None:
    rewrite(closed, b"")


def no_gzip(closed: Path) -> None:
    closed.write_bytes(gzip.decompress(closed.read_bytes()))


def garbage_behind(closed: Path) -> None:
    closed.write_bytes(closed.read_bytes() + b"garbage")


def no_trailer(closed: Path) -> None:
    closed.write_bytes(closed.read_bytes()[:-8])


def sidecar_of_more(closed: Path) -> None:
    path = closed.with_name(f"{NAME}.json")
    path.write_text(path.read_text().replace(f'"lines": {COUNT}', f'"lines": {COUNT + 1}'))


def sidecar_with_another_sum(closed: Path) -> None:
    path = closed.with_name(f"{NAME}.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "sha256": "0" * 64}))


def sidecar_without_lines(closed: Path) -> None:
    path = closed.with_name(f"{NAME}.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), "lines": None}))


def sidecar_cut(closed: Path) -> None:
    path = closed.with_name(f"{NAME}.json")
    path.write_bytes(path.read_bytes()[:40])


def sidecar_empty(closed: Path) -> None:
    closed.with_name(f"{NAME}.json").write_bytes(b"")


DAMAGES = [
    other_text,
    other_text_of_another_length,
    a_line_less,
    half_a_line_at_the_end,
    empty,
    empty_but_packed,
    no_gzip,
    garbage_behind,
    no_trailer,
    sidecar_of_more,
    sidecar_with_another_sum,
    sidecar_without_lines,
    sidecar_cut,
    sidecar_empty,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_raised_by_each_reader(feed: Path, closed: Path, damage: Callable[[Path], None]) -> None:
    damage(closed)
    for place in (feed, closed):
        for read in (read_feed, read_lines):
            with pytest.raises(LinesDamaged, match=f"{NAME} is damaged"):
                list(read(place))
    with pytest.raises(LinesDamaged):
        last_lines(feed, COUNT)
    told: list[LinesDamaged] = []
    assert last_lines(feed, COUNT, told.append)[-2:] == last_lines(feed, 2)
    assert [each.segment for each in told] == [NAME]
    lines = follow_lines(feed, None, lambda: pytest.fail("the damage is passed over"))
    with pytest.raises(LinesDamaged):
        list(lines)


def test_without_a_sidecar_the_file_is_held_to_its_own_checksum(
    feed: Path, closed: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (feed / f"{NAME}.json").unlink()
    with caplog.at_level(logging.WARNING):
        assert numbers(read_feed(feed)) == ([*range(COUNT), 900, 901], None)
    assert f"{NAME}.json is missing" in caplog.text
    whole = closed.read_bytes()
    for content in (whole[:-400], whole[:-8], b"", whole[1:], whole[:-6] + b"\0" + whole[-5:]):
        closed.write_bytes(content)
        with pytest.raises(LinesDamaged, match="of an unknown number"):
            list(read_feed(feed))


ARTICLE_WITH_A_LATER_KEY = b'{"id":"%032d","url":"https://essai.example/9","later":["\xff"]}\n' % 9


@pytest.mark.parametrize(
    "broken",
    [
        *(b'{"half":\n', b"[1]\n", b'{"id":"\xed\xa0\x80"}\n', b"\0\0\0\n", b"x\n" * 3),
        ARTICLE_WITH_A_LATER_KEY,
    ],
)
def test_a_broken_line_among_good_ones_is_left_out_and_raised(
    feed: Path, segment: MakeSegment, an_article: MakeArticle, broken: bytes
) -> None:
    path = segment(22, range(2), tail=broken + encode(an_article(2)))
    segment(23, range(3, 4))
    for place in (feed, path):
        found, damage = numbers(read_feed(place))
        assert found == [0, 1, 2]
        assert damage is not None
        count = broken.count(b"\n")
        assert (damage.sound, damage.written, len(damage.broken)) == (3, 3 + count, count)
        assert str(damage.broken[0][0]) in str(damage)
        with pytest.raises(LinesDamaged):
            list(read_lines(place))
    assert numbers(read_feed(feed, since=damage.resume if damage else None)) == ([3], None)


def test_what_comes_behind_a_broken_line_is_not_lost_to_who_resumes(
    feed: Path, segment: MakeSegment, an_article: MakeArticle
) -> None:
    path = segment(23, range(2), tail=b"broken\n" + encode(an_article(2)) + b"torn\n")
    _, damage = numbers(read_feed(feed))
    assert damage is not None
    path.write_bytes(path.read_bytes().removesuffix(b"torn\n") + encode(an_article(3)))  # as the next run does
    assert numbers(read_feed(feed, since=damage.resume)) == ([3], None)


def test_an_object_that_is_no_article_is_damage_to_who_reads_articles(feed: Path, segment: MakeSegment) -> None:
    segment(22, range(2), tail=b'{"id":1}\n')
    found, damage = numbers(read_feed(feed))
    assert (found, damage is not None) == ([0, 1], True)
    assert len(list(read_lines(feed))) == 3


@pytest.mark.parametrize("tail", [b'{"torn', b"\0" * 40, b'{"torn":\n', b"\0\0\n\0\0\n"])
def test_what_a_crash_tore_at_the_end_is_none(feed: Path, segment: MakeSegment, tail: bytes) -> None:
    path = segment(23, range(2), tail=tail)
    for place in (feed, path):
        assert numbers(read_feed(place)) == ([0, 1], None)
        assert len(list(read_lines(place))) == 2
    assert len(last_lines(feed, 9)) == 2


def test_a_broken_line_that_was_closed_stays_told_of(feed: Path, an_article: MakeArticle) -> None:
    content = encode(an_article(0)) + b"broken\n" + encode(an_article(1))
    (feed / f"{NAME}.jsonl.gz").write_bytes(gzip.compress(content))
    (feed / f"{NAME}.json").write_bytes(Sidecar.of(NAME, io.BytesIO(content)).encode())
    found, damage = numbers(read_feed(feed))
    assert found == [0, 1]
    assert damage is not None
    assert (damage.problems, damage.sound, damage.written) == ([], 2, 3)


def test_a_closed_segment_that_is_gone_among_others_is_told_of(feed: Path, closed: Path, segment: MakeSegment) -> None:
    content = gzip.decompress(closed.read_bytes())
    for day in (20, 21):
        (feed / f"essai-2026-11-{day}.jsonl.gz").write_bytes(gzip.compress(content))
        sidecar = Sidecar.of(f"essai-2026-11-{day}", io.BytesIO(content))
        (feed / f"essai-2026-11-{day}.json").write_bytes(sidecar.encode())
    (feed / "essai-2026-11-21.jsonl.gz").unlink()
    with pytest.raises(LinesDeleted) as gap:
        list(read_feed(feed))
    assert gap.value.segments == ["essai-2026-11-21"]
    assert len(numbers(read_feed(feed, since=gap.value.resume))[0]) == COUNT + 2
    (feed / "essai-2026-11-20.jsonl.gz").unlink()  # now it is as retention leaves it
    assert len(numbers(read_feed(feed))[0]) == COUNT + 2


def test_a_plain_file_that_is_described_is_held_to_its_sidecar(feed: Path, closed: Path) -> None:
    content = gzip.decompress(closed.read_bytes())
    plain = feed / f"{NAME}.jsonl"
    plain.write_bytes(content)  # a closing that has not ended
    assert numbers(read_feed(feed)) == ([*range(COUNT), 900, 901], None)
    plain.write_bytes(content[: len(content) // 2])
    with pytest.raises(LinesDamaged):
        list(read_feed(feed))


def test_a_line_of_a_damaged_segment_is_had_or_not(feed: Path, closed: Path) -> None:
    lines = list(read_lines(closed))
    closed.write_bytes(closed.read_bytes()[:-400])
    assert line_at(feed, lines[1].start) == lines[1]
    assert line_at(feed, lines[-1].start) is None
    assert line_at(feed, Cursor(NAME, lines[1].start.offset + 1)) is None


@pytest.fixture
def small(feed: Path, an_article: MakeArticle) -> tuple[Path, list[bytes]]:
    """A closed segment of three lines, with its sidecar."""
    lines = [encode(an_article(number)) for number in range(3)]
    path = feed / f"{NAME}.jsonl.gz"
    path.write_bytes(b"".join(compressed(lines)))
    (feed / f"{NAME}.json").write_bytes(Sidecar.of(NAME, io.BytesIO(b"".join(lines))).encode())
    return path, lines


def outcome(feed: Path) -> list[bytes] | None:
    """The lines of a feed whose reading ends well."""
    try:
        return [line.content for line in read_lines(feed)]
    except LinesDamaged:
        return None


@pytest.mark.parametrize("described", [True, False])
def test_no_cut_and_no_flipped_byte_is_read_as_if_it_were_whole(
    feed: Path, small: tuple[Path, list[bytes]], described: bool
) -> None:
    path, lines = small
    if not described:
        (feed / f"{NAME}.json").unlink()
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        assert outcome(feed) is None, cut
    for at, byte in enumerate(whole):
        for flips in (1, 0x80, 0xFF):
            path.write_bytes(whole[:at] + bytes([byte ^ flips]) + whole[at + 1 :])
            # Four bytes of the header say when and where it was packed, which nothing depends on.
            assert outcome(feed) in (None, lines), (at, flips)


def test_no_cut_and_no_flipped_byte_of_a_sidecar_hides_anything(feed: Path, small: tuple[Path, list[bytes]]) -> None:
    _, lines = small
    path = feed / f"{NAME}.json"
    whole = path.read_bytes()
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        assert outcome(feed) in (None, lines)
    for at, byte in enumerate(whole):
        path.write_bytes(whole[:at] + bytes([byte ^ 1]) + whole[at + 1 :])
        assert outcome(feed) in (None, lines)
