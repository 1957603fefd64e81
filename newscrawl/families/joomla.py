"""Joomla, and its extension K2."""

from __future__ import annotations

from newscrawl.families.family import Family, marks
from newscrawl.families.rules import ArticleRules

K2 = Family(
    name="k2",
    marks=marks("itemBody itemTitle", "itemBody itemFullText", "itemBody itemView"),
    system="joomla",
    order=0,
    items=frozenset(
        (
            "itemContainer",
            "catItemView",
        )
    ),
    rules=ArticleRules(
        body=(".itemBody",),
        drop=(".itemImageBlock", ".itemExtraFields", ".itemContentFooter", ".itemToolbar", ".itemAttachmentsBlock"),
        related=(".itemRelated", ".itemAuthorLatest"),
        headline=("h1.itemTitle", "h2.itemTitle", ".itemTitle"),
        section=(".breadcrumb a.pathway", ".breadcrumbs a.pathway", ".mod-breadcrumbs a", ".itemCategory a"),
        published=(".itemDateCreated time[datetime]", ".itemDateCreated"),
        modified=(".itemDateModified time[datetime]", ".itemDateModified"),
        authors=(".itemAuthor a", ".itemAuthor"),
        tags=("ul.itemTags a", ".itemTagsBlock a"),
        image=(".itemImageBlock .itemImage img", ".itemImage img"),
        comment_count=(".itemCommentsCounter span", ".itemCommentsLink"),
        previous=(".itemNavigation a.itemPrevious",),
        next=(".itemNavigation a.itemNext",),
    ),
)
"""K2, the extension with which most Joomla sites of the African press publish."""

JOOMLA = Family(
    name="joomla",
    marks=marks("com-content-article__body", "item-page article-info", "item-page page-header"),
    system="joomla",
    items=frozenset(("blog-item", "items-row",)),
    rules=ArticleRules(
        body=(".com-content-article__body", ".item-page [itemprop='articleBody']", ".item-page"),
        drop=(
            ".article-info", ".article-info-term", ".page-header", ".item-image", ".icons", ".actions", ".pager",
            ".pagenav", ".pagenavigation", ".content_rating", ".content_vote", ".moduletable", ".article-index",
        ),
        related=(".relateditems", ".mod-relateditems"),
        headline=(
            ".item-page .page-header h1", ".item-page .page-header h2", ".item-page h1[itemprop]",
            ".item-page h2[itemprop]", ".item-page h1", ".item-page > h2",
        ),
        section=(
            ".mod-breadcrumbs a.pathway", ".breadcrumb a.pathway", ".breadcrumbs a.pathway", ".mod-breadcrumbs a",
            ".article-info .category-name a",
        ),
        published=(
            ".article-info .published time[datetime]", ".item-page time[itemprop='datePublished'][datetime]",
            ".article-info .published", ".article-info .create time[datetime]", ".article-info .create",
        ),
        modified=(".article-info .modified time[datetime]", ".article-info .modified"),
        authors=(".article-info .createdby [itemprop='name']", ".article-info .createdby"),
        tags=(".item-page .tags a", ".com-content-article__tags a"),
        image=(".item-page .item-image img", ".com-content-article .item-image img"),
    ),
)  # fmt: skip
"""Joomla's own articles, 2.5 to 5, whose links to the neighbours name no headline."""

FAMILIES = (
    K2,
    JOOMLA,
)
