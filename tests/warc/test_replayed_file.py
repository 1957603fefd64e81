"""Where a later run takes up a file, whatever waits or is under way when this one ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from newscrawl.article.draft import Draft
from newscrawl.items import Article
from newscrawl.state.memory import Memory
from newscrawl.urls import article_id
from newscrawl.warc.records import Record
from newscrawl.warc.replays import ReplayedFile, Replays
from tests.warc.warcs import members, response

URLS = [f"https://exemple.fr/article-{number}/" for number in range(4)]


def draft(url: str, following: str | None = None) -> Draft:
    article = Article(id=article_id(url), url=url, fetched_url=url, headline="Le dossier")
    return Draft(article=article, next_part=following)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(members(response(url, "<p>") for url in URLS))
    return file


def opened(path: Path, memory: Memory) -> ReplayedFile:
    return ReplayedFile(path, Replays(memory=memory, feed=None, wish=""))


def next_url(path: Path, memory: Memory) -> str | None:
    with opened(path, memory) as file:
        found = next(file.archive.records())
        assert isinstance(found, Record)
        return found.url


def test_the_record_at_hand_is_read_again(path: Path) -> None:
    memory = Memory.of_one_run()
    with opened(path, memory) as file:
        records = file.archive.records()
        for _ in range(3):
            next(records)
            file.begins_record()
        file.note(None)
    assert next_url(path, memory) == URLS[2]


def test_what_waits_for_a_further_page_is_read_again(path: Path) -> None:
    memory = Memory.of_one_run()
    with opened(path, memory) as file:
        records = file.archive.records()
        for url, following in ((URLS[0], None), (URLS[1], URLS[1] + "2/"), (URLS[2], None)):
            next(records)
            file.begins_record()
            file.offer(draft(url, following))
        file.note(None)
    assert next_url(path, memory) == URLS[1]


def test_what_no_longer_waits_counts_as_given_only_with_the_next_record(path: Path) -> None:
    memory = Memory.of_one_run()
    with opened(path, memory) as file:
        records = file.archive.records()
        next(records)
        file.begins_record()
        file.offer(draft(URLS[0], URLS[1]))
        next(records)
        file.begins_record()
        assert len(file.offer(draft(URLS[1]))) == 1
        file.note(None)
    assert next_url(path, memory) == URLS[0]


def test_a_whole_file_is_known_until_it_changes(path: Path) -> None:
    memory = Memory.of_one_run()
    with opened(path, memory) as file:
        assert not file.is_known
        list(file.archive.records())
        file.note(None, whole=True)
    with opened(path, memory) as file:
        assert file.is_known
    with ReplayedFile(path, Replays(memory=memory, feed=None, wish=""), again=True) as file:
        assert not file.is_known
    path.write_bytes(path.read_bytes() + members([response("https://exemple.fr/neuf/", "<p>")]))
    with opened(path, memory) as file:
        assert not file.is_known
    assert next_url(path, memory) == URLS[3]
    path.write_bytes(members([response("https://exemple.fr/autre/", "<p>")] * 9))
    assert next_url(path, memory) == "https://exemple.fr/autre/"
