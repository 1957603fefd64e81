"""What looks like a credential is masked, and what only resembles one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import extract_article
from newscrawl.redaction import address_without_secrets, argument_without_secrets, for_log, without_secrets
from newscrawl.urls import article_id, canonical_url

KEY = "Zm9v0123456789abcdef"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("GET https://me:secret@site.example/a failed", "GET https://…@site.example/a failed"),
        ("https://site.example/a?page=2&api_key=secret&x=1", "https://site.example/a?page=2&api_key=…&x=1"),
        ("https://site.example/?token=secret#top", "https://site.example/?token=…#top"),
        ("https://site.example/?apiKey=s&userPassword=s", "https://site.example/?apiKey=…&userPassword=…"),
        (
            "https://s3.example/a?X-Amz-Signature=abc&X-Amz-Date=1",
            "https://s3.example/a?X-Amz-Signature=…&X-Amz-Date=1",
        ),
        (f"https://site.example/?sid={KEY}&key={KEY}", "https://site.example/?sid=…&key=…"),
        ("https://site.example/#access_token=secret", "https://site.example/#access_token=…"),
        ("//me:secret@site.example/", "//…@site.example/"),
        ("sent eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "sent …"),
        ("AKIAIOSFODNN7EXAMPLE", "…"),
        ("https://site.example/@author/key=1", "https://site.example/@author/key=1"),
        ("https://site.example/?author=3&session=2026&key=budget&code=75", None),
        ("write to me@site.example", None),
        ("tokens and passwords: a story", None),
    ],
)
def test_secrets_are_masked(text: str, masked: str | None) -> None:
    assert without_secrets(text) == (text if masked is None else masked)


def test_arguments_that_are_secret_by_name() -> None:
    assert argument_without_secrets("password", "geheim") == "…"
    assert argument_without_secrets("pages", "3") == "3"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://me:pw@site.example/a?b=1", "https://site.example/a?b=1"),
        ("https://site.example/a?token=x&b=1&sig=y", "https://site.example/a?b=1&sig=y"),
        ("https://site.example/a;jsessionid=12ab?b=1", "https://site.example/a?b=1"),
        ("https://site.example/spip.php?article12", "https://site.example/spip.php?article12"),
        ("https://[::1/?token=a", "https://[::1/?token=…"),
    ],
)
def test_addresses_stay_addresses(url: str, clean: str) -> None:
    assert address_without_secrets(url) == clean


def test_an_article_keeps_its_identity_whatever_token_it_was_fetched_with() -> None:
    first, second = (f"https://site.example/a?id=3&access_token={token}" for token in ("abc", "def"))
    assert canonical_url(first) == "https://site.example/a?id=3"
    assert article_id(first) == article_id(second)


def test_no_address_of_an_article_holds_one() -> None:
    page = (
        "<html><head><meta property='og:image' content='https://me:geheim@i.example/a.jpg?token=geheim'>"
        "<meta name='tdm-policy' content='https://p.example/?api_key=geheim'></head><body><article><h1>Un titre</h1>"
        f"<p>{'Un texte assez long. ' * 10}</p><p>Lire aussi : <a href='https://me:geheim@a.example/'>Un autre</a></p>"
        "</article></body></html>"
    )
    article = extract_article(page, "https://me:geheim@site.example/a?password=geheim&b=1")
    assert "geheim" not in repr(article)
    assert article.image == "https://i.example/a.jpg"
    assert article.fetched_url == "https://site.example/a?b=1"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert for_log("a\x1b[31mb\r\u202ec\u2028d\x9b\ud800") == r"a\x1b[31mb\r\u202ec\u2028d\x9b\ud800"
    assert for_log("two\n\tlines") == "two\n\tlines"


@given(st.text(max_size=200))
def test_any_text_is_masked_once_and_for_all(text: str) -> None:
    masked = without_secrets(text)
    assert without_secrets(masked) == masked
    assert isinstance(address_without_secrets(text), str)
