from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article import extract, extract_plain
from newscrawl.article.draft import Context
from newscrawl.article.fields import read_count

LEAD = "La Meuse a débordé jeudi à Namur, où cent vingt foyers ont été évacués dans la nuit, selon les secours."


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("(3)", 3),
        ("3 commentaires", 3),
        ("(3) commentaires", 3),
        ("1 234 commentaires", 1234),
        ("1\u00a0234 commentaires", 1234),
        ("1\u202f234\u00a0commentaires", 1234),
        ("1,234 Comments", 1234),
        ("1 234", 1234),
        ("2 commentaires sur « Les 10 travaux »", 2),
        ("3 réflexions au sujet de « Budget 2027 »", 3),
        ("4 réponses à “2027, année zéro”", 4),
        ("2 thoughts on “Budget 2027”", 2),
        ("1 Reply", 1),
        ("Un commentaire", 1),
        ("Une réflexion sur « Budget 2027 »", 1),
        ("Une réponse à « Budget 2027 »", 1),
        ("One thought on “Budget 2027”", 1),
        ("Aucun commentaire", 0),
        ("Aucune réponse à « Budget 2027 »", 0),
        ("Pas encore de commentaires sur Les 10 travaux", 0),
        ("No comments", 0),
        ("Commentaires fermés sur Grève du 24 novembre", None),
        ("Laisser un commentaire sur Les 10 travaux", None),
        ("Commentaires sur « Budget 2027 »", None),
        ("10 travaux pour Hercule", None),
        ("24 novembre : la grève", None),
        ("12 avisos", None),
        ("3,5 commentaires", None),
        ("-3", None),
        ("Une grève en 2027", None),
        ("", None),
    ],
)
def test_counts(text: str, count: int | None) -> None:
    assert read_count(text) == count


@given(st.integers(min_value=0, max_value=9_999_999), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_any_whole_number(number: int, space: str) -> None:
    assert read_count(f"{number:,}".replace(",", space)) == number


@given(st.text(max_size=80))
def test_any_text_is_no_error(text: str) -> None:
    read_count(text)


@pytest.mark.parametrize(
    ("title", "count"), [("Une réflexion sur « Budget 2027 »", 1), ("Laisser un commentaire sur Les 10 travaux", None)]
)
def test_the_title_over_the_comments(title: str, count: int | None) -> None:
    document = (
        f'<html><body><article class="hentry"><h1 class="entry-title">Crue à Namur</h1><div class="entry-content">'
        f'<p>{LEAD}</p></div></article><h2 class="comments-title">{title}</h2></body></html>'
    )
    assert extract(document, "https://exemple.invalid/a/", context=Context()).article.comment_count == count


def test_a_count_in_plain_text() -> None:
    text = f"Crue à Namur\n1\u202f234 commentaires\n\n{LEAD}"
    assert extract_plain(text, None, context=Context()).article.comment_count == 1234
