"""`newscrawl stories`, and what `feed cat` makes of it: what a person or a script sees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from scrapy.cmdline import execute

from newscrawl import read_stories
from newscrawl.store.encoding import encode
from newscrawl.store.files import DiskFiles
from tests.stories.wires import CRUE, PORT, append, article, paragraphs

Run = Callable[..., tuple[int, str, str]]
FIRST = article("alpha", 1, PORT, headline="Tarsenne : les dockers reprennent", agencies=["AFP"])
OWN = "« Je n'y croyais plus », confie au journal Solène, qui vend du café devant les grilles depuis vingt ans."
COPY = article("beta", 2, f"{paragraphs(PORT, 0, 1)}\n\n{OWN}\n\n{paragraphs(PORT, 3)}", 90, headline="Port : fini")
ALONE = article("beta", 3, CRUE)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two feeds with a copy of the one in the other."""
    append(tmp_path, [FIRST, COPY, ALONE])
    return tmp_path


@pytest.fixture
def newscrawl(data: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the data folder; returns status, output and errors."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            execute(["scrapy", words[0], "-s", f"NEWSCRAWL_DATA_DIR={data}", *words[1:]])
        captured = capfd.readouterr()
        return int(end.value.code or 0), captured.out, captured.err

    return run


def test_a_run_says_what_it_read_and_wrote(newscrawl: Run, data: Path) -> None:
    folder = data / "derived" / "stories"
    assert newscrawl("stories") == (0, f"{folder}: 3 lines read, 1 file written\n", "")
    assert newscrawl("stories") == (0, f"{folder}: 0 lines read, 0 files written\n", "")
    assert [story.story_id for story in read_stories(folder)] == [FIRST.id]


@pytest.mark.parametrize("identity", [FIRST.id, COPY.id])
def test_a_story_is_shown_to_people(newscrawl: Run, identity: str) -> None:
    newscrawl("stories")
    assert newscrawl("stories", "show", identity) == (
        0,
        f"""\
Tarsenne : les dockers reprennent
2 articles on 2 sites, story {FIRST.id}
AFP: signature of alpha

2026-11-20 07:00 UTC  alpha  https://alpha.example/1
    first, 5 paragraphs

2026-11-20 08:30 UTC  beta  https://beta.example/2
    Port : fini
    86% of its words stand in earlier ones
    from alpha: paragraphs 1–2, 4
    added: paragraph 3
    names no agency; its text is signed AFP elsewhere
""",
        "",
    )


def test_feed_cat_leaves_copies_out(newscrawl: Run) -> None:
    newscrawl("stories")
    assert newscrawl("feed", "cat", "beta", "--first-only") == (0, encode(ALONE).decode(), "")
    assert newscrawl("feed", "cat", "alpha", "--first-only") == (0, encode(FIRST).decode(), "")


def test_since_leaves_older_segments_out(newscrawl: Run, data: Path) -> None:
    append(data, [article("alpha", 4, PORT, 5)], day="2026-11-01")
    assert ": 3 lines read" in newscrawl("stories", "--since", "2026-11-23")[1]


def test_what_makes_no_sense_is_told(newscrawl: Run, data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert newscrawl("stories", "show", FIRST.id)[0] == 2
    status, output, errors = newscrawl("feed", "cat", "beta", "--first-only")
    assert (status, output) == (2, "")
    assert "no stories yet" in errors
    empty = tmp_path_factory.mktemp("empty")
    assert newscrawl("stories", "-s", f"NEWSCRAWL_DATA_DIR={empty}")[0] == 2
    newscrawl("stories")
    assert newscrawl("stories", "show", "nothing")[0] == 1
    assert newscrawl("stories", "bogus")[0] == 2


def test_damage_is_reported_with_status_1(newscrawl: Run, data: Path) -> None:
    with (data / "feeds" / "alpha" / "alpha-2026-11-23.jsonl").open("ab") as feed:
        feed.write(b"{torn}\n")
        feed.write(encode(article("alpha", 5, CRUE, 30)))
    status, output, errors = newscrawl("stories")
    assert (status, "4 lines read" in output) == (1, True)
    assert "alpha-2026-11-23 is damaged" in errors


def test_a_second_run_at_the_same_time_is_refused(newscrawl: Run, data: Path) -> None:
    newscrawl("stories")
    lock = DiskFiles().lock(data / "derived" / "stories" / ".lock")
    assert newscrawl("stories")[0] == 75
    DiskFiles().close(lock)
    assert newscrawl("stories")[0] == 0
