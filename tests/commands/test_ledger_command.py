"""`scrapy ledger`: what a person or a script sees."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.cmdline import execute

from newscrawl import clock
from newscrawl.commands.locking import SiteLock
from newscrawl.items import Article
from newscrawl.state.memory import Memory
from newscrawl.store.log import FeedStore
from newscrawl.urls import article_id

Run = Callable[..., tuple[int, str, str]]
OLD, NEW = "https://essai.example/1", "https://essai.example/nouveau"
ID = article_id(OLD)
REJECTED = "https://essai.example/mur"


def write(data: Path, site: str, day: int, *articles: Article) -> None:
    folder, index = data / "feeds" / site, data / "ledger" / f"{site}.sqlite"
    store = FeedStore.open(folder, index, today=date(2026, 11, day))
    for article in articles:
        store.append(article)
    store.flush()
    store.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """`essai` holds an article that was renamed, and remembers some things; `autre` holds another."""
    write(tmp_path, "essai", 22, Article(id=ID, url=OLD, site="essai", body="Un corps."))
    write(tmp_path, "essai", 23, Article(id=ID, url=NEW, aliases=[OLD], revision=2, site="essai", body="Un corps."))
    other = "https://autre.example/2"
    write(tmp_path, "autre", 22, Article(id=article_id(other), url=other, site="autre", body="Un corps."))
    memory = Memory.open(tmp_path / "ledger" / "essai.memory.sqlite", clock.now())
    memory.put("visit", ID, {"count": 3, "due": 4102444800.5}, datetime(2100, 1, 1, tzinfo=UTC))
    memory.put("validators", NEW, {"etag": '"é"'})
    memory.put("rejection", article_id(REJECTED), "consent_wall")
    memory.put("run", "unfinished", "essai-2026-11-23:0")
    memory.close()
    return tmp_path


@pytest.fixture
def scrapy_ledger(data: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `scrapy ledger …`; returns status, output and errors."""
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "newscrawl.settings")

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            execute(["scrapy", "ledger", "-s", f"NEWSCRAWL_DATA_DIR={data}", *words])
        captured = capfd.readouterr()
        return int(end.value.code or 0), captured.out, captured.err

    return run


@pytest.mark.parametrize("name", [OLD, NEW, ID, f"{NEW}?utm_source=x#y", "http://www.essai.example/1/"])
def test_show_by_any_of_its_names(scrapy_ledger: Run, name: str) -> None:
    status, output, errors = scrapy_ledger("show", name, "--json")
    assert (status, errors) == (0, "")
    notes: list[dict[str, object]] = [
        {
            "kind": "visit",
            "key": ID,
            "value": {"count": 3, "due": "2100-01-01T00:00:00+00:00"},
            "expires": "2100-01-01T00:00:00+00:00",
        }
    ]
    notes.append({"kind": "validators", "key": NEW, "value": {"etag": '"é"'}, "expires": None})
    found = json.loads(output)
    assert sorted(found.pop("notes"), key=str) == sorted(notes, key=str)
    assert found == {
        "site": "essai",
        "known": True,
        "id": ID,
        "revision": 2,
        "kind": "article",
        "url": NEW,
        "aliases": [OLD],
        "other_ids": [article_id(NEW)],
        "content_hash": None,
        "line": "essai-2026-11-23:0",
    }


def test_show_for_people(scrapy_ledger: Run) -> None:
    status, output, _ = scrapy_ledger("show", ID)
    assert status == 0
    rows = [line.split(maxsplit=1) for line in output.splitlines()]
    assert rows[0] == ["essai"]
    assert ["url", NEW] in rows
    assert ["visit", '{"count": 3, "due": "2100-01-01T00:00:00+00:00"} (until 2100-01-01T00:00:00+00:00)'] in rows


def test_show_what_only_the_memory_holds(scrapy_ledger: Run) -> None:
    status, output, _ = scrapy_ledger("show", REJECTED)
    assert status == 0
    assert "not in the feed" in output
    assert 'rejection     "consent_wall"' in output


def test_show_says_when_the_line_is_no_longer_there(scrapy_ledger: Run, data: Path) -> None:
    write(data, "essai", 24)
    (data / "feeds" / "essai" / "essai-2026-11-23.jsonl.gz").unlink()
    found = json.loads(scrapy_ledger("show", NEW, "--json")[1])
    assert (found["revision"], found["aliases"], found["other_ids"]) == (2, None, [article_id(NEW)])


def test_nothing_known_is_status_1(scrapy_ledger: Run) -> None:
    assert scrapy_ledger("show", "https://essai.example/9") == (1, "", "newscrawl: no ledger knows this article\n")
    assert scrapy_ledger("show", ID, "--site", "autre")[0] == 1
    assert scrapy_ledger("show", ID, "--site", "essai")[0] == 0


