"""Reading feeds: in order, from any place, and whatever became of the files."""

from __future__ import annotations

import gzip
import io
import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawl import Cursor, LinesDamaged, LinesDeleted, UnknownSchema, read_feed, read_feed_with_cursors
from newscrawl.items import Article
from newscrawl.store import encode, read_lines
from newscrawl.store.closing import Sidecar
from newscrawl.store.reading import follow_lines, last_lines, segment_lines

Segment = Callable[..., Path]
MakeArticle = Callable[[int], Article]


def bodies(path: Path, since: Cursor | None = None) -> list[int]:
    return [int((article.body or "").split()[-1]) for article in read_feed(path, since=since)]


def test_a_folder_is_one_stream(feed: Path, segment: Segment) -> None:
    segment(23, range(4, 6))
    segment(21, range(2), closed=True)
    segment(22, range(2, 4), closed=True)
    assert bodies(feed) == [0, 1, 2, 3, 4, 5]


def test_a_feed_without_lines_has_no_articles(feed: Path, segment: Segment) -> None:
    (feed / ".lock").touch()
    assert bodies(feed) == []
    segment(22, range(3), closed=True).unlink()
    assert bodies(feed) == []  # retention has left the sidecar alone


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bodies(tmp_path / "nowhere")


@pytest.mark.parametrize("files", [(), ("notes.txt",), (".lock", "essai-2026-11-23.warc.gz"), ("feeds/notes.txt",)])
def test_a_folder_that_is_no_feed_is_an_error(tmp_path: Path, files: tuple[str, ...]) -> None:
    for name in files:
        file = tmp_path / "somewhere" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / "somewhere").mkdir(exist_ok=True)
    with pytest.raises(FileNotFoundError, match="somewhere"):
        bodies(tmp_path / "somewhere")


def test_a_file_that_is_no_feed_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("Un mot.\nUn autre.\n")
    with pytest.raises(FileNotFoundError, match="No feed lies there"):
        bodies(tmp_path / "notes.txt")
    (tmp_path / "other.jsonl").write_text('{"mot": 1}\n')
    with pytest.raises(LinesDamaged, match="1 lines hold no article"):
        bodies(tmp_path / "other.jsonl")


@pytest.fixture
def two_feeds(feed: Path, segment: Segment, an_article: MakeArticle) -> Path:
    """The folder of the feeds of `essai` and `zone`."""
    segment(22, range(2), closed=True)
    segment(23, range(2, 4))
    other = feed.parent / "zone"
    other.mkdir()
    (other / "zone-2026-11-22.jsonl").write_bytes(b"".join(encode(an_article(number)) for number in (4, 5)))
    return feed.parent


@pytest.mark.parametrize("is_data_folder", [False, True])
def test_all_feeds_of_a_folder_are_read_by_their_names(two_feeds: Path, is_data_folder: bool) -> None:
    (two_feeds / "leer").mkdir()
    (two_feeds.parent / "runs").mkdir()
    assert bodies(two_feeds.parent if is_data_folder else two_feeds) == [0, 1, 2, 3, 4, 5]


def test_each_feed_of_several_goes_on_from_its_own_cursor(two_feeds: Path, an_article: MakeArticle) -> None:
    cursors: dict[str | None, Cursor] = {}
    for _, cursor in itertools.islice(read_feed_with_cursors(two_feeds), 5):
        cursors[cursor.site] = cursor
    for site, number in (("essai", 6), ("zone", 7)):
        name = next((two_feeds / site).glob("*.jsonl"))
        with name.open("ab") as file:
            file.write(encode(an_article(number)))
    new = [(article.body, cursor) for article, cursor in read_feed_with_cursors(two_feeds, since=cursors.values())]
    assert [body for body, _ in new] == ["Corps n° 6", "Corps n° 5", "Corps n° 7"]
    cursors |= {cursor.site: cursor for _, cursor in new}
    assert list(read_feed(two_feeds, since=cursors.values())) == []


def test_cursors_of_no_feed_or_twice_of_one_are_refused(two_feeds: Path) -> None:
    with pytest.raises(ValueError, match="is no cursor in a feed"):
        bodies(two_feeds, Cursor("autre-2026-11-22", 0))
    with pytest.raises(ValueError, match="cursors of one feed"):
        list(read_feed(two_feeds, since=[Cursor("zone-2026-11-22", 0), Cursor("zone-2026-11-22", 5)]))


