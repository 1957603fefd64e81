"""A real WordPress, kept by wget and replayed: every article of it once, with its parts, and nothing else."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.conftest import Crawl

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]
PASSED_OVER = r"replytocom|wp-json|wp-includes|wp-content|/feed/|\?p=|/author/|/tag/"
"""Addresses that hold no page of their own; there are hundreds."""


def test_every_public_article_once_and_nothing_else(
    wordpress: Path, wget: str, crawl: Crawl, feed_lines: Callable[[Path], list[dict[str, Any]]], tmp_path: Path
) -> None:
    truth = [json.loads(line)["url"] for line in (wordpress / "truth.jsonl").read_text("utf-8").splitlines()]
    home = json.loads((wordpress / "site.json").read_text("utf-8"))["url"]
    options = ["--recursive", "--level=inf", "-e", "robots=off", "--delete-after", "--quiet", "--warc-file=site"]
    subprocess.run([wget, *options, f"--reject-regex={PASSED_OVER}", home], cwd=tmp_path, check=False, timeout=150)
    done = crawl("archive", tmp_path / "data", "-a", f"path={tmp_path}")
    assert (done.returncode, done.stderr) == (0, "")
    written = feed_lines(tmp_path / "data")
    assert sorted(line["url"] for line in written) == sorted(truth)
    assert [line["url"] for line in written if "parts_missing" in line["problems"]] == []
