"""The stage `furniture`: what stands among the paragraphs and is not the article.

Words alone never decide.  A block goes when its wording, its links and its place agree: worded like furniture from end
to end and short, or announced by a label and linked, or announced by a label with a separator and shaped like a
headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from newscrawl.article.draft import Draft, Paragraph, ParagraphKind
from newscrawl.article.endings import LABEL, LINE, SHORT, appeals, drop_ending
from newscrawl.article.vocabulary import (
    ADDRESSED,
    ATTRIBUTED,
    BYLINE,
    CONTENTS_LABEL,
    CREDITS,
    DETOUR,
    DETOUR_END,
    FINITE,
    LIST_LABEL,
    MENTION,
    OF_IMAGE,
    OF_PAGE,
    PAYWALL,
    RELATED_LABEL,
    SEPARATOR,
    is_furniture,
    tells_times,
)
from newscrawl.items import Reference
from newscrawl.text import clean, fold, fold_in_place
from newscrawl.urls import same_site

_HEADLINE = 300
"""Characters up to which a text behind a label can be a headline."""
_LINKED = 0.6
"""Share of a block's characters in links from which it is a pointer elsewhere rather than a sentence with a link."""
_WHOLLY = 0.95
"""Share of a block's characters in one link from which it is nothing else."""
_SHORTEST_HEADLINE = 35
"""Characters from which a link that stands alone is a headline."""
_JOINTS = 3
"""Words between links and behind them from which they are parts of a sentence."""
_BOX = 12
"""Blocks up to which a list of articles may close a text, and a detour that readers may skip runs."""
_QUOTES = "«\"“‹'‘"
_KINDS = 3
"""Kinds of words of an appeal that meet in no short block of an article."""
_EDGE = 3
"""Blocks at either end of the text where furniture gathers."""
_WORD = re.compile(r"\w+")
_ORNAMENT = re.compile(r"^(?:[\s>→►▶➡•*»-]|\[[^\[\]]{2,25}\])+")
"""Arrows, dots and a kind in brackets (`[PORTRAIT]`) before a link that stands alone."""
_INLINE = re.compile(
    r"[.!?…»\"”)]\s+[\[(►▶➡→>*•🔴🔵-]*\s?(?=[ÀAaà]?\s?(?:[LlRr]ire|LIRE|RELIRE|[Vv]oir|VOIR|[Ll]isez|[Ss]ur le même)\b)"
)

# Where markup, and no space, parts a label from the headline: `À lire aussiTempête Ciaran`.
_GLUED = re.compile(r"(?<=[a-zé])(?=[A-ZÀÂÉÈÊÎÔÛÇ«\"“])")


@dataclass(frozen=True, slots=True)
class Label:
    """A label that opens a block, and what follows it."""

    rest: str
    separated: bool
    weak: bool


def drop_furniture(draft: Draft) -> None:
    """Takes furniture out of `draft.paragraphs`; links announced as "Lire aussi" go to `article.related`.

    A line at the end that says the rest is for subscribers makes the article `paywalled`, where the page itself does
    not say whether it is.
    """
    paragraphs = _without_detours(_without_repetition(draft))
    kept = _sifted(draft, paragraphs)
    while kept and (kept[-1].kind is ParagraphKind.SUBHEADING or _signs(draft, kept[-1], edge=True)):
        # A heading with nothing under it headed what has been taken out.
        kept.pop()
    if draft.article.paywalled is None and _ends_in_wall(paragraphs, kept):
        draft.article.paywalled = True
    draft.paragraphs = kept
    drop_ending(draft, paragraphs)
    draft.paragraphs[-_EDGE:] = [each for each in draft.paragraphs[-_EDGE:] if not _signs(draft, each, edge=True)]


