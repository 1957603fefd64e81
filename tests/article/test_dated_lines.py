"""Times as the lines near a headline tell them: the publication, the last change, and what is neither."""

from __future__ import annotations

import pytest

from newscrawl import Hint, extract_article
from tests.article.invented import URL, json_ld, page, read

PUBLISHED, CHANGED = "2026-03-12T18:30:00+01:00", "2026-03-16T09:05:00+01:00"
SHOWN, LATER = "12 mars 2026 à 18 h 30", "16 mars 2026 à 9 h 05"


def times(under: str = "", head: str = "", below: str = "") -> tuple[str | None, str | None]:
    article = read(page(under=under, head=head, below=below))
    return article.published_at, article.modified_at


@pytest.mark.parametrize(
    "under",
    [
        f"<p>Publié le {SHOWN} – Mis à jour le {LATER}</p>",
        f"<p>Mis à jour le {LATER} • Publié le {SHOWN}</p>",
        f"<p>Publié le</p><p>{SHOWN}</p><p>Mis à jour le</p><p>{LATER}</p>",
        f"<p>Mis à jour le</p><p>{LATER}</p><p>Publié le</p><p>{SHOWN}</p>",
        f'<p>Publié : <time datetime="{PUBLISHED}">jeudi</time>, modifié : <time datetime="{CHANGED}">lundi</time></p>',
        f'<p>Modifié : <time datetime="{CHANGED}">lundi</time>, publié : <time datetime="{PUBLISHED}">jeudi</time></p>',
        f'<p><time class=published datetime="{PUBLISHED}">1</time> <time class=updated datetime="{CHANGED}">2</time>',
        f'<p>Mis à jour le <time datetime="{CHANGED}">{LATER}</time> – Publié le {SHOWN}</p>',
        f'<p><abbr class=published title="{PUBLISHED}">1</abbr> <abbr class=modified title="{CHANGED}">2</abbr></p>',
    ],
)
def test_publication_and_change(under: str) -> None:
    assert times(under) == (PUBLISHED, CHANGED)


@pytest.mark.parametrize(
    ("under", "published"),
    [
        (f'<time class=updated datetime="{PUBLISHED}">12 mars</time>', PUBLISHED),
        ('<span data-timestamp="1773336600">12 mars</span>', "2026-03-12T17:30:00+00:00"),
        (f"<p>{SHOWN} Afi Mensah Société Commentaires fermés</p>", PUBLISHED),
        (f"<p>par Afi Mensah, Jean Le Goff et Zoé Durand, à Lomé | {SHOWN} | Société | 0 commentaire</p>", PUBLISHED),
        ("<p>12/03/2026 06:30 PM</p>", PUBLISHED),
        (f"<p>{SHOWN} (heure de Montréal)</p>", "2026-03-12T18:30:00-04:00"),
        (f"<p>{SHOWN} heure de Paris</p>", PUBLISHED),
    ],
)
def test_a_time_alone(under: str, published: str) -> None:
    assert times(under)[0] == published


@pytest.mark.parametrize(
    "under",
    [
        f"<h2>Le conseil avait adopté le {SHOWN} un premier plan pour ses ponts.</h2>",
        f"<div class=comments><p>Ibis, {SHOWN}</p></div>",
        f'<div class=comment><time datetime="{PUBLISHED}">12 mars</time></div>',
        f"<p>Mis à jour le {SHOWN}</p>",
        f"<p><a href='/autre/'>Un autre article de notre journal du jour</a> {SHOWN}</p>",
    ],
)
def test_what_is_no_publication(under: str) -> None:
    assert times(under)[0] is None


def test_an_update_stated_as_publication_gives_way_to_what_is_said_to_be_one() -> None:
    head = json_ld(datePublished=CHANGED, dateModified=CHANGED)
    assert times(f"<p>Publié le {SHOWN}</p>", head)[0] == PUBLISHED
    assert times("<p>Publié le 15 mars 2026</p>", head)[0] == CHANGED
    assert times(f"<p>{SHOWN}</p>", head)[0] == CHANGED


SHOWN_TIME = '<span class=posted-on><time class="entry-date published" datetime="{}">12 mars</time></span>'


def of_wordpress(shown: str, head: str, hint: Hint | None = None) -> str | None:
    document = page(head=head).replace(
        "<h1>", f"<article class=hentry>{SHOWN_TIME.format(shown)}<h1 class=entry-title>"
    )
    document = document.replace("<div class=texte>", '<div class="texte entry-content">')
    return extract_article(document, URL, hint=hint).published_at


def test_a_local_time_written_as_if_of_greenwich_is_put_right() -> None:
    local = "2026-03-12T18:30:00+00:00"
    for stated in ("2026-03-12T17:30:00Z", "2026-03-12T17:30:00+00:00", PUBLISHED):
        head = f'<meta property="article:published_time" content="{stated}">'
        assert of_wordpress(local, head) == PUBLISHED, stated
    assert of_wordpress(local, "", Hint(published="2026-03-12T17:30:12+00:00")) == PUBLISHED
    # Minutes that differ are those of two moments.
    head = '<meta property="article:published_time" content="2026-03-12T17:41:00Z">'
    assert of_wordpress(local, head) == local


def test_the_day_of_the_list_among_what_readers_are_told() -> None:
    document = page(under=f"<p>Publié le {SHOWN}</p>", head=json_ld(datePublished=CHANGED))
    assert extract_article(document, URL, timezone="Europe/Paris").published_at == CHANGED
    told = extract_article(document, URL, timezone="Europe/Paris", hint=Hint(published="2026-03-12"))
    assert told.published_at == PUBLISHED


def test_a_family_s_date_of_another_article_is_not_taken() -> None:
    link = "<a href='/autre/'>Un autre article de notre journal du jour</a>"
    document = page(below=f"<div class=breve><div class=date>16/03/2026 09:05</div>{link}</div>")
    document = document.replace("<h1>", "<h1 class=access>").replace("class=texte", 'class="access firstletter"')
    own = f"<div class=auteur>Afi le {SHOWN}</div>"
    assert read(document.replace("<div class=", f"{own}<div class=", 1)).published_at == PUBLISHED
