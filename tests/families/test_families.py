"""One invented story in the markup of each family: what belongs to it is found, and what surrounds it is left out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from newscrawl import families
from newscrawl.article import drop_furniture, extract, normalise
from newscrawl.article.document import read_page
from newscrawl.article.draft import Context, Draft, ParagraphKind
from newscrawl.families import FAMILIES, family_of, system_of

DATA = Path(__file__).resolve().parents[1] / "data" / "extraction"
URL = "https://fil.example/actualites/regions/412-pont-de-keta"
HEADLINE = "Le pont de Kéta rouvre après huit mois de travaux"
STANDFIRST = "Les habitants des deux rives n’ont plus à faire un détour de soixante kilomètres."
BEFORE = "La crue de mars avait isolé douze villages"
FIRST = (
    "Le pont de Kéta a rouvert jeudi matin à la circulation, huit mois après la crue qui avait emporté deux de ses "
    "piles."
)
SECOND = (
    "Les premiers camions sont passés à six heures, a constaté la direction des routes, qui attend trois mille "
    "véhicules par jour."
)
THIRD = (
    "Le chantier devait durer cinq mois ; les pluies d’août et le manque de ciment l’ont retardé, selon l’entreprise."
)
BODY = [
    (ParagraphKind.TEXT, FIRST),
    (ParagraphKind.TEXT, SECOND),
    (ParagraphKind.SUBHEADING, "Un chantier retardé"),
    (ParagraphKind.TEXT, THIRD),
]
STORIES = ("spip", "drupal_7", "drupal", "joomla", "k2", "jnews", "wmaker", "arc_xp", "arc_ipm", "rossel")
every_story = pytest.mark.parametrize("name", STORIES)


def story(name: str) -> Draft:
    document = (DATA / f"{name}.html").read_bytes()
    draft = extract(document, URL, context=Context(timezone="Africa/Lome", country="TG"))
    normalise(draft)
    drop_furniture(draft)
    return draft


@every_story
def test_a_page_is_recognised(name: str) -> None:
    family = family_of(read_page((DATA / f"{name}.html").read_bytes(), URL).classes)
    assert family is not None
    assert family.name == name


@every_story
def test_the_body_is_the_story_alone(name: str) -> None:
    draft = story(name)
    assert draft.article.method == "family"
    assert [(each.kind, each.text.replace("\u00a0", " ").replace("\u202f", " ")) for each in draft.paragraphs] == BODY


@every_story
def test_headline_date_author_and_section(name: str) -> None:
    article = story(name).article
    assert article.headline == HEADLINE
    assert article.published_at == "2026-11-26T10:41:00+00:00"
    assert article.published_precision in ("second", "minute")
    assert article.authors == ["Afi Mensah"]
    assert article.section == ([] if name == "rossel" else ["Actualités", "Régions"])


@pytest.mark.parametrize("name", [name for name in STORIES if name not in ("joomla", "k2")])
def test_the_standfirst_stands_apart(name: str) -> None:
    assert story(name).article.standfirst == STANDFIRST


@pytest.mark.parametrize("name", [name for name in STORIES if name not in ("rossel", "wmaker")])
def test_tags(name: str) -> None:
    assert story(name).article.tags == ["routes", "Kéta"]


@pytest.mark.parametrize("name", [name for name in STORIES if name != "rossel"])
def test_the_image(name: str) -> None:
    image = story(name).article.image
    assert image is not None
    assert image.startswith("https://fil.example/")


@pytest.mark.parametrize("name", ["joomla", "k2"])
def test_changes(name: str) -> None:
    assert story(name).article.modified_at == "2026-11-26T12:05:00+00:00"


@pytest.mark.parametrize("name", ["k2", "jnews"])
def test_the_article_before(name: str) -> None:
    previous = story(name).article.previous
    assert previous is not None
    assert previous.headline == BEFORE


@pytest.mark.parametrize("name", ["drupal", "k2", "jnews"])
def test_the_number_of_comments(name: str) -> None:
    assert story(name).article.comment_count == 4


def test_every_selector_of_every_family_is_one() -> None:
    for family in FAMILIES:
        assert family.rules.body
        family.rules.check()


def test_names_are_given_once() -> None:
    names = [family.name for family in FAMILIES]
    assert len(set(names)) == len(names)
    assert set(STORIES) <= set(names)


@pytest.mark.parametrize(
    ("classes", "name"),
    [
        ({"crayon", "article-texte-12", "entry-content", "hentry"}, "spip"),
        ({"crayon-plain", "entry-content", "hentry"}, "wordpress_classic"),
        ({"itemBody"}, None),
        ({"itemBody", "itemFullText", "item-page"}, "k2"),
        ({"td-post-content", "field--name-body"}, "tagdiv_classic"),
        (set(), None),
    ],
)
def test_what_tells_a_family(classes: set[str], name: str | None) -> None:
    family = family_of(classes)
    assert (family.name if family else None) == name


@pytest.mark.parametrize("holder", ["block-content", "node node--view-mode-teaser"])
def test_a_body_field_of_something_else_is_not_the_article(holder: str) -> None:
    other = "Une réclame assez longue pour passer pour un article, si l’on ne regardait que la classe de son champ."
    document = (
        f"<html><body><div class='{holder}'><div class='node__content'><div class='field field--name-body'>"
        f"<p>{other}</p></div></div></div>"
        f"<article><h1>Le pont de Kéta</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )
    draft = extract(document, URL, context=Context())
    assert draft.article.method == "generic"
    assert {FIRST, SECOND} <= {paragraph.text for paragraph in draft.paragraphs}


def test_every_file_of_a_system_is_found_by_itself() -> None:
    files = {path.stem for path in Path(families.__file__).parent.glob("*.py")} - {"__init__", "family", "rules"}
    stated = [each for name in sorted(files) for each in import_module(f"newscrawl.families.{name}").FAMILIES]
    assert sorted(family.name for family in FAMILIES) == sorted(family.name for family in stated)
    assert [family.order for family in FAMILIES] == sorted(family.order for family in stated)


@pytest.mark.parametrize(
    ("classes", "name"),
    [
        ({"td_module_wrap", "hentry"}, "tagdiv"),
        ({"wp-block-post", "hentry"}, "wordpress_block"),
        ({"post", "type-post"}, "wordpress_classic"),
        ({"views-row"}, "drupal"),
        ({"itemContainer"}, "joomla"),
        ({"jeg_post"}, "jnews"),
        ({"post"}, None),
    ],
)
def test_what_tells_the_items_of_a_list(classes: set[str], name: str | None) -> None:
    assert system_of(classes) == name
