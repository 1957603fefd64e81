"""`scrapy feed`: what a person or a script sees."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from scrapy.cmdline import execute

from newscrawl.commands import feed as command
from newscrawl.commands.locking import SiteLock
from newscrawl.items import Article
from newscrawl.state import progress
from newscrawl.state.memory import Memory
from newscrawl.store.closing import Sidecar, compressed
from newscrawl.store.encoding import encode
from newscrawl.store.log import FeedStore
from newscrawl.store.segments import Cursor
from newscrawl.urls import article_id

Run = Callable[..., tuple[int, bytes, str]]
NAME = "essai-2026-11-"


def an_article(number: int) -> Article:
    url = f"https://essai.example/{number}"
    return Article(id=article_id(url), url=url, site="essai", body="Un corps. " * 20)


LINES = [encode(an_article(number)) for number in range(4)]
ENDS = [len(b"".join(LINES[:2])), len(LINES[2]), len(b"".join(LINES[2:]))]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The feed of `essai`: two lines closed, two open."""
    for day, numbers in ((22, (0, 1)), (23, (2, 3))):
        folder, index = tmp_path / "feeds" / "essai", tmp_path / "ledger" / "essai.sqlite"
        store = FeedStore.open(folder, index, today=date(2026, 11, day))
        for number in numbers:
            store.append(an_article(number))
        store.flush()
        store.close()
    return tmp_path


@pytest.fixture
def scrapy_feed(data: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `scrapy feed …`; returns status, output and errors."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")

    def run(*words: str) -> tuple[int, bytes, str]:
        with pytest.raises(SystemExit) as end:
            execute(["scrapy", "feed", "-s", f"NEWSCRAWL_DATA_DIR={data}", *words])
        captured = capfdbinary.readouterr()
        return int(end.value.code or 0), captured.out, captured.err.decode()

    return run


def test_cat_prints_all_segments_as_one_stream(scrapy_feed: Run) -> None:
    assert scrapy_feed("cat", "essai") == (0, b"".join(LINES), "")


@pytest.mark.parametrize(
    ("since", "first"),
    [
        ("2026-11-22", 0),
        ("2026-11-23", 2),
        ("2026-11-24", 4),
        (f"{NAME}22:0", 0),
        (f"{NAME}22:{len(LINES[0])}", 1),
        (f"{NAME}23:{ENDS[1]}", 3),
        (f"{NAME}23:{ENDS[2]}", 4),
    ],
)
def test_cat_since(scrapy_feed: Run, since: str, first: int) -> None:
    assert scrapy_feed("cat", "essai", "--since", since) == (0, b"".join(LINES[first:]), "")


def test_cat_with_cursors_to_resume_from(scrapy_feed: Run) -> None:
    _, output, _ = scrapy_feed("cat", "--cursor", "essai")
    rows = [line.partition(b"\t") for line in output.splitlines(keepends=True)]
    assert [row[2] for row in rows] == LINES
    for number, (cursor, _, _) in enumerate(rows, 1):
        assert scrapy_feed("cat", "essai", "--since", cursor.decode())[1] == b"".join(LINES[number:])


@pytest.mark.parametrize(("words", "count"), [((), 4), (("-n", "3"), 3), (("-n", "0"), 0), (("--lines=1",), 1)])
def test_tail(scrapy_feed: Run, words: tuple[str, ...], count: int) -> None:
    assert scrapy_feed("tail", "essai", *words) == (0, b"".join(LINES[4 - count :]), "")


@pytest.mark.parametrize("count", ["0", "1"])
def test_tail_follows(scrapy_feed: Run, data: Path, monkeypatch: pytest.MonkeyPatch, count: str) -> None:
    new = [encode(an_article(number)) for number in (8, 9)]
    coming = iter(new)

    def arrive() -> None:
        line = next(coming, None)
        if line is None:
            raise KeyboardInterrupt
        with (data / "feeds" / "essai" / f"{NAME}23.jsonl").open("ab") as stream:
            stream.write(line)

    monkeypatch.setattr(command, "wait", arrive)
    assert scrapy_feed("tail", "-f", "-n", count, "essai") == (130, b"".join([*LINES[4 - int(count) :], *new]), "")


def test_verify_is_silent_where_all_is_well(scrapy_feed: Run) -> None:
    assert scrapy_feed("verify") == (0, b"", "")
    assert scrapy_feed("verify", "essai") == (0, b"", "")


