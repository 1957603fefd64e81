"""The recipes of `docs/feed.md` for other tools, where the tools are there."""

from __future__ import annotations

import csv
import gzip
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from newscrawl.items import Article, Dateline, Place
from newscrawl.store.encoding import encode
from newscrawl.urls import article_id

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "feed.md").read_text(encoding="utf-8")
PART = PAGE.partition("## Other tools\n")[2].partition("\n## ")[0]


def line(number: int, **values: Any) -> bytes:
    url = f"https://essai.example/{number}"
    return encode(Article(id=article_id(url), url=url, site="essai", **values))


@pytest.fixture
def feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sites; fields that are null in one segment have values in the next."""
    one, two = tmp_path / "data" / "feeds" / "un", tmp_path / "data" / "feeds" / "deux"
    one.mkdir(parents=True)
    two.mkdir()
    lome = Dateline(raw="LOMÉ –", places=[Place("Lomé", "TG")])
    (one / "un-2026-11-22.jsonl.gz").write_bytes(gzip.compress(line(1) * 200))
    (one / "un-2026-11-22.json").write_text('{"lines": 200}')
    (one / "un-2026-11-23.jsonl").write_bytes(line(2, dateline=lome, paywalled=True, headline='Un "pont", deux'))
    (two / "deux-2026-11-23.jsonl").write_bytes(line(3, tags=["pont"], comment_count=4))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recipe(language: str, tool: str) -> str:
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", PART, re.DOTALL)
    return next(block for block in blocks if tool in block)


def test_jq(feeds: Path) -> None:
    if shutil.which("jq") is None:
        pytest.skip("no jq")
    command = recipe("sh", "jq").replace("newscrawl feed cat demo", "cat data/feeds/un/*.jsonl")
    subprocess.run(["sh", "-c", command], check=True)
    rows = list(csv.reader((feeds / "demo.csv").read_text(encoding="utf-8").splitlines()))
    assert rows == [["https://essai.example/2", "", 'Un "pont", deux', "Lomé"]]


def test_duckdb(feeds: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    counting, copying = filter(str.strip, recipe("sql", "read_json").split(";"))
    assert duckdb.sql(counting).fetchall() == [("essai", 202, 1)]
    duckdb.sql(copying)
    assert duckdb.read_parquet(str(feeds / "articles.parquet")).shape[0] == 202


@pytest.mark.parametrize("tool", ["pandas", "polars"])
def test_frames(feeds: Path, tool: str) -> None:
    pytest.importorskip(tool)
    names: dict[str, Any] = {}
    exec(recipe("python", f"import {tool}"), names)  # noqa: S102 - our own page
    articles = names["articles"]
    assert articles.shape == (202, len(Article.__dataclass_fields__))
    assert set(articles["schema_version"]) == {"1.1"}
    assert True in list(articles["paywalled"])
