"""Moving the data folder to another machine is copying it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newscrawl.items import Article
from newscrawl.state import progress
from newscrawl.state.memory import Memory
from newscrawl.store.reading import read_lines
from newscrawl.store.segments import Cursor
from newscrawl.store.verification import verify
from newscrawl.urls import article_id
from tests.store.conftest import Site, holds

MakeArticle = Callable[..., Article]
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def memory_of(site: Any) -> Memory:
    return Memory.open(site.index_path.with_name("essai.memory.sqlite"), NOW)


def test_a_copy_goes_on_where_the_original_stopped(
    site: Site, an_article: MakeArticle, tmp_path: Path, monkeypatch: Any, caplog: Any
) -> None:
    site.write(22, an_article(1), an_article(2))
    site.write(23, an_article(3))
    memory = memory_of(site)
    memory.put("sources", "https://essai.example/", {"kinds": ["feed"]})
    begun = progress.begin(memory, Cursor("essai-2026-11-23", 10), None)
    memory.close()
    stored = str(list(read_lines(site.folder))[1].end)

    copy = Site(shutil.copytree(tmp_path / "data", tmp_path / "elsewhere" / "autre-nom"))
    shutil.rmtree(tmp_path / "data")
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")

    for path in (tmp_path / "elsewhere").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert str(tmp_path).encode() not in (gzip.decompress(content) if path.suffix == ".gz" else content), path
    memory = memory_of(copy)
    assert not memory.is_new
    assert memory.get("sources", "https://essai.example/") == {"kinds": ["feed"]}
    assert progress.begin(memory, Cursor("essai-2026-11-24"), None) == begun
    memory.close()
    with copy.run(24) as store:
        assert all(holds(store, an_article(number).id) for number in (1, 2, 3))
        store.append(an_article(4))
        store.flush()
    assert "built anew" not in caplog.text
    assert list(verify(copy.folder, copy.index_path)) == []
    lines = list(read_lines(copy.folder, since=Cursor.parse(stored)))
    expected = [article_id(f"https://essai.example/{number}") for number in (3, 4)]
    assert [identity for line in lines for identity in expected if identity.encode() in line.content] == expected
    assert not (tmp_path / "data").exists()
    assert list((tmp_path / "cwd").iterdir()) == []
