"""What stands around the list on every family site: menu, "Les plus lus", footer."""

from __future__ import annotations

from collections.abc import Callable

from tests.family_sites.stories import Story


def html(title: str, body: str, head: str = "", classes: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body class="{classes}">{body}</body></html>'
    )


def menu(*names: str) -> str:
    entries = "".join(f'<li class="menu-item"><a href="/{name.lower()}/">{name}</a></li>' for name in names)
    return f'<ul class="menu">{entries}</ul>'


MENU = menu("Politique", "Économie", "Culture", "Sport")
FOOTER = (
    '<footer><p>© Le Journal de Boravel. <a href="/mentions-legales/">Mentions légales</a> '
    '<a href="/contact/">Contact</a></p></footer>'
)


def popular(stories: list[Story], path: Callable[[Story], str]) -> str:
    """The block beside the list that shows other articles."""
    entries = "".join(f'<li><a href="{path(story)}">{story.headline}</a></li>' for story in stories)
    return f"<h3>Les plus lus</h3><ol>{entries}</ol>"
