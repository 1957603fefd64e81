"""Canonical addresses and identities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        (
            "https://example.org/a?source=rss&source=monde&from=RSS&from=12",
            "https://example.org/a?source=monde&from=12",
        ),
        ("https://example.org/a?id=3&amp;utm_source=x&amp;b=1", "https://example.org/a?id=3&b=1"),
        ("https://example.org/a;jsessionid=0A1B?PHPSESSID=2&outputType=amp", "https://example.org/a"),
        ("https://example.org/a?outputType=xml&share=1", "https://example.org/a?outputType=xml&share=1"),
        ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a/amp/?usqp=mq", "https://www.example.org/a/"),
        ("https://www.google.fr/amp/s/example.org/a", "https://example.org/a"),
        ("https://m.example.org/amp/a", "https://m.example.org/amp/a"),
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


@given(st.text("aAmp/.-~é%0;:", max_size=12), st.sampled_from(["", "www.", "amp.", "m..", "-", "x" * 64 + "."]))
def test_a_fragment_changes_nothing(path, host):
    def read(address: str) -> str | None:
        try:
            return canonical_url(address)
        except ValueError:
            return None

    assert read(f"https://{host}example.org/{path}") == read(f"https://{host}example.org/{path}#")


SLUGS = st.text("abcdefghij0123456789éà-", min_size=1, max_size=20).filter(
    lambda slug: not slug.endswith(("-", "-amp"))
)
FORMS = (
    "https://www.example.org/{}",
    "http://example.org/{}/",
    "https://m.example.org/{}",
    "https://mobile.example.org//{}//",
    "https://amp.example.org/{}?amp",
    "https://example.org/{}/amp/",
    "https://example.org/amp/{}",
    "https://example.org/{}?outputType=amp",
    "https://example.org/{}/index.html",
    "https://example.org/{}#xtor=RSS-12-[fil]",
    "https://example.org/{}?source=rss&amp;utm_medium=feed",
    "https://example.org/{};jsessionid=12AF",
    "https://example-org.cdn.ampproject.org/c/s/example.org/{}",
)


@given(SLUGS, SLUGS)
def test_all_forms_of_an_address_have_one_key(section, slug):
    assert len({article_key(form.format(f"{section}/{slug}")) for form in FORMS}) == 1
    assert len({article_key(form.format(f"{section}/{slug}.html")) for form in FORMS}) == 1
    assert article_key(f"https://example.org/{section}/{slug}-amp.html") == article_key(
        f"https://example.org/{section}/{slug}.html"
    )
    assert article_key(f"https://example.org/{section}-amp/{slug}") == article_key(
        f"https://example.org/{section}/{slug}"
    )


@given(SLUGS, SLUGS)
def test_different_slugs_have_different_keys(one, other):
    assert (article_key(f"https://example.org/x/{one}") == article_key(f"https://example.org/x/{other}")) == (
        one == other
    )


@given(st.text(), st.text())
def test_any_address_has_a_key_or_is_refused(path, query):
    try:
        key = article_key(f"https://m.example.org/{path}?{query}")
    except ValueError:
        return
    assert key.startswith("example.org")
    assert article_key(f"https://m.example.org/{path}?{query}") == article_key(
        canonical_url(f"https://m.example.org/{path}?{query}")
    )


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


def test_hosts():
    assert host_of("https://www.Example.org:8443/a") == "example.org:8443"
    assert same_site("https://www.example.org/a", "http://example.org/b")
    assert same_site("https://m.example.org/a", "https://www.example.org/b")
    assert same_site("https://amp.example.org:8443/a", "https://mobile.example.org:8443/b")
    assert not same_site("https://example.org/a", "https://autre.example.org/b")
    assert not same_site("https://m.org/a", "https://org/b")
