"""The body where no rule, family, markup or model of ours finds one."""

from __future__ import annotations

from lxml import etree, html

from newscrawl.article.document import ArticlePage
from newscrawl.article.draft import Paragraph, ParagraphKind
from newscrawl.bounds import unbounded


def general_paragraphs(page: ArticlePage) -> list[Paragraph]:
    """The paragraphs that trafilatura finds; loaded only here, since few pages come this far."""
    with unbounded():
        from trafilatura import bare_extraction  # noqa: PLC0415 - slow to load, seldom needed

    # It accepts trees of `lxml.html` only, and takes them apart: so a second parse, of a page that is lost otherwise.
    tree = html.document_fromstring(
        etree.tostring(page.root, encoding="utf-8"), parser=html.HTMLParser(encoding="utf-8")
    )
    document = bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False
    )
    body = getattr(document, "body", None)
    if body is None:
        return []
    paragraphs = []
    known: set[str] = set()  # it gives some short texts twice
    for element in body.iter("p", "head", "item", "quote", "cell"):
        if any(child.tag in ("p", "item") for child in element):
            continue
        text = "".join(element.itertext())
        if text.strip() and text.strip() not in known:
            known.add(text.strip())
            paragraphs.append(Paragraph(text, _KINDS.get(element.tag, ParagraphKind.TEXT)))
    return paragraphs


_KINDS = {"head": ParagraphKind.SUBHEADING, "item": ParagraphKind.LIST_ITEM}
