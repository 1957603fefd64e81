"""Canonical addresses and identities."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import urls
from newscrawl.urls import article_id, article_key, canonical_url, host_of, same_site


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("HTTPS://WWW.Example.org:443/Une/Page?utm_source=x&id=3#haut", "https://www.example.org/Une/Page?id=3"),
        ("http://example.org:8080", "http://example.org:8080/"),
        ("https://u:p@example.org/a", "https://example.org/a"),
        ("https://example.org/a/amp/", "https://example.org/a/"),
        ("https://example.org/a?xtor=RSS-1&fbclid=2", "https://example.org/a"),
        ("https://example.org/%c3%a9t%c3%a9/é?q=è é", "https://example.org/%c3%a9t%c3%a9/%C3%A9?q=%C3%A8%20%C3%A9"),
        ("https://example.org/%7Eun/%2Fdeux/100%", "https://example.org/%7Eun/%2Fdeux/100%25"),
        ("https://écho.example/", "https://xn--cho-9la.example/"),
        ("https://example.org/a?b=&a=1", "https://example.org/a?b=&a=1"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_canonical_url(address, expected):
    assert canonical_url(address) == expected


def test_canonical_url_resolves_against_a_base():
    assert canonical_url("../b/?utm_medium=rss", "https://example.org/a/c/") == "https://example.org/a/b/"


@pytest.mark.parametrize(
    "address", ["", "mailto:a@b.c", "javascript:void(0)", "/a", "file:///etc/passwd", "https://", "http://[::1"]
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(ValueError, match=r".+"):
        canonical_url(address)


@given(st.text(), st.text())
def test_canonical_url_is_stable_or_refuses(path, query):
    try:
        once = canonical_url(f"https://example.org/{path}?{query}")
    except ValueError:
        return
    assert canonical_url(once) == once
    assert once.isascii()


def test_one_article_has_one_identity():
    addresses = [
        "https://www.example.org/a/b/",
        "http://example.org/a/b",
        "https://example.org/a/b/?utm_campaign=x",
        "https://example.org/a/b/amp/",
        "https://example.org:443/a/b#commentaires",
        "https://example.org/%61/b",
    ]
    assert len({article_id(address) for address in addresses}) == 1
    assert article_id("https://example.org/%c3%a9?q=%c3%a9") == article_id("https://example.org/é?q=é")


def test_different_articles_have_different_identities():
    assert article_id("https://example.org/?p=1") != article_id("https://example.org/?p=2")
    assert article_id("https://example.org/a") != article_id("https://example.org/A")


def test_an_identity_is_for_ever():
    # A change of this value would give every article of every feed a second line.
    assert article_id("https://www.example.org/en-continu/titre/?utm_source=x") == "83a655b278cab56f6239353dc34bb796"


@given(
    st.from_regex(
        r"https?://(www\.|)(www\.|)[a-zA-Z0-9.-]{1,12}(:80|:443|)(/[\w.~%-]{0,6}){0,3}(/amp|/AMP|)/{0,2}(\?a=b|)\n?",
        fullmatch=True,
    )
)
def test_the_short_way_leads_to_the_same_identity(address):
    def key() -> str | None:
        try:
            return article_key(address)
        except ValueError:
            return None

    short = key()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_PLAIN", re.compile(r"(?!)"))
        assert short == key()


def test_hosts():
    assert host_of("https://www.Example.org:8443/a") == "example.org:8443"
    assert same_site("https://www.example.org/a", "http://example.org/b")
    assert not same_site("https://example.org/a", "https://autre.example.org/b")
