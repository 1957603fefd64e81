"""Items of a project's own, one of each kind that itemadapter takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import attrs
from pydantic import BaseModel


@dataclass
class Place:
    """A record within an item."""

    name: str


@dataclass
class DataclassItem:
    """A dataclass."""

    url: str
    places: list[Place] = field(default_factory=list)


@attrs.define
class AttrsPlace:
    """A record within an item."""

    name: str


@attrs.define
class AttrsItem:
    """An attrs class."""

    url: str
    places: list[AttrsPlace] = attrs.field(factory=list)


class PydanticPlace(BaseModel):
    """A record within an item."""

    name: str


class PydanticItem(BaseModel):
    """A pydantic model."""

    url: str
    places: list[PydanticPlace] = []


URL = "https://essai.example/alerte"
ITEMS: dict[str, Any] = {
    "dict": {"url": URL, "places": [{"name": "Liège"}]},
    "dataclass": DataclassItem(URL, [Place("Liège")]),
    "attrs": AttrsItem(URL, [AttrsPlace("Liège")]),
    "pydantic": PydanticItem(url=URL, places=[PydanticPlace(name="Liège")]),
}
AS_JSON = {"url": URL, "places": [{"name": "Liège"}]}
