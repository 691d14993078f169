"""The register as it stood on an earlier day: what was kept then is what is read back now, and figures by year."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from geodata.codes import Level
from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.model import CoverageQuery, SeriesAnswer
from welfare_map.questions.coverage import coverage, series
from welfare_map.register import build_current_snapshot, build_yearly_snapshots, run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.as_of import rows_on
from welfare_map.register.history.editing import read_record, save
from welfare_map.register.sql.database import reading
from welfare_map.register.sql.repository import read_table
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot

AGED_65 = "care_home_places_per_1000_aged_65"
TODAY = date(2026, 11, 1)
BOOKKEEPING = ["retrieved_on", "modified_on", "checked_on", "checked_by_role"]
Row = dict[str, Any]
Kept = dict[date, pd.DataFrame]


def find_65_places(engine: sa.Engine, record_id: str) -> None:
    """Let a curator write down on 2 October 2026 what a telephone call said."""
    save(
        engine,
        Actor("anna", Role.CURATOR),
        table="services",
        record_id=record_id,
        changes={"capacity_accredited": 65},
        seen_number=read_record(engine, "services", record_id)[1],
        why="phoned",
        at=datetime(2026, 10, 2, 12, tzinfo=UTC),
    )


@pytest.fixture
def read_list(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, write_list: Callable[..., Path]
) -> Callable[..., None]:
    """Read a list of homes whose content is of a day; all of them on one afternoon of 2026."""

    def read(day: date, *rows: Row) -> None:
        run_update(
            engine,
            "regione-lombardia-rsa",
            from_file=write_list(*rows, name=f"rsa_{day}.csv"),
            settings=settings,
            territory=toy_territory,
            started_at=datetime(2026, 10, 1, 12, tzinfo=UTC),
            is_accepted=True,
        )

    return read


@pytest.fixture
def kept(
    engine: sa.Engine,
    read_list: Callable[..., None],
    home: Callable[..., Row],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Kept:
    """
    Keep the table of services after each step, by the day of which it is.

    2022: 80 places in Uno, 80 in Due. 2024: Uno 100, Due gone. 2026: Due is back, a new one in Uno, 60 with 5 more
    that a curator found.
    """
    uno, due = at_km(5, 5), at_km(15, 5)
    found: Kept = {}

    def keep(day: date) -> None:
        with reading(engine) as connection:
            found[day] = read_table(connection, "services")

    keep(date(2021, 12, 31))
    read_list(date(2022, 3, 1), home("1", *uno), home("2", *due, code="901002"))
    keep(date(2022, 12, 31))
    read_list(date(2024, 3, 1), home("1", *uno, TOT_POSTI_ACCREDITATI="100"))
    keep(date(2025, 12, 31))
    new = home("3", *at_km(6, 6), TOT_POSTI_ACCREDITATI="60")
    read_list(date(2026, 3, 1), home("1", *uno, TOT_POSTI_ACCREDITATI="100"), home("2", *due, code="901002"), new)
    keep(date(2026, 9, 30))
    find_65_places(engine, "regione-lombardia-rsa:3")
    keep(TODAY)
    return found


def test_each_day_is_read_back_as_it_was_kept(engine: sa.Engine, kept: Kept) -> None:
    """Also rows that went and came back, whoever changed them; the demonstration set was there from the first."""
    now = kept[TODAY]
    for day, then in kept.items():
        with reading(engine) as connection:
            rows = rows_on(connection, "services", now, day)
        real = [table[~table["is_demo"].astype(bool)].drop(columns=BOOKKEEPING) for table in (rows, then)]
        pd.testing.assert_frame_equal(*(table.reset_index(drop=True) for table in real))


def test_the_day_of_the_content_decides_whatever_was_published_before(
    engine: sa.Engine,
    read_list: Callable[..., None],
    home: Callable[..., Row],
    at_km: Callable[..., tuple[float, float]],
) -> None:
    """A curator's number of October 2026 is published before a list of 2025 is read, and counts only from 2026."""
    uno, record_id = at_km(5, 5), "regione-lombardia-rsa:1"
    read_list(date(2024, 3, 1), home("1", *uno, TOT_POSTI_AUTORIZZATI="90"))
    find_65_places(engine, record_id)
    read_list(date(2025, 3, 1), home("1", *uno, TOT_POSTI_AUTORIZZATI="95"))
    found = {}
    with reading(engine) as connection:
        now = read_table(connection, "services")
        for year in (2023, 2024, 2025, 2026):
            rows = rows_on(connection, "services", now, date(year, 12, 31)).set_index("service_id")
            names = ["capacity_accredited", "capacity_authorised"]
            found[year] = list(rows.loc[record_id, names]) if record_id in rows.index else None
    assert found == {2023: None, 2024: [80, 90], 2025: [80, 95], 2026: [65, 95]}


