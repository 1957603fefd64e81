"""A run that is stopped while an article waits for its further page ends in order, and the next one reads it whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.crawl.driven import article, section
from tests.local_site import Answer, LocalSite

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "https://vallee.example"
FIRST, SECOND = "/depeches/une-reunion-publique-1/", "/depeches/une-reunion-publique-1/2/"


def crawl(site: LocalSite, data: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "newscrawl", "crawl", "section", "-a", f"url={site.url('/depeches/')}"]
    settings = {
        "NEWSCRAWL_DATA_DIR": data,
        "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1",
        "NEWSCRAWL_ARCHIVE_ENABLED": 1,
        "NEWSCRAWL_SHUTDOWN_TIMEOUT": 4,
        "DOWNLOAD_DELAY": 0,
    }
    options = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    pipe = subprocess.PIPE
    return subprocess.Popen([*command, *options], cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True)


def stats(data: Path) -> dict[str, Any]:
    return dict(json.loads(max(data.glob("runs/*/*.json")).read_text())["stats"])


def served(site: LocalSite, page: Any) -> Answer:
    return Answer(page.text.replace(ORIGIN, site.url("")).encode())


def test_a_stop_leaves_an_article_that_waits_for_its_further_page_to_the_next_run(
    serve: Callable[..., LocalSite], tmp_path: Path
) -> None:
    site = serve()
    first = article(
        1,
        text="La première page raconte toute la soirée, du mot de bienvenue du maire au vote final.",
        following=ORIGIN + SECOND,
    )
    second = served(
        site,
        article(1, text="La seconde donne le résultat du vote, qui n’a été connu que peu avant minuit jeudi soir."),
    )
    site.pages["/depeches/"] = served(site, section(1))
    site.pages[FIRST] = served(site, first)
    waiting = threading.Event()

    def hang() -> Answer:
        waiting.set()
        return Answer(hang=60)

    site.pages[SECOND] = hang
    run = crawl(site, tmp_path)
    assert waiting.wait(60), "the crawl did not get so far"
    begun = time.monotonic()
    run.send_signal(signal.SIGTERM)
    _, log = run.communicate(timeout=60)
    assert time.monotonic() - begun < 10
    assert "Traceback" not in log
    found = stats(tmp_path)
    assert found["finish_reason"] == "shutdown"
    assert found["newscrawl/pages/parts"] == 1
    assert not {"newscrawl/errors", "spider_exceptions/count", "newscrawl/feed/written"} & set(found)
    assert not any("failed" in fact or "dropped" in fact for fact in found)

    site.pages[SECOND] = second
    again = crawl(site, tmp_path)
    again.communicate(timeout=60)
    assert again.returncode == 0
    (line,) = [json.loads(text) for path in tmp_path.glob("feeds/*/*.jsonl") for text in path.read_text().splitlines()]
    assert line["body"].split("\n\n")[1].startswith("La seconde")
    assert line["problems"] == []
