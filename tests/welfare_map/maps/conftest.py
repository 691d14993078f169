"""Rows of answers to make cards from, and what readers of a card find in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest

from welfare_map.model import NearbyRow

HOSTILE_WORDS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</article></div><h1>",
    "&lt;b&gt; & {{ 7 * 7 }} {name}",
    "javascript:alert(1)",
    "<!-- –> ]]> \u2028 \x00",
)
OWN_TAGS = frozenset(
    "article h3 h4 p span small strong br dl dt dd ul ol li table thead tr th td div a img details summary".split()
)
SAFE_SCHEMES = ("https://", "http://", "mailto:", "tel:", "registro?report=")
"""The last one is a page of ours, beside the present one."""


@dataclass
class Reading(HTMLParser):
    """What a browser makes of a piece of HTML: its tags, links and words."""

    words: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    handlers: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.images += [value or "" for name, value in attrs if name == "src"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """All the words."""
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="session")
def read() -> Callable[[str], Reading]:
    """Read HTML as a browser does, and hold it to our own tags, to safe links and to no script."""

    def reading(html: str) -> Reading:
        found = Reading()
        found.feed(html)
        assert found.tags <= OWN_TAGS
        assert found.handlers == []
        assert all(link.startswith(SAFE_SCHEMES) for link in found.links)
        assert all(image.startswith("data:image/svg+xml,") for image in found.images)
        return found

    return reading


@pytest.fixture(params=HOSTILE_WORDS)
def hostile(request: pytest.FixtureRequest) -> str:
    """Words that would do harm, were they taken for HTML."""
    return str(request.param)


NEARBY: dict[str, Any] = {
    "service_id": "toy:1",
    "name": "Nido Girasole",
    "kind": "nursery",
    "group": "small_children",
    "provider_name": None,
    "ownership": None,
    "municipality_code": "901001",
    "municipality_name": "Uno",
    "address": None,
    "lon": 9.0,
    "lat": 45.0,
    "position_quality": "exact",
    "is_approximate": False,
    "distance_m": 1000,
    "travel_min": 4.2,
    "is_estimate": True,
    "opening_hours": None,
    "capacity_authorised": None,
    "capacity_accredited": None,
    "min_age_months": None,
    "monthly_fee_min_eur": None,
    "monthly_fee_max_eur": None,
    "max_age_months": None,
    "is_open_to_others": None,
    "free_count": None,
    "free_as_of_on": None,
    "bands": (),
    "phone": None,
    "email": None,
    "website": None,
    "is_demo": False,
    "source_id": "toy",
    "licence": "IODL-2.0",
    "retrieved_on": "2026-09-01",
    "modified_on": None,
    "checked_on": None,
    "checked_by_role": None,
}


@pytest.fixture(scope="session")
def make_nearby() -> Callable[..., NearbyRow]:
    """Make a row of which only name, kind, municipality and source are known."""
    return lambda **cells: NearbyRow(**{**NEARBY, **cells})
