"""Lists without end: a run takes as much as it may, says so, and leaves the rest to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.cases import SITE, article
from tests.hostile.conftest import crawl_site, section
from tests.hostile.server import HostileServer, response


@pytest.fixture
def server() -> Iterator[HostileServer]:
    server = HostileServer()
    for page in range(3):
        links = [f"/depeche-de-la-page-{page}-numero-{number}" for number in range(10)]
        for link in links:
            server.answers[SITE, link] = response(article(link).encode())
        following = f"<a rel='next' href='/page-{page + 1}/'>Suivant</a>"
        server.answers[SITE, f"/page-{page}/" if page else "/en-continu/"] = section(links, following)
    yield server
    server.close()


def test_links_of_a_document_and_articles_of_a_run(server: HostileServer, tmp_path: Path) -> None:
    first = crawl_site(server, [], tmp_path, NEWSCRAWL_LINKS_MAX=6, NEWSCRAWL_PAGES_MAX=9)
    assert len(first.lines) == 9
    assert first.stats["newscrawl/limits/pages"] == "1"
    assert first.stats["newscrawl/limits/links"] == "2"
    assert first.report["withheld"] == {"links_of_a_document": 2, "articles_of_a_run": 1}
    assert first.log.count("Read only the first 6 links (NEWSCRAWL_LINKS_MAX) of") == 2
    assert first.stats["finish_reason"] == "finished"
