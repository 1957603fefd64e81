"""Arguments of a crawl."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from newscrawl import clock
from newscrawl.crawl.arguments import HELP, ArchiveArguments, SectionArguments, SiteArguments, parse_arguments


def test_defaults():
    assert parse_arguments(SiteArguments, {}) == SiteArguments(pages=None, since=None, max_articles=None, sources=None)


def test_everything_given():
    given = {
        "url": "https://example.org/en-continu/",
        "pages": "7",
        "since": "2026-11-01",
        "max_articles": "50",
        "sources": "feed, rest",
        "country": "be",
        "timezone": "Europe/Brussels",
    }
    arguments = parse_arguments(SectionArguments, given)
    assert arguments.url == "https://example.org/en-continu/"
    assert (arguments.pages, arguments.since, arguments.max_articles) == (7, date(2026, 11, 1), 50)
    assert arguments.sources == ("feed", "rest")
    assert (arguments.country, arguments.timezone) == ("BE", "Europe/Brussels")


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({}, "missing argument url"),
        ({"url": "https://example.org/", "page": "3"}, "unknown argument page"),
        ({"url": "example.org"}, "not an http or https address"),
        ({"url": "file:///etc/passwd"}, "not an http or https address"),
        ({"url": "https://example.org/", "pages": "0"}, "whole number"),
        ({"url": "https://example.org/", "pages": "²"}, "whole number"),
        ({"url": "https://example.org/", "max_articles": "-1"}, "whole number"),
        ({"url": "https://example.org/", "sources": "feeds"}, "auto, or some of section"),
        ({"url": "https://example.org/", "sources": "feed,"}, "auto, or some of section"),
        ({"url": "https://example.org/", "since": "hier"}, "day such as"),
        ({"url": "https://example.org/", "country": "Belgique"}, "two-letter"),
        ({"url": "https://example.org/", "timezone": "Bruxelles"}, "time zone such as"),
        ({"url": "https://example.org/", "timezone": "../etc/passwd"}, "time zone such as"),
    ],
)
def test_malformed_arguments_are_refused_with_one_line(given, complaint):
    with pytest.raises(ValueError, match=complaint) as refusal:
        parse_arguments(SectionArguments, given)
    assert "\n" not in str(refusal.value)


def test_auto_stands_for_no_choice_of_sources():
    assert parse_arguments(SiteArguments, {"sources": "auto"}).sources is None


def test_nothing_is_read_back_to_a_day_that_is_to_come() -> None:
    with clock.at(datetime(2026, 11, 30, 12, tzinfo=UTC)):
        assert parse_arguments(SiteArguments, {"since": "2026-12-01"}).since == date(2026, 12, 1)  # in the Pacific
        with pytest.raises(ValueError, match="argument since='2026-12-02': lies in the future"):
            parse_arguments(SiteArguments, {"since": "2026-12-02"})


def test_every_argument_has_help() -> None:
    assert set(HELP) == {field.name for kind in (SectionArguments, ArchiveArguments) for field in fields(kind)}
