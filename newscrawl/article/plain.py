"""A page that was kept as text only, one block a line or one between blank lines."""

from __future__ import annotations

import hashlib
import re

from newscrawl.article.draft import Context, Draft, NotAnArticle, Paragraph, ParagraphKind
from newscrawl.article.fields import read_count
from newscrawl.article.hashing import content_hash
from newscrawl.article.moments import DATE_IMPLAUSIBLE, Clock, read_written
from newscrawl.article.people import SiteNames, names_of
from newscrawl.article.publication import place
from newscrawl.article.sections import HOME_WORDS, split_path
from newscrawl.dateline.credit_lines import credit_line
from newscrawl.items import Article, Reference
from newscrawl.text import clean, fold
from newscrawl.urls import article_id, canonical_url, host_of

_NEIGHBOUR = re.compile(
    r"^(?:article|post|billet)\s+(?P<which>précédent|precedent|suivant)(?-i:(?![a-zß-öø-ÿœ]))\s*:?\s*(?P<headline>.*)$",
    re.IGNORECASE,
)
_SHARED_LINE = re.compile(r"(?<=\S)\s*(?=Article (?:suivant|précédent))")
_COMMENTS = re.compile(
    r"\(?\d{1,5}\)?|(?:\d{1,5}|\d{1,3} \d{3}|aucun|un|pas de|no) (?:commentaires?|comments?|reponses?)"
)
_BYLINE = re.compile(r"^(?:par|by|de notre correspondante?)\s+\S.{1,80}$", re.IGNORECASE)
_DATED = re.compile(
    r"^(?:(?:publié|posté|mis en ligne|mis à jour|modifié|le)\b.{0,20})?.{0,30}\d{4}.{0,40}$", re.IGNORECASE
)
_MAX_DATED = 90
_SENTENCE_END = (".", "!", "?", "…", ":", "»", '"', "”", ")")
_WRAPPED = (50, 110)
"""Widths between which a text file is wrapped."""


def extract_plain(text: str, url: str | None, *, context: Context) -> Draft:
    """The article in the text of a page.

    Without `url` its identity is `urn:sha256:` and the hash of its words, so that the same text is the same article.
    Raises `NotAnArticle("empty")` where the text holds nothing, `ValueError` if `url` is no http(s) address.
    """
    blocks = blocks_in(text)
    if not blocks:
        raise NotAnArticle("empty", url or "")
    article = _identity(blocks, url)
    draft = Draft(article=article, context=context)
    rest = _read_head(draft, blocks, Clock.of(context, host_of(url) if url else ""))
    draft.paragraphs = [Paragraph(block, _kind(block)) for block in _read_foot(draft, rest)]
    article.method = "text"
    article.content_hash = content_hash(article.headline, draft.paragraphs)
    return draft


def blocks_in(text: str) -> list[str]:
    """The blocks of a text: lines, or where the file is wrapped at a fixed width, what stands between blank lines."""
    groups = [
        [line for line in group.splitlines() if clean(line)]
        for group in re.split(r"\n[^\S\n]*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    ]
    blocks: list[str] = []
    for group in groups:
        if _is_wrapped(group):
            blocks.append(" ".join(group))
        else:
            blocks += [part for line in group for part in _SHARED_LINE.split(line) if clean(part)] if group else []
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 3:
        return False
    widths = [len(line.rstrip()) for line in lines]
    low, high = _WRAPPED
    body = widths[:-1]
    return all(low <= width <= high for width in body) and max(body) - min(body) <= 25 and widths[-1] <= high


def _identity(blocks: list[str], url: str | None) -> Article:
    if url is not None:
        address = canonical_url(url)
        return Article(id=article_id(address), url=address)
    words = " ".join(fold(block) for block in blocks)
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()
    return Article(id=digest[:32], url=f"urn:sha256:{digest}")


def _read_head(draft: Draft, blocks: list[str], clock: Clock) -> list[str]:
    """Breadcrumb, headline and the lines under it; what remains is returned."""
    article = draft.article
    rest = list(blocks)
    trail = clean(rest.pop(0)) if _is_trail(clean(rest[0])) else None
    if rest:
        article.headline = clean(rest.pop(0))
    if trail is not None:
        article.section = split_path(trail, article.headline)
    while rest and _read_line(draft, clean(rest[0]), clock):
        rest.pop(0)
    return rest


def _is_trail(block: str) -> bool:
    folded = fold(block)
    return any(
        folded == home or re.match(rf"{re.escape(home)}[\s>»›/|·:]", folded)
        for home in HOME_WORDS - {"une", "a la une"}
    )


def _read_line(draft: Draft, line: str, clock: Clock) -> bool:
    """Whether `line` states comments, time or author, which then are the article's."""
    article = draft.article
    folded = fold(line)
    if article.comment_count is None and _COMMENTS.fullmatch(folded):
        article.comment_count = read_count(line)
        return True
    dated = len(line) <= _MAX_DATED and _DATED.match(line) is not None and not line.endswith((".", ":", "–", "-"))
    moment = read_written(line, clock) if dated else None
    signed = _BYLINE.match(line) is not None and not line.endswith(_SENTENCE_END)
    if moment is not None and moment.implausible:
        draft.flag(DATE_IMPLAUSIBLE)
        article.published_raw = article.published_raw or moment.raw
    elif moment is not None and article.published_at is None:
        place(draft, moment)
    if moment is not None and not signed and credit_line(line):
        draft.byline = line
    if signed and not article.authors:
        draft.byline, article.authors = line, names_of([line], SiteNames())
    return moment is not None or signed


def _read_foot(draft: Draft, blocks: list[str]) -> list[str]:
    """The body's blocks; the neighbours named under them are the article's."""
    body: list[str] = []
    pending: str | None = None
    for block in blocks:
        line = clean(block)
        found = _NEIGHBOUR.match(line)
        if found:
            pending = "previous" if fold(found["which"]) == "precedent" else "next"
            if found["headline"]:
                setattr(draft.article, pending, Reference(None, found["headline"]))
                pending = None
        elif pending is not None:
            setattr(draft.article, pending, Reference(None, line))
            pending = None
        else:
            body.append(block)
    return body


def _kind(block: str) -> ParagraphKind:
    return ParagraphKind.LIST_ITEM if re.match(r"\s*[•‣▪*]\s", block) else ParagraphKind.TEXT
