"""The articles that a page calls previous and next, without the words that call them so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newscrawl.article.document import ArticlePage
from newscrawl.families.rules import ArticleRules
from newscrawl.html.elements import Element, text_of
from newscrawl.html.selectors import select
from newscrawl.items import Reference

_WHICH = r"(?:pr[ée]c[ée]dente?|suivante?|previous|prev|next|anterior|siguiente)"
_NAMED = (
    r"(?:(?:(?:lire|voir)\s+)?(?:l['’]\s?|la\s+|le\s+)?"
    r"(?:article|post|billet|actualité|publication|publicación|entrada)\s+"
    r"(?:pr[ée]c[ée]dente?|suivante?|anterior|siguiente)"
    r"|(?:previous|prev|next)\s+(?:article|post|story))"
)
_ARROWS = "←→⟵⟶➔‹›<>"
# A label may be glued to its headline ("Article précédentCrue à Namur"), but does not end inside a word.
_WHOLE = r"(?-i:(?![a-zß-öø-ÿœ]))"
_LABEL = re.compile(
    rf"[\s{_ARROWS}«»]*(?:{_NAMED}{_WHOLE}[\s:{_ARROWS}»–—-]*|{_WHICH}\s*[:{_ARROWS}»][\s:{_ARROWS}»]*)", re.IGNORECASE
)
# English titles have capitals throughout (Next Generation EU), so that an arrow before such a word shows nothing.
_AFTER_ARROW = re.compile(
    rf"\s*[{_ARROWS}]+\s*(?i:pr[ée]c[ée]dente?|suivante?|anterior|siguiente)\s+(?=[^\W_a-zß-öø-ÿœ]|[«\"“])"
)
_LABEL_ALONE = re.compile(rf"[\W_]*(?:{_NAMED}|{_WHICH})[\W_]*", re.IGNORECASE)


def neighbour(page: ArticlePage, layers: Sequence[ArticleRules], which: str) -> Reference | None:
    """The article that the page calls `previous` or `next`."""
    for rules in layers:
        for element in select(page, getattr(rules, which)):
            url = page.absolute(element.get("href"))
            title = _headline_of(element)
            if url and title:
                return Reference(url, title)
    return None


def without_label(text: str) -> str:
    """The headline of a neighbour without the words that call it previous or next.

    They are taken for such where a noun (`Article précédent`), a colon or an arrow shows it: a headline may itself
    begin with one (`Précédent dangereux pour la cour`).
    """
    label = _LABEL.match(text) or _AFTER_ARROW.match(text)
    return _without_arrows(text[label.end() :] if label else text) or text


def _headline_of(link: Element) -> str:
    """The text of a link without the elements at its beginning that hold a label only."""
    text = text_of(link)
    rest = text
    labels: set[Element] = set()
    for element in link.iterdescendants():
        if not isinstance(element.tag, str) or any(ancestor in labels for ancestor in element.iterancestors()):
            continue
        label = text_of(element)
        start = rest.lstrip(f" {_ARROWS}«»")
        if _LABEL_ALONE.fullmatch(label) and start.startswith(label.lstrip(f" {_ARROWS}«»")):
            labels.add(element)
            rest = start.removeprefix(label.lstrip(f" {_ARROWS}«»"))
    return without_label(rest.strip(" \u00a0:") or text)


def _without_arrows(text: str) -> str:
    """`text` without arrows around it; guillemets are arrows where they are no pair of quotation marks."""
    text = text.strip(f" \u00a0{_ARROWS}")
    if text.startswith("«") and text.count("«") > text.count("»"):
        text = text[1:]
    elif text.endswith("»") and text.count("»") > text.count("«"):
        text = text[:-1]
    return text.strip(f" \u00a0{_ARROWS}")