def test_verify_says_what_is_wrong(scrapy_feed: Run, data: Path) -> None:
    with (data / "feeds" / "essai" / f"{NAME}23.jsonl").open("ab") as stream:
        stream.write(LINES[0] + b'{"torn')
    status, output, errors = scrapy_feed("verify")
    assert (status, errors) == (1, "")
    torn, double = output.decode().splitlines()
    assert "6 bytes of a torn line" in torn
    assert "a second time" in double


def test_repair_says_what_it_did_and_has_the_site_read_back(scrapy_feed: Run, data: Path) -> None:
    folder = data / "feeds" / "essai"
    assert scrapy_feed("repair", "essai") == (0, b"essai: nothing to repair\n", "")
    (folder / f"{NAME}22.json").unlink()
    status, output, errors = scrapy_feed("repair", "essai")
    assert (status, errors) == (0, "")
    assert output.decode().endswith(f"{NAME}22.json: made anew, 2 lines, all whole\n")
    (folder / f"{NAME}22.jsonl.gz").write_bytes(b"")
    status, output, errors = scrapy_feed("repair", "essai")
    assert (status, errors) == (0, "")
    aside, rebuilt = output.decode().splitlines()
    assert f"{NAME}22.jsonl.gz: set aside as {NAME}22.jsonl.gz.damaged: " in aside
    assert rebuilt == f"essai: index rebuilt; the next run reads the site back to before {NAME}22"
    with closing(Memory.snapshot(data / "ledger" / "essai.memory.sqlite")) as memory:
        begun = progress.begin(memory, Cursor(f"{NAME}23", 9), date(2026, 11, 23), Cursor(f"{NAME}23", 9))
    assert begun == progress.Progress(whole_before=Cursor(f"{NAME}22"), since=date(2026, 11, 23), lost=True)
    assert scrapy_feed("verify") == (0, b"", "")


def test_repair_leaves_a_site_alone_that_is_being_crawled(scrapy_feed: Run, data: Path) -> None:
    (data / "feeds" / "essai" / f"{NAME}22.jsonl.gz").write_bytes(b"")
    with SiteLock(data / "ledger" / "essai.lock"):
        status, output, errors = scrapy_feed("repair", "essai")
    assert (status, output) == (75, b"")
    assert "another run is crawling essai" in errors
    assert not list(data.rglob("*.damaged"))


def test_cursors_stay_good_when_their_segment_is_closed(scrapy_feed: Run, data: Path) -> None:
    _, output, _ = scrapy_feed("cat", "--cursor", "essai")
    FeedStore.open(data / "feeds" / "essai", data / "ledger" / "essai.sqlite", today=date(2026, 11, 24)).close()
    assert not list((data / "feeds" / "essai").glob("*.jsonl"))
    for number, line in enumerate(output.splitlines(), 1):
        cursor = line.partition(b"\t")[0].decode()
        assert scrapy_feed("cat", "essai", "--since", cursor) == (0, b"".join(LINES[number:]), "")


def test_lines_deleted_before_they_were_read_are_told_of(scrapy_feed: Run, data: Path) -> None:
    FeedStore.open(
        data / "feeds" / "essai", data / "ledger" / "essai.sqlite", today=date(2026, 11, 23), keep_days=1
    ).close()
    assert len(scrapy_feed("cat", "essai")[1].splitlines()) == 4
    FeedStore.open(
        data / "feeds" / "essai", data / "ledger" / "essai.sqlite", today=date(2026, 11, 24), keep_days=1
    ).close()
    status, output, errors = scrapy_feed("cat", "essai", "--since", f"{NAME}22:{len(LINES[0])}")
    assert (status, output) == (1, b"")
    assert f"lines behind {NAME}22:{len(LINES[0])} are deleted, in {NAME}22; reading goes on at {NAME}23:0" in errors
    assert scrapy_feed("cat", "essai", "--since", f"{NAME}23:0") == (0, b"".join(LINES[2:]), "")
    assert scrapy_feed("cat", "essai", "--since", f"{NAME}22:{ENDS[0]}") == (0, b"".join(LINES[2:]), "")
    status, output, errors = scrapy_feed("cat", "essai", "--since", "2026-11-22")  # a day is no place that was reached
    assert (status, output) == (0, b"".join(LINES[2:]))
    assert "are deleted" in errors
    assert scrapy_feed("compact", "essai", "-o", "-", "--since", f"{NAME}22:1")[0] == 1
    assert scrapy_feed("compact", "essai", "-o", "-") == (0, b"".join(LINES[2:]), "")