def _sifted(draft: Draft, paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs that are the article's; what others name is noted as related."""
    kept: list[Paragraph] = []
    announced = listed = False
    for index, paragraph in enumerate(paragraphs):
        label = read_label(paragraph.text)
        following = paragraphs[index + 1 :]
        if paragraph.kind is ParagraphKind.RELATED:
            _refer(draft, _named_by(paragraph, label))
            announced = announced and listed
        elif label is not None and label.rest == "" and index * 2 > len(paragraphs) and _is_list_of_articles(following):
            _refer(draft, [link for pointer in following for link in pointer.links[:1]])
            break
        elif label is not None and label.rest == "" and _announces(label, following):
            announced, listed = True, False
        elif label is not None and label.rest == "" and not label.weak:
            announced = False
        elif _heads_list(paragraph, following):
            announced = listed = True
        elif label is not None and _points_elsewhere(paragraph, label):
            _refer(draft, _named_by(paragraph, label))
        elif announced and _is_pointer(paragraph, listed=listed):
            _refer(draft, _named_by(paragraph, None))
            announced = listed = bool(paragraph.links)
        else:
            announced = False
            if _is_text(draft, paragraph, edge=index < _EDGE or len(following) < _EDGE):
                _cut_inline(draft, paragraph)
                kept.append(paragraph)
    return kept


def _ends_in_wall(paragraphs: list[Paragraph], kept: list[Paragraph]) -> bool:
    """Whether a line about subscriptions was taken out behind the last paragraph that was kept."""
    for paragraph in reversed(paragraphs):
        if kept and paragraph is kept[-1]:
            return False
        if PAYWALL.match(fold(paragraph.text)):
            return True
    return False


def _without_repetition(draft: Draft) -> list[Paragraph]:
    """The paragraphs without the headline, without a table of their own subheadings and without pulled quotations."""
    folded = [fold(paragraph.text) for paragraph in draft.paragraphs]
    headline = fold(draft.article.headline or "")
    headings = {
        text
        for text, paragraph in zip(folded, draft.paragraphs, strict=True)
        if paragraph.kind is ParagraphKind.SUBHEADING
    }
    whole = "\n".join(folded)
    kept: list[Paragraph] = []
    for text, paragraph in zip(folded, draft.paragraphs, strict=True):
        repeated_heading = paragraph.kind is ParagraphKind.LIST_ITEM and text in headings
        if repeated_heading and kept and CONTENTS_LABEL.fullmatch(fold(kept[-1].text)):
            kept.pop()
        if repeated_heading or text == headline or _is_pulled(text, whole, paragraph):
            continue
        kept.append(paragraph)
    return kept


def _without_detours(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs without what lines for screen readers enclose: `Ignorer X et continuer la lecture`, `Fin de X`."""
    kept: list[Paragraph] = []
    resumed = 0
    for index, paragraph in enumerate(paragraphs):
        if index >= resumed and _matches(DETOUR, paragraph):
            ends = range(index + 1, min(index + _BOX, len(paragraphs)))
            rest = len(paragraphs) if len(paragraphs) - index <= _BOX // 2 else index
            resumed = next((end + 1 for end in ends if _matches(DETOUR_END, paragraphs[end])), rest)
        if index >= resumed:
            kept.append(paragraph)
    return kept


def _matches(pattern: re.Pattern[str], paragraph: Paragraph) -> bool:
    return len(paragraph.text) <= LINE and pattern.fullmatch(fold(paragraph.text)) is not None


def _is_pulled(text: str, whole: str, paragraph: Paragraph) -> bool:
    """Whether a quotation stands a second time, inside a longer paragraph: set apart to catch the eye."""
    if paragraph.kind is not ParagraphKind.TEXT or not 30 <= len(text) <= 400:
        return False
    bare = text.strip(' "\u00a0.')
    return (
        paragraph.text.strip()[:1] in _QUOTES
        and whole.count(bare) > 1
        and bare not in whole.replace(text, "", 1).split("\n")
    )


def _heads_list(paragraph: Paragraph, following: list[Paragraph]) -> bool:
    """Whether a line like "Les plus lus" heads links, two of them at least."""
    if len(paragraph.text) > LABEL or not LIST_LABEL.fullmatch(fold(paragraph.text)):
        return False
    return len(following) >= 2 and all(linked_share(pointer) >= _LINKED for pointer in following[:2])


def _is_text(draft: Draft, paragraph: Paragraph, *, edge: bool) -> bool:
    """Whether a block that no label announces belongs to the article; one that names another is noted."""
    if _is_headline_elsewhere(draft, paragraph):
        _refer(draft, _named_by(paragraph, None))
        return False
    return not _is_furniture(paragraph, edge=edge) and not _signs(draft, paragraph, edge=edge)


def _is_headline_elsewhere(draft: Draft, paragraph: Paragraph) -> bool:
    """Whether a block is nothing but a link to another page of the site, as long as a headline."""
    if paragraph.kind is ParagraphKind.SUBHEADING or len(paragraph.links) != 1:
        return False
    link, text = paragraph.links[0], paragraph.text
    if not _SHORTEST_HEADLINE <= len(text) <= SHORT or text.endswith((".", ":")):
        return False
    if len(link.headline) < _WHOLLY * len(_ORNAMENT.sub("", text)):
        return False
    return link.url is not None and same_site(link.url, draft.article.url) and link.url != draft.article.url


def _is_list_of_articles(paragraphs: list[Paragraph]) -> bool:
    """Whether what follows a label to the end names articles, one or more lines each: most begin with or are a link."""
    pointing = sum(bool(part.links) and _opens_with_link(part) for part in paragraphs)
    return 0 < len(paragraphs) <= _BOX and pointing * 3 >= len(paragraphs) * 2


def _opens_with_link(paragraph: Paragraph) -> bool:
    """Whether the first link stands at the beginning of a block, or behind a title and a colon."""
    before, _, _ = paragraph.text.partition(paragraph.links[0].headline)
    return len(before) <= LABEL and (not before.strip() or before.rstrip().endswith((":", "-", "–", "•", ">")))


def _signs(draft: Draft, paragraph: Paragraph, *, edge: bool) -> bool:
    """Whether a short line at an edge holds the author's name and little else."""
    text = paragraph.text
    if not edge or len(text) > 120 or paragraph.kind is ParagraphKind.SUBHEADING:
        return False
    folded = fold(text)
    names = [fold(name) for name in draft.article.authors]
    rest = folded
    for name in names:
        rest = rest.replace(name, " ")
    if rest != folded and len(re.sub(r"\W+", "", rest)) <= 30 and not text.endswith((".", "!", "?")):
        return True
    signed = BYLINE.fullmatch(folded)
    return signed is not None and (rest != folded or folded == fold(draft.byline or ""))


def linked_share(paragraph: Paragraph) -> float:
    """The share of a block's characters that is in links."""
    length = len(paragraph.text.strip())
    return min(1.0, sum(len(link.headline) for link in paragraph.links) / length) if length else 0.0


def read_label(text: str) -> Label | None:
    """The label that opens `text`, or nothing: `Lire aussi : Un envoyé…`."""
    head = text[:LINE]
    folded = fold_in_place(head)
    glued = _GLUED.search(head)
    found = RELATED_LABEL.fullmatch(folded, 0, glued.start()) if glued else None
    found = found or RELATED_LABEL.match(folded)
    if found is None:
        return None
    separator = SEPARATOR.match(folded, found.end())
    rest = text[separator.end() if separator else found.end() :]
    return Label(rest=rest.strip(" \u00a0:>|–-*"), separated=separator is not None, weak=found["weak"] is not None)


def _announces(label: Label, following: list[Paragraph]) -> bool:
    """Whether a label alone in its block heads a list of links, rather than being a subheading of the article."""
    if not following or linked_share(following[0]) >= _LINKED:
        return True
    if label.weak or following[0].links:
        return False
    # Where links were lost, a line shaped like a headline has to do.
    shaped = len(following[0].text) <= _HEADLINE and not following[0].text.endswith((".", "!", "»", ":"))
    return shaped or (label.separated and len(following[0].text) <= SHORT)


def _points_elsewhere(paragraph: Paragraph, label: Label) -> bool:
    if len(label.rest) > _HEADLINE and linked_share(paragraph) < _LINKED:
        return False
    if label.weak and not label.separated and _is_woven(paragraph):
        return False
    if paragraph.links:
        linked = sum(len(link.headline) for link in paragraph.links)
        return linked >= _LINKED * len(label.rest)
    return label.separated and not label.weak and bool(label.rest)


def _is_woven(paragraph: Paragraph) -> bool:
    """Whether links are parts of a sentence: words stand between them or behind the last, and it ends."""
    if not paragraph.text.endswith("."):
        return False
    around = [paragraph.text]
    for link in paragraph.links:
        before, _, behind = around.pop().partition(link.headline)
        around += (before, behind)
    return sum(len(_WORD.findall(piece)) for piece in around[1:]) >= _JOINTS


def _is_pointer(paragraph: Paragraph, *, listed: bool) -> bool:
    """Whether a block under a label, or under links below one, is another of the links it announces."""
    if paragraph.links or listed:
        return linked_share(paragraph) >= _LINKED
    return paragraph.kind is not ParagraphKind.SUBHEADING and len(paragraph.text) <= _HEADLINE


def _is_furniture(paragraph: Paragraph, *, edge: bool) -> bool:
    """Worded like furniture, and in its place or linked or too short to say anything."""
    text = paragraph.text
    if len(text) > SHORT:
        return False
    folded = fold(text)
    if edge and paragraph.kind is not ParagraphKind.SUBHEADING and tells_times(folded):
        return True
    if not is_furniture(folded) and not PAYWALL.match(folded):
        return appeals(folded, _KINDS)
    if _is_sentence(paragraph, folded):
        return False
    if len(text) > 90 and text.endswith(".") and not ADDRESSED.search(folded) and not CREDITS.fullmatch(folded):
        return False
    return edge or linked_share(paragraph) >= 0.3 or len(text) <= 90


def _is_sentence(paragraph: Paragraph, folded: str) -> bool:
    """Whether a block worded like furniture is a sentence of a text: it speaks neither to readers nor of its page."""
    if not paragraph.text.endswith((".", "?", "!")) or paragraph.links:
        return False
    if ATTRIBUTED.search(folded):
        return True
    if ADDRESSED.search(folded) or OF_PAGE.search(folded) or (CREDITS.fullmatch(folded) and OF_IMAGE.search(folded)):
        return False
    return MENTION.fullmatch(folded) is not None or FINITE.search(paragraph.text.lower()) is not None


def _named_by(paragraph: Paragraph, label: Label | None) -> list[Reference]:
    """The articles that a block names: its links, or its text where it has none."""
    references = []
    for link in paragraph.links:
        inner = read_label(link.headline)
        headline = inner.rest if inner is not None and (inner.separated or not inner.weak) else link.headline
        if headline:
            references.append(Reference(link.url, clean(headline)))
    if references or paragraph.links:
        return references
    text = label.rest if label is not None else paragraph.text
    return [Reference(None, clean(text))] if text else []


def _refer(draft: Draft, references: list[Reference]) -> None:
    known = {(reference.url, fold(reference.headline)) for reference in draft.article.related}
    for reference in references:
        key = (reference.url, fold(reference.headline))
        if key not in known:
            known.add(key)
            draft.article.related.append(reference)


def _cut_inline(draft: Draft, paragraph: Paragraph) -> None:
    """A pointer that shares its block with a sentence: `… a-t-il dit. Lire aussi : Un envoyé…`."""
    for boundary in _INLINE.finditer(paragraph.text):
        tail = Paragraph(paragraph.text[boundary.end() :])
        label = read_label(tail.text)
        if label is None or label.weak or not label.rest:
            continue
        tail.links = tuple(link for link in paragraph.links if link.headline in tail.text)
        if not label.separated and tail.links and _is_woven(tail):
            continue
        if not _points_elsewhere(tail, label) or (not tail.links and len(label.rest) > SHORT):
            continue
        _refer(draft, _named_by(tail, Label(label.rest.rstrip("])"), label.separated, label.weak)))
        paragraph.text = paragraph.text[: boundary.end()].rstrip(" [(►▶➡→>*•🔴🔵-")
        paragraph.links = tuple(link for link in paragraph.links if link not in tail.links)
        return
