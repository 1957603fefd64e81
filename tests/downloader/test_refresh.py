"""Pages that send their readers on: which of them are no page of their own."""

from __future__ import annotations

import pytest

from newscrawl.downloader.refresh import Refresh, read_refresh, refresh_of

HERE = "https://exemple.fr/actu/ici"
THERE = "https://exemple.fr/actu/la-bas"
NOTICE = "<body><p>Redirection en cours… <a href=/actu/la-bas>Continuer</a></p></body>"
ARTICLE = f"<body><h1>Un titre</h1>{'<p>Le conseil a adopté vendredi un plan de rénovation des ponts.</p>' * 20}</body>"


@pytest.mark.parametrize(
    ("stated", "delay", "url"),
    [
        ("0; url=/actu/la-bas", 0, THERE),
        ("0;URL='la-bas'", 0, THERE),
        (' 5 , Url = "la-bas" ', 5, THERE),
        ("0;la-bas", 0, THERE),
        ("0.5; url=la-bas", 0, THERE),
        ("3 https://autre.fr/x", 3, "https://autre.fr/x"),
        ("0; url=//autre.fr/x", 0, "https://autre.fr/x"),
    ],
)
def test_what_is_stated_is_read_as_browsers_do(stated: str, delay: int, url: str) -> None:
    assert read_refresh(stated, HERE) == Refresh(url, delay)


@pytest.mark.parametrize(
    "stated", ["300", "0", "", "0;", "0; url=", "url=/x", "0; url=javascript:alert(1)", "0; url=https://[x", "0url=/x"]
)
def test_what_leads_nowhere_is_left(stated: str) -> None:
    assert read_refresh(stated, HERE) is None


def sent_to(html: str, header: str | None = None) -> str | None:
    found = refresh_of(html.encode(), HERE, header=header, content_type="text/html; charset=utf-8", longest=10)
    return found.url if found else None


def meta(content: str, names: str = "http-equiv=refresh") -> str:
    return f'<meta {names} content="{content}">'


@pytest.mark.parametrize(
    "html",
    [
        f"<head>{meta('0; url=/actu/la-bas')}</head>{NOTICE}",
        f"<head>{meta('10; url=/actu/la-bas')}</head>{NOTICE}",
        f"<head>{meta('0; url=/actu/la-bas')}</head>{ARTICLE}",
        f"<head><noscript>{meta('0; url=/actu/la-bas')}</noscript></head>{NOTICE}",
        f"{NOTICE}<noscript>{meta('0; url=/actu/la-bas', 'HTTP-EQUIV = Refresh')}</noscript>",
        f"<head><base href=/actu/>{meta('0; url=la-bas')}</head>",
        f"<head><META content='1;url=/actu/la-bas' http-equiv='REFRESH' />{NOTICE}",
    ],
)
def test_a_page_that_only_leads_on_is_followed(html: str) -> None:
    assert sent_to(html) == THERE


BRIEF = f"<h1>Un incendie</h1><p>{'Une brève. ' * 30}</p>"


@pytest.mark.parametrize(
    "html",
    [
        f"<head>{meta('60; url=/actu/la-bas')}</head>{NOTICE}",
        f"<head>{meta('300')}</head>{ARTICLE}",
        f"<head>{meta('0; url=' + HERE)}</head>{ARTICLE}",
        f"<head>{meta('5; url=' + HERE + '/#direct')}</head>{NOTICE}",
        f"<head>{meta('5; url=/actu/la-bas')}</head>{ARTICLE}",
        f"<head><noscript>{meta('0; url=/sans-script')}</noscript></head>{ARTICLE}",
        f"<head><noscript>{meta('0; url=/sans-script')}</noscript></head>{BRIEF}",
        f"<head><!-- {meta('0; url=/x')} --></head>{NOTICE}",
        f"<head><script>document.write('{meta('0; url=/x')}')</script></head>{NOTICE}",
        f"<head><template>{meta('0; url=/x')}</template></head>{NOTICE}",
        f"<head>{meta('0; url=javascript:fermer()')}</head>{NOTICE}",
        "",
    ],
)
def test_a_page_to_be_read_is_not_left(html: str) -> None:
    assert sent_to(html) is None


def test_the_header_says_the_same() -> None:
    assert sent_to(NOTICE, "0; url=/actu/la-bas") == THERE
    assert sent_to("", "0; url=/actu/la-bas") == THERE
    assert sent_to(ARTICLE, "5; url=/actu/la-bas") is None
    assert sent_to(ARTICLE, "300") is None


def test_a_text_is_looked_for_once_however_often_a_page_sends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def text_of(root: object) -> int:
        asked.append(root)
        return 5_000

    monkeypatch.setattr("newscrawl.downloader.refresh._text_of", text_of)
    assert sent_to(f"<head>{meta('5; url=/actu/la-bas') * 50}</head>{ARTICLE}") is None
    assert len(asked) == 1