def test_compact_writes_a_derived_file(scrapy_feed: Run, data: Path) -> None:
    path = data / "derived" / "essai" / "essai-latest.jsonl.gz"
    told = f"{path}: 4 articles, 0 removals left out, 0 lines replaced by later ones\n"
    assert scrapy_feed("compact", "essai") == (0, told.encode(), "")
    assert gzip.decompress(path.read_bytes()) == b"".join(LINES)


def test_compact_where_it_is_told_to(scrapy_feed: Run, data: Path, tmp_path: Path) -> None:
    for name in ("plain.jsonl", "packed.jsonl.gz"):
        assert scrapy_feed("compact", "essai", "-o", str(tmp_path / "new" / name), "--since", "2026-11-23")[0] == 0
    assert (tmp_path / "new" / "plain.jsonl").read_bytes() == b"".join(LINES[2:])
    assert gzip.decompress((tmp_path / "new" / "packed.jsonl.gz").read_bytes()) == b"".join(LINES[2:])
    assert scrapy_feed("compact", "essai", "-o", "-") == (0, b"".join(LINES), "")


def test_compact_over_a_link_writes_what_it_leads_to(scrapy_feed: Run, tmp_path: Path) -> None:
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "target.jsonl")
    assert scrapy_feed("compact", "essai", "-o", str(tmp_path / "link.jsonl"))[0] == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert (tmp_path / "target.jsonl").read_bytes() == b"".join(LINES)


def test_compact_never_touches_the_log(scrapy_feed: Run, data: Path) -> None:
    before = {path: path.read_bytes() for path in (data / "feeds").rglob("*") if path.is_file()}
    status, _, errors = scrapy_feed("compact", "essai", "-o", str(data / "feeds" / "essai" / f"{NAME}22.jsonl.gz"))
    assert (status, "in the folder of the feeds" in errors) == (2, True)
    status, _, errors = scrapy_feed("compact", "essai", "-o", "/dev/null")
    assert (status, "is no file" in errors) == (2, True)
    scrapy_feed("compact", "essai")
    assert {path: path.read_bytes() for path in (data / "feeds").rglob("*") if path.is_file()} == before


def test_compact_that_cannot_write_is_status_1(scrapy_feed: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, output, errors = scrapy_feed("compact", "essai", "-o", str(tmp_path / "file" / "latest.jsonl"))
    assert (status, output) == (1, b"")
    assert "Traceback" not in errors


@pytest.mark.parametrize("words", [("verify",), ("cat", "essai"), ("tail", "essai"), ("compact", "essai")])
def test_a_data_folder_without_feeds_is_told_of(scrapy_feed: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    status, output, errors = scrapy_feed(*words, "-s", f"NEWSCRAWL_DATA_DIR={tmp_path / 'elsewhere'}")
    assert (status, output) == (2, b"")
    assert "no feed" in errors
    assert str(tmp_path / "elsewhere" / "feeds") in errors


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "cat|tail|verify|repair|compact"),
        (("eat", "essai"), "invalid choice"),
        (("cat",), "SITE"),
        (("cat", "essai", "more"), "unrecognized arguments: more"),
        (("cat", "essai", "--bogus"), "unrecognized arguments: --bogus"),
        (("verify", "--since", "x"), "unrecognized arguments: --since"),
        (("cat", "nowhere"), "no feed of nowhere"),
        (("verify", "nowhere"), "no feed of nowhere"),
        (("cat", "../feeds/essai"), "not the name of a site"),
        (("cat", "essai", "--since", "hier"), "a day such as 2026-11-23, or a cursor such as essai-2026-11-23:1834"),
        (("cat", "essai", "--since", "autre-2026-11-22:0"), "is no cursor of the feed essai"),
        (
            ("cat", "essai", "--since", "2026-11-29T10:00"),
            "must be a day such as 2026-11-23, or a cursor such as essai-",
        ),
        (("compact", "nowhere"), "no feed of nowhere"),
        (("compact", "essai", "--since", "2026-11-23"), "--since needs -o FILE"),
        (("compact", "essai", "-o", "-", "--since", "hier"), "a day such as"),
        (("tail", "essai", "-n", "-1"), "not a number from 0"),
        (("tail", "essai", "-n", "x"), "not a number from 0"),
    ],
)
def test_mistakes_are_answered_with_status_2(scrapy_feed: Run, words: tuple[str, ...], message: str) -> None:
    status, output, errors = scrapy_feed(*words)
    assert (status, output) == (2, b"")
    assert message in errors
    assert "Traceback" not in errors


