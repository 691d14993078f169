"""
From the Region's list of care homes to a figure of coverage: what the note in ``docs/coverage.md`` relies on.

In province Alfa (Uno to Quattro) 200 are 65 and over and 100 are 75 and over.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from geodata.codes import Level
from geodata.territory import Territory
from welfare_map.model import CoverageQuery, CoverageRow, CoverageStatus, PlacesBasis
from welfare_map.questions.coverage import coverage
from welfare_map.register import build_current_snapshot, run_update
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot

AGED_65, AGED_75 = "care_home_places_per_1000_aged_65", "care_home_places_per_100_aged_75"
ALFA, BETA = "901", "902"
Row = dict[str, Any]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def snapshot(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    toy_places: pd.DataFrame,
    home: Callable[..., Row],
    write_list: Callable[..., Path],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Snapshot:
    """Read five homes in Alfa: one in order, not accredited, with too many, with a far point, without a number."""
    path = write_list(
        home("1", *at_km(5, 5)),
        home("2", *at_km(15, 5), code="901002", TOT_POSTI_ACCREDITATI="", FL_ACCREDITATA="NO"),
        home("3", *at_km(15, 6), code="901002", TOT_POSTI_ACCREDITATI="120"),
        home("4", *at_km(25, 25), code="901001"),
        home("5", *at_km(15, 7), code="901002", TOT_POSTI_AUTORIZZATI="30", TOT_POSTI_ACCREDITATI=""),
    )
    run_update(
        engine,
        "regione-lombardia-rsa",
        from_file=path,
        settings=settings,
        territory=toy_territory,
        started_at=datetime(2026, 9, 1, 12, tzinfo=UTC),
    )
    return build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)


def row_of(snapshot: Snapshot, indicator: str, code: str, level: Level, **asked: Any) -> CoverageRow:
    query = CoverageQuery(as_of_on=date(2026, 9, 15), indicator=indicator, code=code, level=level, **asked)
    return coverage(snapshot, query).rows[0]


@pytest.mark.parametrize(
    ("indicator", "residents", "value", "most"),
    [
        pytest.param(AGED_65, 200, 1_400, 1_550, id="per 1,000 aged 65 and over"),
        pytest.param(AGED_75, 100, 280, 310, id="per 100 aged 75 and over"),
    ],
)
def test_accredited_places_count_and_those_not_stated_go_from_none_to_the_authorised_ones(
    snapshot: Snapshot, indicator: str, residents: int, value: float, most: float
) -> None:
    """80 + none where it is said not to be accredited + 120 as stated + 80 where it says that it is + 0 to 30."""
    row = row_of(snapshot, indicator, ALFA, Level.PROVINCE)
    assert (row.numerator, row.denominator, row.record_count, row.unknown_count) == (280, residents, 5, 1)
    assert (row.value, row.value_low, row.value_high) == (value, value, most)
    assert (row.status, row.is_demo) == (CoverageStatus.NO_TARGET, False)


def test_authorised_places_are_another_figure(snapshot: Snapshot) -> None:
    row = row_of(snapshot, AGED_65, ALFA, Level.PROVINCE, places=PlacesBasis.AUTHORISED)
    assert row.numerator == 430


def test_a_home_counts_in_the_municipality_that_it_names_wherever_its_point_lies(snapshot: Snapshot) -> None:
    assert row_of(snapshot, AGED_65, "901001", Level.MUNICIPALITY).numerator == 160


def test_the_list_takes_the_place_of_invented_homes_in_its_provinces_alone(snapshot: Snapshot) -> None:
    beta = row_of(snapshot, AGED_65, BETA, Level.PROVINCE)
    assert (beta.status, beta.is_demo) == (CoverageStatus.DEMONSTRATION, True)
    assert row_of(snapshot, AGED_65, ALFA, Level.PROVINCE).demo_count == 0


def test_provinces_add_up_to_the_region(snapshot: Snapshot) -> None:
    parts = [row_of(snapshot, AGED_65, code, Level.PROVINCE) for code in (ALFA, BETA)]
    whole = row_of(snapshot, AGED_65, "91", Level.REGION)
    assert whole.numerator == sum(part.numerator or 0 for part in parts)
    assert whole.denominator == sum(part.denominator or 0 for part in parts)


def test_where_no_list_was_read_the_region_has_no_upper_bound(snapshot: Snapshot) -> None:
    whole = row_of(snapshot, AGED_65, "91", Level.REGION, with_demo=False)
    assert (whole.numerator_low, whole.value_high, whole.is_listed) == (280, None, False)
