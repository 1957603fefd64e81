"""A command of newscrawl at another time: `python -m benchmarks.cron.at 2027-03-10T12:07:00+00:00 crawl section …`."""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta

from newscrawl import clock
from newscrawl.__main__ import main as newscrawl

_PAGE = """<html lang="fr"><head><title>Un pont rouvre à Namur</title></head><body class="single-post">
<article class="post hentry"><h1 class="entry-title">Un pont rouvre à Namur</h1><div class="entry-content">
<p>BRUXELLES, le 10 février (EUROPE PRESS) – Le pont a rouvert mardi matin, après six mois de travaux, devant des
riverains ravis de ne plus attendre.</p>
<p>La circulation y reste limitée à trente kilomètres à l’heure, a précisé la commune dans un communiqué.</p>
</div></article></body></html>"""
"""Understanding it loads what understanding any page needs: gazetteer, models of languages."""


def run(moment: datetime, words: list[str], *, largest_file: int | None = None) -> None:
    """Runs the command as if it were `moment`, from which on time goes its way; ends with `SystemExit`.

    With `largest_file`, in bytes, a write beyond it fails as on a full disk: in the middle of a line.
    """
    begun = time.monotonic()
    clock.now = lambda: moment + timedelta(seconds=time.monotonic() - begun)
    if largest_file is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    newscrawl(words)


def preload() -> None:
    """Imports and loads what a run needs, so that processes split off from this one begin at once.

    Raises `RuntimeError` where that installed Twisted's reactor, which each run makes for itself.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads do not come along when a process splits off
    import scrapy.commands.crawl  # noqa: F401, PLC0415
    from scrapy.utils.misc import load_object  # noqa: PLC0415
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415

    import newscrawl.reporting.prometheus  # noqa: F401, PLC0415
    from newscrawl import extract_article  # noqa: PLC0415
    from newscrawl.spiders import section  # noqa: F401, PLC0415

    settings = get_project_settings()
    for name in settings:
        if name.endswith(("_MIDDLEWARES", "_MIDDLEWARES_BASE", "EXTENSIONS", "EXTENSIONS_BASE", "_PIPELINES")):
            for path, order in settings.getdict(name).items():
                if order is not None:
                    load_object(path)
    extract_article(_PAGE, "https://exemple.invalid/un-pont-rouvre/", reference=datetime.now(UTC))
    if "twisted.internet.reactor" in sys.modules:
        raise RuntimeError("the reactor was installed by an import")


if __name__ == "__main__":
    run(datetime.fromisoformat(sys.argv[1]), sys.argv[2:])
