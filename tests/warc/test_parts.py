"""Articles over several pages, of which an archive holds the further ones some records later, or never."""

from __future__ import annotations

from newscrawl.article.draft import Draft, Paragraph
from newscrawl.items import Article
from newscrawl.urls import article_id
from newscrawl.warc.replays import MOST, WINDOW, WaitingParts

URL = "https://exemple.fr/dossier/"


def part(number: int, *, last: int = 3, headline: str = "Le dossier") -> Draft:
    url = URL if number == 1 else f"{URL}{number}/"
    article = Article(id=article_id(url), url=url, fetched_url=url, headline=headline)
    following = f"{URL}{number + 1}/" if number < last else None
    return Draft(article=article, paragraphs=[Paragraph(f"Partie {number}.")], next_part=following)


def texts(drafts: list[Draft]) -> list[list[str]]:
    return [[paragraph.text for paragraph in draft.paragraphs] for draft in drafts]


def test_further_pages_are_joined_when_they_come() -> None:
    waiting = WaitingParts()
    assert waiting.offer(part(1), 100, 1) == []
    assert waiting.place == 100
    assert waiting.offer(part(2), 200, 2) == []
    assert waiting.place == 100
    assert texts(waiting.offer(part(3), 300, 3)) == [["Partie 1.", "Partie 2.", "Partie 3."]]
    assert [waiting.place, waiting.rest()] == [None, []]


def test_what_does_not_come_is_not_waited_for_for_ever() -> None:
    waiting = WaitingParts()
    waiting.offer(part(1), 100, 1)
    other = Draft(article=Article(id="1" * 32, url="https://exemple.fr/1"))
    assert waiting.offer(other, 200, WINDOW) == [other]
    (first, second) = waiting.offer(other, 300, WINDOW + 1)
    assert (first.article.problems, second) == (["parts_missing"], other)
    waiting.offer(part(1), 400, 1)
    assert [each.article.problems for each in waiting.rest()] == [["parts_missing"]]


def test_a_page_of_another_headline_is_an_article_of_its_own() -> None:
    waiting = WaitingParts()
    waiting.offer(part(1), 100, 1)
    ready = waiting.offer(part(2, last=2, headline="Tout autre chose"), 200, 2)
    assert texts(ready) == [["Partie 1."], ["Partie 2."]]


def test_a_further_page_without_its_first_is_a_stray() -> None:
    waiting = WaitingParts()
    page = part(2)
    assert not waiting.is_stray(page)  # it names itself
    page.article.url = URL
    assert waiting.is_stray(page)
    waiting.offer(part(1), 100, 1)
    assert not waiting.is_stray(page)


def test_a_few_wait_and_no_more() -> None:
    waiting = WaitingParts()
    for number in range(2 * MOST):
        first = part(1)
        first.next_part = f"https://exemple.fr/{number}/2/"
        waiting.offer(first, number, number)
    assert len(waiting.rest()) <= MOST


def test_a_first_page_captured_twice_waits_once() -> None:
    waiting = WaitingParts()
    assert waiting.offer(part(1), 100, 1) == []
    assert waiting.offer(part(1), 200, 2) == []
    assert waiting.place == 100
    waiting.offer(part(2), 300, 3)
    assert texts(waiting.offer(part(3), 400, 4)) == [["Partie 1.", "Partie 2.", "Partie 3."]]
