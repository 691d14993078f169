"""One level per feature, from two records."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from welfare_map.register.duplicates.features import FEATURES, UNKNOWN
from welfare_map.register.duplicates.prepare import prepared
from welfare_map.register.duplicates.scoring import POINTS

Make = Callable[..., dict[str, Any]]


def level(feature: str, one: dict[str, Any], other: dict[str, Any]) -> str:
    left, right = prepared(pd.DataFrame([one])), prepared(pd.DataFrame([other]))
    forth, back = (FEATURES[feature](*sides)[0] for sides in ((left, right), (right, left)))
    assert forth == back
    return str(forth)


@pytest.mark.parametrize(
    ("feature", "one", "other", "expected"),
    [
        pytest.param("name", {"name": "Nido Aquilone"}, {"name": "Asilo nido L'Aquilone"}, "same", id="same name"),
        pytest.param("name", {"name": "Nido Il Pettirosso"}, {"name": "Nido Petirosso"}, "close", id="slip"),
        pytest.param("name", {"name": "Bel Colle"}, {"name": "Belcolle"}, "same", id="space"),
        pytest.param(
            "name", {"name": "Nido Libellula"}, {"name": "Nido Libellula di Castelletto"}, "contained", id="in"
        ),
        pytest.param("name", {"name": "Nido Gufo"}, {"name": "RSA Betulla"}, "different", id="other name"),
        pytest.param("name", {"name": "Asilo nido"}, {"name": "Nido"}, "generic_same", id="nothing but the kind"),
        pytest.param("name", {"name": "Asilo nido"}, {"name": "Nido Gufo"}, "generic", id="one says the kind alone"),
        pytest.param(
            "name",
            {"name": "Coop Prisma - Nido Gufo", "provider_name": "Coop Prisma"},
            {"name": "Nido Gufo"},
            "same",
            id="provider in front",
        ),
        pytest.param(
            "name",
            {"name": "RSA Betulla", "provider_name": "Fondazione Tolomei"},
            {"name": "Fondazione Tolomei ONLUS"},
            "provider",
            id="provider instead of the name",
        ),
        pytest.param("name", {"name": "Nido San Carlo"}, {"name": "Nido San Paolo"}, "different", id="two saints"),
        pytest.param("numbers", {"name": "Nido 1"}, {"name": "Nido 2"}, "different", id="two numbers"),
        pytest.param("numbers", {"name": "Nido"}, {"name": "Nido 2"}, "one_sided", id="one number"),
        pytest.param("numbers", {"name": "Nido II"}, {"name": "Nido 2"}, "same", id="same number"),
        pytest.param("numbers", {"name": "Nido"}, {"name": "Asilo"}, UNKNOWN, id="no number"),
        pytest.param("address", {}, {"address": "VIA MELZI 12/A"}, "same", id="same door"),
        pytest.param("address", {}, {"address": "Via Barbara Melzi 14"}, "other_number", id="next door"),
        pytest.param("address", {}, {"address": "Via Melzi"}, "street", id="same street"),
        pytest.param("address", {}, {"address": "Via Novara, 12"}, "different", id="other street"),
        pytest.param("address", {}, {"address": None}, UNKNOWN, id="no address"),
        pytest.param("distance", {}, {"lat": 45.5943}, "spot", id="33 m"),
        pytest.param("distance", {}, {"lat": 45.596}, "near", id="222 m"),
        pytest.param("distance", {}, {"lat": 45.600}, "walk", id="667 m"),
        pytest.param("distance", {}, {"lat": 45.620}, "far", id="2.9 km"),
        pytest.param("distance", {}, {"lat": 45.700}, "very_far", id="11.8 km"),
        pytest.param("distance", {}, {"position_quality": "municipality"}, UNKNOWN, id="middle of the town"),
        pytest.param(
            "municipality", {"municipality_code": "012018"}, {"municipality_code": "012144"}, "same", id="old"
        ),
        pytest.param("postcode", {}, {"postcode": "20026"}, "different", id="other CAP"),
        pytest.param("postcode", {"postcode": "20131"}, {"postcode": "20100"}, UNKNOWN, id="CAP of the city"),
        pytest.param("phone", {}, {"phone": "0331 000001"}, "same", id="phone written otherwise"),
        pytest.param("kind", {}, {"kind": "micro_nursery"}, "alike", id="kinds that lists confuse"),
        pytest.param(
            "kind", {"kind": "care_home"}, {"kind": "integrated_day_centre"}, "different", id="home and centre"
        ),
        pytest.param("ownership", {"ownership": "public"}, {"ownership": "private"}, "different", id="state, private"),
        pytest.param("web", {"website": "https://www.uno.it/"}, {"website": "uno.it"}, "same", id="page"),
        pytest.param("web", {"website": "uno.it/a"}, {"website": "uno.it/b"}, "host", id="host"),
        pytest.param("web", {"website": "facebook.com/a"}, {"website": "facebook.com/b"}, UNKNOWN, id="network"),
        pytest.param("web", {"website": "http://[::1"}, {"website": "uno.it"}, UNKNOWN, id="broken address"),
        pytest.param("vat", {"vat_code": "IT01234567890"}, {"vat_code": "01234567890"}, "same", id="VAT code"),
        pytest.param("capacity", {}, {"capacity_authorised": 43}, "same", id="places within a tenth"),
        pytest.param("capacity", {}, {"capacity_authorised": 90}, "different", id="twice the places"),
        pytest.param("source", {}, {"name": "Altro"}, "one", id="two rows of one list"),
        pytest.param("source", {}, {}, "repeated", id="a row twice"),
        pytest.param("source", {"source_id": "curated"}, {"source_id": "curated"}, UNKNOWN, id="written here"),
    ],
)
def test_a_pair_has_the_level_whichever_comes_first(
    service: Make, feature: str, one: dict[str, Any], other: dict[str, Any], expected: str
) -> None:
    assert level(feature, service("list:1", **one), service("list:2", **other)) == expected


def test_every_feature_has_points_and_no_points_are_without_a_feature() -> None:
    assert list(POINTS) == list(FEATURES)