def test_damage_in_one_of_several_feeds_is_passed_by_its_cursor(two_feeds: Path) -> None:
    (two_feeds / "essai" / "essai-2026-11-22.jsonl.gz").write_bytes(b"")
    cursors: dict[str | None, Cursor] = {}
    with pytest.raises(LinesDamaged) as damage:
        list(read_feed(two_feeds))
    assert damage.value.resume is not None
    cursors[damage.value.resume.site] = damage.value.resume
    assert [article.body for article in read_feed(two_feeds, since=cursors.values())][:1] == ["Corps n° 2"]


def test_single_files_are_feeds(tmp_path: Path, segment: Segment) -> None:
    assert bodies(segment(23, range(3))) == [0, 1, 2]
    assert bodies(segment(22, range(3), closed=True)) == [0, 1, 2]
    export = shutil.copy(segment(24, range(2)), tmp_path / "mes articles.jl")
    places = [cursor for _, cursor in read_feed_with_cursors(export)]
    assert bodies(Path(export), since=places[0]) == [1]


def test_each_cursor_resumes_exactly_also_across_closing(feed: Path, segment: Segment) -> None:
    segment(22, range(3), closed=True)
    path = segment(23, range(3, 6))
    places = [(article.body, cursor) for article, cursor in read_feed_with_cursors(feed)]
    for _ in range(2):
        for number, (_, cursor) in enumerate(places):
            assert bodies(feed, since=Cursor.parse(str(cursor))) == list(range(number + 1, 6))
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        path.unlink(missing_ok=True)
        path = path.with_name(path.name + ".gz")


def test_a_closing_that_has_not_ended_shows_each_line_once(feed: Path, segment: Segment) -> None:
    segment(22, range(3))
    segment(22, range(3), closed=True)
    assert bodies(feed) == [0, 1, 2]


def test_a_cursor_outlives_its_segment(feed: Path, segment: Segment) -> None:
    segment(23, range(2))
    assert bodies(feed, since=Cursor("essai-2026-11-22", 12345)) == [0, 1]


def delete(feed: Path, *days: int) -> None:
    """As retention does: the lines go, the sidecar stays."""
    for day in days:
        path = feed / f"essai-2026-11-{day}.jsonl.gz"
        content = gzip.decompress(path.read_bytes())
        sidecar = Sidecar.of(f"essai-2026-11-{day}", io.BytesIO(content))
        path.with_name(f"essai-2026-11-{day}.json").write_bytes(sidecar.encode())
        path.unlink()


def test_a_reader_is_told_of_lines_that_were_deleted_before_it_came(feed: Path, segment: Segment) -> None:
    for day in (20, 21, 22):
        segment(day, range(day, day + 2), closed=True)
    segment(23, range(23, 25))
    first = next(read_lines(feed)).end
    delete(feed, 20, 21)
    with pytest.raises(LinesDeleted, match="lines behind essai-2026-11-20:") as gap:
        bodies(feed, since=first)
    assert gap.value.segments == ["essai-2026-11-20", "essai-2026-11-21"]
    assert str(gap.value.resume) in str(gap.value)
    assert bodies(feed, since=gap.value.resume) == [22, 23, 23, 24]
    assert bodies(feed) == [22, 23, 23, 24]


def test_a_reader_that_had_read_what_was_deleted_goes_on(feed: Path, segment: Segment) -> None:
    for day in (20, 21):
        segment(day, range(day, day + 2), closed=True)
    segment(22, range(22, 24))
    places = [line.end for line in read_lines(feed)]
    delete(feed, 20)
    assert bodies(feed, since=places[1]) == [21, 22, 22, 23]
    delete(feed, 21)
    assert bodies(feed, since=places[3]) == [22, 23]
    with pytest.raises(LinesDeleted):
        bodies(feed, since=places[1])


def test_all_that_is_left_deleted_is_told_too(feed: Path, segment: Segment) -> None:
    segment(22, range(2), closed=True)
    first, last = (line.end for line in read_lines(feed))
    delete(feed, 22)
    with pytest.raises(LinesDeleted) as gap:
        bodies(feed, since=first)
    assert bodies(feed, since=gap.value.resume) == bodies(feed, since=last) == bodies(feed) == []
    segment(23, range(2, 4))
    assert bodies(feed, since=gap.value.resume) == [2, 3]


def test_what_is_deleted_during_a_reading_is_told_too(feed: Path, segment: Segment) -> None:
    for day in (21, 22):
        segment(day, range(day, day + 2), closed=True)
    segment(23, range(2))
    lines = read_lines(feed)
    next(lines)
    delete(feed, 21, 22)
    assert next(lines).start.segment == "essai-2026-11-21"
    with pytest.raises(LinesDeleted) as gap:
        next(lines)
    assert gap.value.segments == ["essai-2026-11-22"]