@pytest.fixture
def years(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, toy_places: pd.DataFrame, kept: Kept
) -> dict[date, Snapshot]:
    present = build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)
    assert kept
    return build_yearly_snapshots(engine, settings, present, TODAY)


def asked(snapshots: dict[date, Snapshot], **more: Any) -> SeriesAnswer:
    whole = {"indicator": AGED_65, "level": Level.PROVINCE, "code": "901", **more}
    return series(snapshots, CoverageQuery(as_of_on=TODAY, **whole))


def test_a_figure_is_shown_for_each_year_of_which_a_list_told_something_new(years: dict[date, Snapshot]) -> None:
    """200 are 65 and over in Alfa; the day of the list counts, all three were read on one day of 2026."""
    answer = asked(years)
    said = [(row.year, row.as_of_on, row.numerator, row.value, row.change, row.direction) for row in answer.rows]
    assert said == [
        (2022, date(2022, 12, 31), 160, 800, None, None),
        (2024, date(2024, 12, 31), 100, 500, -300, -1),
        (2026, TODAY, 245, 1225, 725, 1),
    ]
    assert not answer.has_demo
    assert answer.sentence.words("it").startswith(
        "Alfa: 800 posti ogni 1.000 residenti di 65 anni e più nel 2022, 1.225"
    )


def test_of_one_year_alone_no_change_is_told(years: dict[date, Snapshot]) -> None:
    said = asked({TODAY: years[TODAY]}, level=Level.MUNICIPALITY, code=None).sentence.words("it")
    assert said.endswith("Il registro conosce un anno solo, il 2026: come cambia la cifra non si può ancora dire.")


def test_the_last_year_is_what_coverage_says_of_today(years: dict[date, Snapshot]) -> None:
    query = CoverageQuery(as_of_on=TODAY, indicator=AGED_65, level=Level.MUNICIPALITY, with_demo=False)
    now = {row.unit_code: (row.value, row.value_low, row.value_high) for row in coverage(years[TODAY], query).rows}
    last = [row for row in series(years, query).rows if row.as_of_on == TODAY]
    assert {row.unit_code: (row.value, row.value_low, row.value_high) for row in last} == now


def test_where_no_list_told_of_a_province_no_year_has_a_figure(years: dict[date, Snapshot]) -> None:
    answer = asked(years, code="902")
    assert {(row.value, row.value_high, row.direction) for row in answer.rows} == {(None, None, None)}
    assert answer.sentence.words("it") == "Di questi anni nessun elenco del registro dice quanti servizi ci sono."


def test_a_register_without_lists_has_no_past(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, toy_places: pd.DataFrame
) -> None:
    present = build_current_snapshot(engine, settings, territory=toy_territory, places=toy_places)
    snapshots = build_yearly_snapshots(engine, settings, present, TODAY)
    with pytest.raises(InputError) as caught:
        asked(snapshots)
    assert caught.value.key == "error.no_past"


def test_what_is_in_no_list_has_no_years(years: dict[date, Snapshot]) -> None:
    with pytest.raises(InputError) as caught:
        asked(years, indicator="practices_count")
    assert caught.value.key == "error.no_series"