def test_a_reader_that_leaves_is_no_error(data: Path) -> None:
    path = data / "feeds" / "essai" / f"{NAME}23.jsonl"
    path.write_bytes(b"".join(encode(an_article(number)) for number in range(300)))
    process = subprocess.Popen(
        [sys.executable, "-m", "newscrawl", "feed", "cat", "essai", "-s", f"NEWSCRAWL_DATA_DIR={data}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == LINES[0]
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) in {0, -signal.SIGPIPE}


def test_heavy_modules_wait_until_they_are_needed() -> None:
    script = "import sys, newscrawl.commands.feed; print([m for m in sys.modules if m.startswith('newscrawl.store')])"
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )
    assert result.stdout.strip() == "[]"


@pytest.fixture
def long(data: Path) -> Path:
    """The closed segment of day 22, of 60 lines, before the open one of day 23."""
    folder, content = data / "feeds" / "essai", [encode(an_article(number)) for number in range(100, 160)]
    path = folder / f"{NAME}22.jsonl.gz"
    path.write_bytes(b"".join(compressed(content)))
    (folder / f"{NAME}22.json").write_bytes(Sidecar.of(f"{NAME}22", BytesIO(b"".join(content))).encode())
    (data / "ledger" / "essai.sqlite").unlink()
    return path


def test_cat_of_a_segment_cut_short(scrapy_feed: Run, long: Path) -> None:
    whole = scrapy_feed("cat", "essai")[1].splitlines(keepends=True)
    long.write_bytes(long.read_bytes()[:-60])
    status, output, errors = scrapy_feed("cat", "essai")
    found = output.splitlines(keepends=True)
    assert status == 1
    assert 2 < len(found) < len(whole)
    assert found == [*whole[: len(found) - 2], *LINES[2:]]  # the segment behind it follows
    assert errors.count("\n") == 1
    assert f"{NAME}22 is damaged" in errors
    assert (
        f"{len(found) - 2} of 60 lines can be read, {62 - len(found)} are missing; restore it from a backup" in errors
    )
    _, output, _ = scrapy_feed("cat", "essai", "--cursor")
    *_, last, _, _ = output.splitlines()
    status, output, errors = scrapy_feed("cat", "essai", "--since", last.partition(b"\t")[0].decode())
    assert (status, output) == (1, b"".join(LINES[2:]))
    assert f"reading goes on at {NAME}23:0" in errors
    assert scrapy_feed("cat", "essai", "--since", f"{NAME}23:0") == (0, b"".join(LINES[2:]), "")


