"""
Care homes of the Region's list of 18 August 2026, checked by hand against published figures.

The file is not in this repository: the tests run where it lies beside the checkout, and say so where it does not.
What differs, and why, stands in ``docs/coverage.md``.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geodata.codes import Level
from geodata.sources.catalogue import READERS
from geodata.store import open_stream, read_municipality_list, whole_lists
from geodata.tables import CONTRACTS, conform
from geodata.territory import Territory
from welfare_map.model import CoverageRow, CoverageStatus, PlacesBasis
from welfare_map.snapshot import Snapshot, build_snapshot

FILE = Path(__file__).parents[5] / "shared" / "data" / "lombardia" / "rsa_2026-08-18.csv"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the Region's list is not beside this checkout")
SOURCE = "regione-lombardia-rsa"
AGED_65 = "care_home_places_per_1000_aged_65"
AGED_75 = "care_home_places_per_100_aged_75"
ON = date(2026, 9, 15)


@pytest.fixture(scope="module")
def snapshot(real_territory: Territory, toy_places: Any, real_targets: Any) -> Snapshot:
    with open_stream(FILE) as stream:
        ((table, _),) = READERS[SOURCE].parse(stream, read_municipality_list())
    known = {"source_id": SOURCE, "licence": "IODL-2.0", "retrieved_on": "2026-08-18", "is_demo": "false"}
    services = conform(
        table.assign(service_id=SOURCE + ":" + table["source_key"].astype(str), **known), CONTRACTS["services"]
    )
    return build_snapshot(
        {"services": services},
        territory=real_territory,
        version="rsa",
        sources=(),
        places=toy_places,
        whole_lists=whole_lists(),
    )


@pytest.fixture(scope="module")
def rows(snapshot: Snapshot, ask: Callable[..., Any]) -> Callable[..., dict[str, CoverageRow]]:
    def found(indicator: str, level: Level, **asked: Any) -> dict[str, CoverageRow]:
        return {row.unit_name: row for row in ask(snapshot, indicator, level=level, **asked).rows}

    return found


def test_the_region_has_its_places_and_its_residents(rows: Callable[..., dict[str, CoverageRow]]) -> None:
    """65,460 ÷ 2,327,672 × 1,000; the 17 homes without accredited places are said not to be accredited."""
    row = rows(AGED_65, Level.REGION)["Lombardia"]
    assert (row.numerator, row.denominator, row.record_count, row.unknown_count) == (65_460, 2_327_672, 740, 0)
    assert row.value == pytest.approx(28.12, abs=0.005)
    assert (row.numerator_low, row.numerator_high) == (65_460, 65_460)
    assert row.value_high == row.value_low == row.value
    assert row.status is CoverageStatus.NO_TARGET


def test_the_region_is_near_the_published_285_per_100_aged_65(rows: Callable[..., dict[str, CoverageRow]]) -> None:
    accredited = rows(AGED_65, Level.REGION)["Lombardia"].value
    authorised = rows(AGED_65, Level.REGION, places=PlacesBasis.AUTHORISED)["Lombardia"].value
    assert accredited is not None
    assert authorised is not None
    assert accredited < 28.5 < authorised  # 28.12 and 29.50
    assert accredited == pytest.approx(28.5, rel=0.015)


def test_pavia_is_the_highest_and_near_the_published_459_per_100_aged_65(
    rows: Callable[..., dict[str, CoverageRow]],
) -> None:
    provinces = {name: row.value or 0 for name, row in rows(AGED_65, Level.PROVINCE).items()}
    assert max(provinces, key=provinces.__getitem__) == "Pavia"
    assert provinces["Pavia"] == pytest.approx(46.46, abs=0.005)
    assert provinces["Pavia"] == pytest.approx(45.9, rel=0.015)


def test_places_per_100_aged_75_fell_since_the_59_of_2015(rows: Callable[..., dict[str, CoverageRow]]) -> None:
    """65,460 ÷ 1,216,457 × 100."""
    row = rows(AGED_75, Level.REGION)["Lombardia"]
    assert (row.denominator, row.value) == (1_216_457, pytest.approx(5.38, abs=0.005))


@pytest.mark.parametrize(
    ("province", "places", "aged_65", "aged_75"),
    [
        pytest.param("Milano", 16_702, 742_512, 403_387, id="Milano"),
        pytest.param("Pavia", 6_217, 133_805, 69_472, id="Pavia"),
        pytest.param("Sondrio", 1_806, 44_331, 22_351, id="Sondrio"),
        pytest.param("Lodi", 1_400, 51_019, 25_386, id="Lodi"),
    ],
)
def test_provinces_have_their_places_and_residents(
    rows: Callable[..., dict[str, CoverageRow]], province: str, places: int, aged_65: int, aged_75: int
) -> None:
    by_65, by_75 = rows(AGED_65, Level.PROVINCE)[province], rows(AGED_75, Level.PROVINCE)[province]
    assert (by_65.numerator, by_75.numerator) == (places, places)
    assert (by_65.denominator, by_75.denominator) == (aged_65, aged_75)


def test_a_province_without_the_list_is_not_taken_to_have_none(rows: Callable[..., dict[str, CoverageRow]]) -> None:
    verona = rows(AGED_65, Level.PROVINCE)["Verona"]
    assert (verona.value, verona.value_high, verona.is_listed) == (None, None, False)
