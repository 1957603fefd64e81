"""kill -9 in the middle of a crawl loses nothing and repeats nothing."""

from __future__ import annotations

import signal
import textwrap
from pathlib import Path

import pytest

from newscrawl import demo

# An extension that a test hands to the crawl: it kills the process, as the kernel would, when the k-th item is scraped.
KILLER = """
    import os, signal
    from scrapy import signals

    class KillAfter:
        def __init__(self, count):
            self.left = count

        @classmethod
        def from_crawler(cls, crawler):
            extension = cls(crawler.settings.getint("KILL_AFTER"))
            crawler.signals.connect(extension.scraped, signals.item_scraped)
            return extension

        def scraped(self):
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.parametrize("k", [1, 2, 3, 8, 14, 20, 29, 38, 47, 53])
def test_killed_after_the_kth_line(k: int, crawl, feed_lines, tmp_path: Path):
    (tmp_path / "killer.py").write_text(textwrap.dedent(KILLER))
    data = tmp_path / "data"

    killed = crawl(
        "demo", data, "-s", 'EXTENSIONS={"killer.KillAfter": 1}', "-s", f"KILL_AFTER={k}", PYTHONPATH=str(tmp_path)
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    survived = b"".join(path.read_bytes() for path in data.glob("feeds/demo/*.jsonl"))
    assert survived.count(b"\n") >= k - 1

    finished = crawl("demo", data)
    assert finished.returncode == 0, finished.stderr
    lines = feed_lines(data)
    assert sorted(line["url"] for line in lines) == sorted(article["url"] for article in demo.truth())
    assert b"".join(path.read_bytes() for path in data.glob("feeds/demo/*.jsonl")).startswith(
        survived[: survived.rfind(b"\n") + 1]
    )
