"""All family sites by name."""

from __future__ import annotations

from tests.family_sites import plain, systems, tagdiv, wordpress
from tests.family_sites.site import Family

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        tagdiv.CLASSIC,
        tagdiv.CLOUD,
        tagdiv.LOOP,
        tagdiv.BLOCK,
        wordpress.CLASSIC,
        wordpress.BLOCK,
        wordpress.JNEWS,
        wordpress.OLDER,
        systems.SPIP,
        systems.DRUPAL7,
        systems.DRUPAL8,
        systems.JOOMLA,
        systems.ARC,
        systems.WMAKER,
        systems.ROSSEL,
        plain.QUERY,
        plain.NUMBERED,
        plain.HEAD,
    )
}