def test_a_sidecar_that_tells_nothing_counts_as_lines(feed: Path, segment: Segment) -> None:
    segment(22, range(2), closed=True)
    *_, last = read_lines(feed)
    delete(feed, 22)
    (feed / "essai-2026-11-22.json").write_text("{}")
    with pytest.raises(LinesDeleted):
        bodies(feed, since=last.end)


@pytest.mark.parametrize("cursor", ["autre-2026-11-23:0", "essai:0", "x:9"])
def test_a_cursor_of_another_feed_is_refused(feed: Path, segment: Segment, cursor: str) -> None:
    path = segment(23, range(2))
    for place in (feed, path):
        with pytest.raises(ValueError, match="is no cursor of"):
            bodies(place, since=Cursor.parse(cursor))


def test_a_cursor_within_a_line_goes_back_to_its_start(feed: Path, segment: Segment) -> None:
    segment(23, range(3))
    first, second, _ = read_lines(feed)
    for offset in range(first.end.offset + 1, second.end.offset):
        assert bodies(feed, since=Cursor(first.end.segment, offset)) == [1, 2]


def test_a_cursor_behind_the_end_waits_for_what_comes(feed: Path, segment: Segment) -> None:
    path = segment(23, range(2))
    assert bodies(feed, since=Cursor("essai-2026-11-23", path.stat().st_size + 999)) == []


@pytest.mark.parametrize("closed", [False, True])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(data=st.data())
def test_a_file_cut_anywhere_gives_its_whole_lines(
    segment: Segment, an_article: MakeArticle, data: st.DataObject, closed: bool
) -> None:
    path = segment(23, range(4), closed=closed)
    content = path.read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    path.write_bytes(content[:cut])
    if closed and cut < len(content):
        with pytest.raises(LinesDamaged):
            bodies(path)
    elif closed:
        assert bodies(path) == [0, 1, 2, 3]
    else:
        found = bodies(path)
        ends = list(itertools.accumulate(len(encode(an_article(number))) for number in range(4)))
        assert found == [number for number in range(4) if ends[number] <= cut]


def test_later_versions_add_keys(segment: Segment, an_article: MakeArticle) -> None:
    line = encode(an_article(7)).replace(b'"1.2"', b'"1.7"').replace(b'{"raw"', b'{"new":1,"raw"')
    path = segment(23, range(1), tail=line[:-2] + b',"new":{"x":[1]}}\n')
    assert bodies(path) == [0, 7]
    assert [article.schema_version for article in read_feed(path)] == ["1.2", "1.7"]


def test_another_contract_is_refused(segment: Segment, an_article: MakeArticle) -> None:
    path = segment(23, range(1), tail=encode(an_article(7)).replace(b'"1.2"', b'"2.0"'))
    with pytest.raises(UnknownSchema, match=r"schema 2\.0"):
        bodies(path)


def test_a_segment_closed_between_two_looks_is_found(feed: Path, segment: Segment) -> None:
    path = segment(22, range(2))

    class Vanishing:
        def open(self, mode: str) -> None:
            segment(22, range(2), closed=True)
            path.unlink()
            raise FileNotFoundError(mode)

    closed = path.with_name(f"{path.name}.gz")
    racing = SimpleNamespace(
        name="essai-2026-11-22",
        plain=Vanishing(),
        closed=closed,
        described=False,
        sidecar=feed / "essai-2026-11-22.json",
    )
    assert len(list(segment_lines(racing))) == 2  # type: ignore[arg-type]


def test_strays_of_other_feeds_are_left_out(feed: Path, segment: Segment) -> None:
    path = segment(23, range(2))
    shutil.copy(path, feed / "autre-2026-11-22.jsonl")
    assert bodies(feed) == [0, 1]
    copy = feed.with_name("copie")
    feed.rename(copy)
    assert bodies(copy) == [0, 1, 0, 1]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 9])
def test_last_lines_span_segments(feed: Path, segment: Segment, count: int) -> None:
    segment(21, range(2), closed=True)
    segment(22, range(2, 3), closed=True)
    segment(23, range(3, 5))
    every = list(read_lines(feed))
    assert last_lines(feed, count) == every[len(every) - min(count, len(every)) :]


def test_following_goes_on_across_days(feed: Path, segment: Segment) -> None:
    segment(22, range(1))
    steps = iter([(22, range(2)), (22, range(2)), (23, range(2, 4))])

    def wait() -> None:
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        segment(*step)

    lines = follow_lines(feed, None, wait)
    seen = [next(lines).start for _ in range(4)]
    with pytest.raises(KeyboardInterrupt):
        next(lines)
    assert len(seen) == 4
    assert seen == sorted(seen)
