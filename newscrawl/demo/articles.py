"""Article pages in both generations of the theme: its own templates (`classic`) and the Cloud Library's (`cloud`)."""

from __future__ import annotations

from newscrawl.demo import frame
from newscrawl.demo.fragments import Html, fill, html_of, join
from newscrawl.demo.lists import breadcrumb, sidebar
from newscrawl.demo.stories import EMPHASIS, LINK, SECTIONS, Filing, Story, StoryBlock, edition

_RELATED_SHOWN = 3


def article(story: Story) -> Html:
    """The page of an article."""
    upper, lower = _content(story)
    page = frame.document(
        story.headline,
        story.path,
        join((upper, lower)),
        head=frame.article_head(story),
        classes="post-template-default single single-post",
    )
    return _soup(page, upper) if story.markup == "soup" else page


def _content(story: Story) -> tuple[Html, Html]:
    """The content of an article page: up to the end of its text, and what follows."""
    generation = "cloud" if story.markup == "cloud" else "classic"
    picture = frame.image_path(story.image) if story.image else None
    upper = fill(
        generation,
        "article_upper",
        crumbs=breadcrumb(generation, story.headline, story.section),
        path=story.path,
        section_path=frame.section_path(story.section),
        section=SECTIONS[story.section],
        headline=story.headline,
        standfirst=fill(generation, "standfirst", text=story.standfirst) if story.standfirst else None,
        author_path=frame.author_path(story),
        author=frame.byline(story),
        time=frame.time(story),
        comments=story.comments,
        picture=fill(generation, "picture", path=picture) if picture else None,
        text=_running_text(story, generation),
    )
    lower = fill(
        generation,
        "article_lower",
        tags=join(fill("frame", "tag", path=frame.tag_path(tag), name=tag) for tag in story.tags),
        neighbours=_neighbours(story, generation),
        related=_same_section(story, generation),
        sidebar=sidebar(generation),
    )
    return upper, lower


def _running_text(story: Story, generation: str) -> Html:
    parts: list[Html] = []
    for number, block in enumerate(story.blocks):
        before = story.blocks[number - 1].kind if number else None
        after = story.blocks[number + 1].kind if number + 1 < len(story.blocks) else None
        if block.kind == "item":
            parts += [Html("<ul>\n")] if before != "item" else []
            parts.append(Html(f"<li>{_prose(block.text)}</li>\n"))
            parts += [Html("</ul>\n")] if after != "item" else []
        else:
            parts.append(_block(block, generation, story.filing if number == 0 else None))
        if number == 1:
            parts.append(fill("frame", "advertisement"))
    return join(parts)


def _block(block: StoryBlock, generation: str, filing: Filing | None) -> Html:
    if block.kind == "subheading":
        return Html(f"<h2>{_prose(block.text)}</h2>\n")
    if block.kind == "related":
        return fill(generation, "lire_aussi", path=f"/{block.target}/", headline=block.text)
    if block.kind == "embed":
        return fill("frame", "embed", text=block.text)
    return Html(f"<p>{_dateline(filing)}{_prose(block.text)}</p>\n")


def _dateline(filing: Filing | None) -> str:
    if filing is None:
        return ""
    raw = html_of(filing.raw)
    if filing.layout == "paragraph":
        return f"{raw}</p>\n<p>"
    return f"<strong>{raw}</strong> " if filing.layout == "strong" else f"{raw} "


def _prose(text: str) -> Html:
    """A paragraph of the data files, with its emphasis and links."""
    linked = LINK.sub(r'<a href="/\2/">\1</a>', html_of(text))
    return Html(EMPHASIS.sub(r"<em>\1</em>", linked))


def _neighbours(story: Story, generation: str) -> Html:
    older, newer = frame.neighbours(story)
    sides = (("prev", "précédent", older), ("next", "suivant", newer))
    return join(
        fill(generation, "neighbour", side=side, word=word, path=other.path, headline=other.headline)
        for side, word, other in sides
        if other is not None
    )


def _same_section(story: Story, generation: str) -> Html:
    others = [other for other in edition().stories if other.section == story.section and other is not story]
    return join(
        fill(generation, "related_item", path=other.path, headline=other.headline) for other in others[:_RELATED_SHOWN]
    )


def _soup(page: Html, upper: Html) -> Html:
    """`page` as a careless editor and a lost connection leave it: wrongly nested, unclosed, ended after its text."""
    kept = (page[: page.index(upper)] + upper).rstrip()
    return Html(
        kept.removesuffix("</p>")
        .replace("</p>\n<p>", "\n<p>")
        .replace("</header>", "</header></span></strong>")
        .replace('<h1 class="entry-title">', '<h1 class="entry-title" class="td-title" data-x=\'"\'>')
        .replace("<p><strong>", "<p><b><strong>")
    )
