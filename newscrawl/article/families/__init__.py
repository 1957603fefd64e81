"""Families of sites that share their markup, as data: what tells one, and its rules.

Class names that a theme generates per page or per save (`tdi_12`, `td_uid_…`, `vc_column…`) are never relied on.
"""

from __future__ import annotations

from collections.abc import Set

from newscrawl.article.families.family import Family
from newscrawl.article.families.platforms import ARC_IPM, ARC_XP, ROSSEL, WMAKER
from newscrawl.article.families.systems import DRUPAL, DRUPAL_7, JOOMLA, K2, SPIP
from newscrawl.article.families.wordpress import (
    JNEWS,
    TAGDIV_CLASSIC,
    TAGDIV_CLOUD,
    WORDPRESS_BLOCK,
    WORDPRESS_CLASSIC,
)

FAMILIES = (
    TAGDIV_CLOUD, TAGDIV_CLASSIC, JNEWS, WORDPRESS_BLOCK,
    K2, JOOMLA, DRUPAL, DRUPAL_7, WMAKER, ARC_IPM, ARC_XP, ROSSEL, SPIP, WORDPRESS_CLASSIC,
)  # fmt: skip
"""In order of trust: the more particular first.  SPIP's stock skeleton uses the classes of WordPress' too."""


def family_of(classes: Set[str]) -> Family | None:
    """The family whose pages carry these classes, or nothing."""
    return next((family for family in FAMILIES if family.recognises(classes)), None)