def test_no_flipped_byte_has_cat_print_what_is_no_line(scrapy_feed: Run, long: Path) -> None:
    whole = long.read_bytes()
    for at in range(40, len(whole), len(whole) // 7):
        long.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        status, output, errors = scrapy_feed("cat", "essai")
        assert status == 1
        assert f"{NAME}22 is damaged" in errors
        assert all(isinstance(json.loads(line.decode()), dict) for line in output.splitlines())
        assert output.endswith(b"".join(LINES[2:]))


def test_cat_leaves_broken_lines_out(scrapy_feed: Run, data: Path) -> None:
    with (data / "feeds" / "essai" / f"{NAME}23.jsonl").open("ab") as stream:
        stream.write(b'{"broken": \n' + LINES[0])
    for words in (("cat",), ("tail", "-n", "9")):
        status, output, errors = scrapy_feed(*words, "essai")
        assert (status, output) == (1, b"".join([*LINES, LINES[0]]))
        assert f"1 lines hold no article, the first at {NAME}23:{ENDS[2]}" in errors


def test_cat_of_a_feed_with_a_hole_goes_on_and_says_so(scrapy_feed: Run, data: Path) -> None:
    folder, index = data / "feeds" / "essai", data / "ledger" / "essai.sqlite"
    FeedStore.open(folder, index, today=date(2026, 11, 24)).close()
    (folder / f"{NAME}23.jsonl.gz").unlink()
    for words in ((), ("--since", "2026-11-22")):
        status, output, errors = scrapy_feed("cat", "essai", *words)
        assert (status, output) == (1, b"".join(LINES[:2]))
        assert f"are deleted, in {NAME}23" in errors
    status, output, errors = scrapy_feed("verify")
    assert status == 1
    assert f"{NAME}23.jsonl.gz: missing, though earlier segments are there" in output.decode()


def test_cat_of_what_cannot_be_opened(scrapy_feed: Run, data: Path) -> None:
    path = data / "feeds" / "essai" / f"{NAME}23.jsonl"
    path.unlink()
    path.mkdir()
    for words in (("cat",), ("tail",)):
        status, _, errors = scrapy_feed(*words, "essai")
        assert status == 1
        assert "Is a directory" in errors
        assert "Traceback" not in errors


def test_tail_of_a_segment_cut_short(scrapy_feed: Run, long: Path, data: Path) -> None:
    long.write_bytes(long.read_bytes()[:-60])
    assert scrapy_feed("tail", "-n", "2", "essai") == (0, b"".join(LINES[2:]), "")  # has not to look into it
    status, output, errors = scrapy_feed("tail", "-n", "3", "essai")
    assert status == 1
    assert len(output.splitlines()) == 3
    assert f"{NAME}22 is damaged" in errors


def test_tail_that_follows_tells_of_damage_once_and_goes_on(
    scrapy_feed: Run, long: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (data / "feeds" / "essai" / f"{NAME}23.jsonl").unlink()
    long.write_bytes(long.read_bytes()[:-60])
    steps = iter(range(3))

    def arrive() -> None:
        if next(steps, None) is None:
            raise KeyboardInterrupt
        with (data / "feeds" / "essai" / f"{NAME}23.jsonl").open("ab") as stream:
            stream.write(LINES[2])

    monkeypatch.setattr(command, "wait", arrive)
    status, output, errors = scrapy_feed("tail", "-f", "-n", "1", "essai")
    assert status == 130
    assert output.splitlines(keepends=True)[1:] == [LINES[2]] * 3
    assert errors.count("is damaged") == 1


@pytest.mark.parametrize("words", [(), ("-o", "-"), ("-o", "FILE"), ("-o", "-", "--since", "2026-11-22")])
def test_compact_writes_nothing_of_a_damaged_feed(scrapy_feed: Run, long: Path, data: Path, words: tuple[str]) -> None:
    target = data / "latest.jsonl.gz"
    words = tuple(str(target) if word == "FILE" else word for word in words)  # type: ignore[assignment]
    whole = long.read_bytes()
    sidecar = long.with_name(f"{NAME}22.json")
    described = sidecar.read_text()
    for content, text in (
        (whole[:-60], described),
        (whole[:100] + b"\0\0" + whole[102:], described),
        (b"", described),
        (whole, described.replace('"lines": 60', '"lines": 61')),
        (whole, "{"),
    ):
        long.write_bytes(content)
        sidecar.write_text(text)
        status, output, errors = scrapy_feed("compact", "essai", *words)
        assert (status, output) == (1, b"")
        assert f"compact writes nothing: {NAME}22 is damaged" in errors
        assert not [path for path in data.rglob("*latest*") if path.is_file()]
    sidecar.write_text(described)
    assert scrapy_feed("compact", "essai", *words)[0] == 0


def test_compact_writes_nothing_where_a_line_is_broken(scrapy_feed: Run, data: Path) -> None:
    for broken in (b"broken\n", b'{"id":3}\n', b'{"id":"xyz","url":"u"}\n'):
        path = data / "feeds" / "essai" / f"{NAME}23.jsonl"
        path.write_bytes(LINES[2] + broken + LINES[3])
        status, output, errors = scrapy_feed("compact", "essai", "-o", "-")
        assert (status, output) == (1, b"")
        assert f"1 lines hold no article, the first at {NAME}23:{len(LINES[2])}" in errors


@pytest.mark.parametrize("words", [("cat",), ("tail", "-n", "99"), ("verify",)])
def test_reading_writes_nothing(scrapy_feed: Run, long: Path, data: Path, words: tuple[str, ...]) -> None:
    long.write_bytes(long.read_bytes()[:-60])
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in data.rglob("*")}
    assert scrapy_feed(*words, "essai")[0] == 1
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in data.rglob("*")} == before