def test_show_changes_nothing(scrapy_ledger: Run, data: Path) -> None:
    def content() -> dict[str, bytes]:
        files = (path for path in data.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal")))
        return {str(path): path.read_bytes() for path in files}

    before = content()
    scrapy_ledger("show", ID)
    assert content() == before


def test_forget_drops_the_notes_and_not_the_article(scrapy_ledger: Run) -> None:
    status, output, errors = scrapy_ledger("forget", OLD)
    assert (status, errors) == (0, "")
    assert output == ("essai: forgotten: validators, visit\nessai: the feed still has it at essai-2026-11-23:0\n")
    found = json.loads(scrapy_ledger("show", OLD, "--json")[1])
    assert (found["known"], found["notes"]) == (True, [])
    status, _, errors = scrapy_ledger("forget", OLD)
    assert (status, errors) == (1, "newscrawl: no memory knows this article\n")


def test_forget_leaves_all_other_notes(scrapy_ledger: Run, data: Path) -> None:
    assert scrapy_ledger("forget", REJECTED, "--site", "autre")[0] == 1
    assert scrapy_ledger("forget", REJECTED) == (0, "essai: forgotten: rejection\n", "")
    memory = Memory.open(data / "ledger" / "essai.memory.sqlite", clock.now())
    assert memory.get("run", "unfinished") == "essai-2026-11-23:0"
    assert memory.get("visit", ID) == {"count": 3, "due": 4102444800.5}
    memory.close()


def test_rebuild_all_or_some(scrapy_ledger: Run, data: Path) -> None:
    (data / "ledger" / "essai.sqlite").unlink()
    autre = "autre: 1 articles and 0 other addresses of theirs, from 1 segments\n"
    essai = "essai: 1 articles and 1 other addresses of theirs, from 2 segments\n"
    assert scrapy_ledger("rebuild") == (0, autre + essai, "")
    assert scrapy_ledger("rebuild", "autre") == (0, autre, "")
    assert scrapy_ledger("show", NEW)[0] == 0


def test_a_data_folder_without_feeds_is_told_of(scrapy_ledger: Run, tmp_path: Path) -> None:
    elsewhere = f"NEWSCRAWL_DATA_DIR={tmp_path / 'elsewhere'}"
    for words in (("rebuild",), ("show", NEW), ("forget", NEW)):
        status, output, errors = scrapy_ledger(*words, "-s", elsewhere)
        assert (status, output) == (2, "")
        assert "no feed in" in errors


def test_rebuild_from_a_damaged_feed(scrapy_ledger: Run, data: Path) -> None:
    (data / "feeds" / "essai" / "essai-2026-11-22.jsonl.gz").write_bytes(b"")
    status, output, errors = scrapy_ledger("rebuild")
    assert status == 1
    assert [row.partition(",")[0] for row in output.splitlines()] == [
        "autre: 1 articles and 0 other addresses of theirs",
        "essai: 1 articles and 1 other addresses of theirs",
    ]
    assert "essai: essai-2026-11-22 is damaged" in errors
    assert "0 of 1 lines can be read, 1 are missing" in errors


@pytest.mark.parametrize("words", [("rebuild",), ("forget", ID)])
def test_a_run_under_way_is_left_alone(scrapy_ledger: Run, data: Path, words: tuple[str, ...]) -> None:
    before = (data / "ledger" / "essai.sqlite").read_bytes()
    lock = SiteLock(data / "ledger" / "essai.lock").take()
    status, output, errors = scrapy_ledger(*words)
    lock.release()
    assert status == 75
    assert "another run is crawling essai (process " in errors
    assert "Traceback" not in errors
    assert ("autre: 1 articles" in output) == (words == ("rebuild",))  # the other site is rebuilt all the same
    assert (data / "ledger" / "essai.sqlite").read_bytes() == before
    assert len(json.loads(scrapy_ledger("show", ID, "--json")[1])["notes"]) == 2


def test_a_feed_that_another_program_writes_is_left_alone(scrapy_ledger: Run, data: Path) -> None:
    store = FeedStore.open(data / "feeds" / "essai", data / "ledger" / "essai.sqlite", today=date(2026, 11, 23))
    status, _, errors = scrapy_ledger("rebuild", "essai")
    store.close()
    assert status == 75
    assert "another run writes" in errors


def test_an_index_that_cannot_be_made_is_status_5(scrapy_ledger: Run, data: Path) -> None:
    (data / "ledger" / "essai.sqlite").unlink()
    (data / "ledger" / "essai.sqlite").mkdir()
    status, output, errors = scrapy_ledger("rebuild")
    assert (status, output.count("articles")) == (5, 1)
    assert "index of the feed not usable" in errors
    status, _, errors = scrapy_ledger("show", ID, "--site", "essai")
    assert status == 5
    assert "Traceback" not in errors


def test_what_has_expired_is_not_shown(scrapy_ledger: Run, data: Path) -> None:
    memory = Memory.open(data / "ledger" / "essai.memory.sqlite", clock.now())
    memory.put("failure", ID, 1, clock.now() - timedelta(seconds=1))
    memory.close()
    assert "failure" not in scrapy_ledger("show", ID)[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "rebuild|show|forget"),
        (("eat", "essai"), "invalid choice"),
        (("show",), "URL|ID"),
        (("show", "essai"), "neither a web address nor an id of 32 hexadecimal digits: 'essai'"),
        (("forget", "ftp://essai.example/1"), "neither a web address"),
        (("show", ID, "--site", "nowhere"), "no feed of nowhere"),
        (("show", ID, "more"), "unrecognized arguments: more"),
        (("rebuild", "nowhere"), "no feed of nowhere"),
        (("rebuild", "../essai"), "not the name of a site"),
    ],
)
def test_mistakes_are_answered_with_status_2(scrapy_ledger: Run, words: tuple[str, ...], message: str) -> None:
    status, output, errors = scrapy_ledger(*words)
    assert (status, output) == (2, "")
    assert message in errors
    assert "Traceback" not in errors


def test_heavy_modules_wait_until_they_are_needed() -> None:
    script = "import sys, newscrawl.commands.ledger as _; print([m for m in sys.modules if 'newscrawl.state' in m])"
    result = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert result.stdout.strip() == "[]"
