"""The manners and guards that a run has without anybody setting anything."""

from __future__ import annotations

import pytest
from scrapy.settings import Settings
from scrapy.utils.conf import build_component_list

EXPECTED = {
    "CONCURRENT_REQUESTS": 2,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
    "DOWNLOAD_DELAY": 1.0,
    "AUTOTHROTTLE_ENABLED": True,
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "newscrawl",
    "COOKIES_ENABLED": False,
    "METAREFRESH_MAXDELAY": 10,
    "REDIRECT_MAX_TIMES": 5,
    "DOWNLOAD_MAXSIZE": 10 * 1024 * 1024,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "TWISTED_REACTOR_ENABLED": True,
    "TWISTED_DNS_RESOLVER": "newscrawl.downloader.guard.resolver.GuardedResolver",
    "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": [],
}
ORDER = [
    "newscrawl.downloader.stopping.StoppingMiddleware",
    "newscrawl.downloader.robots.RobotsMiddleware",
    "newscrawl.downloader.robots.CrawlDelayMiddleware",
    "newscrawl.downloader.reservations.ReservationsMiddleware",
    "newscrawl.downloader.identity.IdentityMiddleware",
    "newscrawl.downloader.answers.AnswersMiddleware",
    "newscrawl.downloader.pauses.PausesMiddleware",
    "newscrawl.downloader.answers.RefreshMiddleware",
    "newscrawl.downloader.answers.CompressionMiddleware",
    "newscrawl.downloader.answers.RedirectsMiddleware",
    "newscrawl.downloader.guard.middleware.TrustedProxyMiddleware",
    "newscrawl.downloader.archive.ArchiveMiddleware",
    "newscrawl.downloader.guard.middleware.GuardMiddleware",
]
REPLACED = {
    "robotstxt.RobotsTxtMiddleware",
    "useragent.UserAgentMiddleware",
    "httpcompression.HttpCompressionMiddleware",
    "redirect.MetaRefreshMiddleware",
    "redirect.RedirectMiddleware",
    "httpproxy.HttpProxyMiddleware",
}


@pytest.fixture
def settings() -> Settings:
    settings = Settings()
    settings.setmodule("newscrawl.settings", priority="project")
    return settings


def test_a_run_is_polite_and_guarded_by_default(settings: Settings) -> None:
    assert {name: settings[name] for name in EXPECTED} == EXPECTED
    assert settings.getfloat("DOWNLOAD_TIMEOUT") <= 20
    assert settings.getint("RETRY_TIMES") <= 2


def test_only_the_web_is_spoken_and_by_the_handler_that_lets_go(settings: Settings) -> None:
    handlers = {scheme: path for scheme, path in dict(settings.getwithbase("DOWNLOAD_HANDLERS")).items() if path}
    assert handlers == dict.fromkeys(("http", "https"), "newscrawl.downloader.handlers.StoppableHandler")


def test_the_middlewares_stand_in_order(settings: Settings) -> None:
    listed = build_component_list(settings.get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES"))
    names = [path if isinstance(path, str) else f"{path.__module__}.{path.__qualname__}" for path in listed]
    assert [name for name in names if name.startswith("newscrawl.downloader.")] == ORDER
    assert not [name for name in names if name.removeprefix("scrapy.downloadermiddlewares.") in REPLACED]
    # Nothing may change where a request goes after the guard has looked at it.
    behind = names[names.index(ORDER[-1]) + 1 :]
    assert behind == []
