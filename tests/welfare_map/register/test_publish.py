"""Which rows people see: the demonstration rule, the area, rows that are gone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from geodata.tables import CONTRACTS, conform
from geodata.territory import RawTerritory, Territory, build_territory
from welfare_map.register import build_current_snapshot, run_update
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.merging import merge_records, unmerge
from welfare_map.register.publish import at_municipality, displaced_by, displaced_counts, is_displaced, published_tables
from welfare_map.register.sql.database import writing
from welfare_map.register.sql.repository import insert_rows
from welfare_map.settings import Settings
from welfare_map.snapshot import Snapshot

Row = dict[str, Any]
SOURCE_ID = "regione-lombardia-rsa"


@pytest.fixture
def publish(
    engine: sa.Engine, settings: Settings, toy_territory: Territory, toy_places: pd.DataFrame
) -> Callable[..., Snapshot]:
    """Build the snapshot of the register, with or without demonstration rows, on the toy or another territory."""

    def snapshot(*, has_demo: bool = True, territory: Territory = toy_territory) -> Snapshot:
        chosen = replace(settings, has_demo=has_demo)
        return build_current_snapshot(engine, chosen, territory=territory, places=toy_places)

    return snapshot


@pytest.fixture
def import_home(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    home: Callable[..., Row],
    write_list: Callable[..., Path],
    at_km: Callable[[float, float], tuple[float, float]],
) -> Callable[[str], None]:
    """Import one real care home in the middle of Due, declared in a municipality."""

    def run(code: str) -> None:
        path = write_list(home("1", *at_km(15, 5), code=code))
        run_update(engine, SOURCE_ID, from_file=path, settings=settings, territory=toy_territory)

    return run


def ids(snapshot: Snapshot, name: str = "services") -> set[str]:
    return set(snapshot.table(name)[CONTRACTS[name].key[0]])


def test_without_real_records_every_demonstration_service_is_there(publish: Callable[..., Snapshot]) -> None:
    assert ids(publish()) == {"demo:home-uno", "demo:home-due", "demo:home-cinque", "demo:nursery-uno"}


def test_a_real_record_displaces_its_kind_in_its_province_and_nothing_else(
    publish: Callable[..., Snapshot], import_home: Callable[[str], None]
) -> None:
    import_home("901002")

    assert ids(publish()) == {f"{SOURCE_ID}:1", "demo:home-cinque", "demo:nursery-uno"}


def test_the_availability_of_a_displaced_service_leaves_with_it(
    publish: Callable[..., Snapshot], import_home: Callable[[str], None]
) -> None:
    import_home("901002")

    assert ids(publish(), "availability") == {"demo:nursery-uno"}


def test_the_switch_removes_every_demonstration_row_and_its_source(publish: Callable[..., Snapshot]) -> None:
    snapshot = publish(has_demo=False)

    assert ids(snapshot) == set()
    assert not any(note.is_demo for note in snapshot.sources)
    assert ids(snapshot, "organisations") == {"firm", "union"}


def test_demonstration_rows_leave_the_sources_when_the_last_one_is_displaced(
    publish: Callable[..., Snapshot], import_home: Callable[[str], None]
) -> None:
    import_home("901002")

    assert {note.source_id for note in publish().sources} >= {"demo", "manual", SOURCE_ID}


def test_a_service_that_is_no_longer_listed_is_not_published_and_displaces_nothing(
    publish: Callable[..., Snapshot],
    engine: sa.Engine,
    make_service: Callable[..., Row],
) -> None:
    gone = make_service("old", (15, 5), "manual", kind="care_home", municipality_code="901002")
    rows = conform(pd.DataFrame([{**gone, "no_longer_listed_on": "2026-01-01"}]), CONTRACTS["services"])
    with writing(engine) as connection:
        insert_rows(connection, "services", rows)

    assert "demo:home-due" in ids(publish())
    assert "manual:old" not in ids(publish())


def test_a_merged_record_is_not_published_and_its_free_places_are_those_of_the_kept_one_until_it_is_undone(
    publish: Callable[..., Snapshot], engine: sa.Engine
) -> None:
    anna = Actor("anna", Role.CURATOR)
    before = publish()
    merge_id = merge_records(
        engine, anna, table="services", kept_id="demo:home-due", merged_id="demo:home-uno", why="same house"
    )
    merged = publish()
    unmerge(engine, anna, merge_id, why="two houses")

    assert ids(merged) == {"demo:home-due", "demo:home-cinque", "demo:nursery-uno"}
    assert ids(merged, "availability") == {"demo:home-due", "demo:nursery-uno"}
    assert ids(publish()) == ids(before)
    assert merged.version != before.version


def test_services_outside_the_area_are_left_out(publish: Callable[..., Snapshot], toy_raw: RawTerritory) -> None:
    beta = build_territory(toy_raw, ("province:902",), version="beta")

    snapshot = publish(territory=beta)

    assert ids(snapshot) == {"demo:home-cinque"}
    assert ids(snapshot, "availability") == set()
    assert ids(snapshot, "initiatives") == {"pact"}, "documented initiatives stay"


def test_an_organisation_stands_at_the_point_of_its_municipality(
    publish: Callable[..., Snapshot], at_km: Callable[[float, float], tuple[float, float]]
) -> None:
    organisations = publish().table("organisations").set_index("organisation_id")

    assert organisations.loc["firm", ["lon", "lat"]].tolist() == pytest.approx(at_km(15, 15), abs=1e-6)
    assert organisations.loc["firm", "position_quality"] == "municipality"
    assert pd.isna(organisations.loc["union", "lon"])


def test_a_row_at_a_municipality_outside_the_area_stands_nowhere(
    toy_territory: Territory, make_service: Callable[..., Row]
) -> None:
    row = make_service("far", None, municipality_code="999999", position_quality="municipality")

    placed = at_municipality(conform(pd.DataFrame([row]), CONTRACTS["services"]), toy_territory)

    assert placed["position_quality"].tolist() == ["none"]


def test_displacing_does_not_depend_on_the_order_of_rows(make_service: Callable[..., Row]) -> None:
    rows = [
        make_service("a", (5, 5), "demo", municipality_code="901001"),
        make_service("b", (5, 5), municipality_code="901002"),
        make_service("c", (5, 5), "demo", municipality_code=None),
        make_service("d", (5, 5), municipality_code=None, kind="preschool"),
        make_service("e", (5, 5), "demo", municipality_code="901001", kind="preschool"),
    ]
    table = conform(pd.DataFrame(rows), CONTRACTS["services"])

    for order in (table, table.iloc[::-1]):
        assert order["source_key"][is_displaced(order)].tolist() == ["a"]


def test_displaced_services_are_counted_by_kind_and_province(make_service: Callable[..., Row]) -> None:
    rows = [
        *(make_service(f"demo-{n}", (5, 5), "demo", municipality_code="901001") for n in range(3)),
        make_service("real", (5, 5), municipality_code="901002"),
    ]
    table = conform(pd.DataFrame(rows), CONTRACTS["services"])

    (displaced,) = displaced_counts(table, {"nursery", "care_home"})

    assert (displaced.kind, displaced.province_code, displaced.count) == ("nursery", "901", 3)
    assert displaced_counts(table, {"care_home"}) == ()


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        pytest.param({}, 2, id="a real one"),
        pytest.param({"municipality_code": "902001"}, 1, id="in another province"),
        pytest.param({"kind": "care_home"}, 0, id="of another kind"),
        pytest.param({"is_demo": True}, 0, id="an invented one"),
        pytest.param({"municipality_code": None}, 0, id="nobody knows where"),
        pytest.param({"municipality_code": "901099"}, 0, id="outside the area, in a province of it"),
        pytest.param({"no_longer_listed_on": "2026-09-01"}, 0, id="no longer listed"),
    ],
)
def test_what_a_service_displaces_is_what_leaves_once_it_is_published(
    make_service: Callable[..., Row], toy_territory: Territory, changes: Row, count: int
) -> None:
    places = {"a": "901001", "b": "901002", "c": "902001"}
    seen = [make_service(key, (5, 5), "demo", municipality_code=code) for key, code in places.items()]
    service = {"kind": "nursery", "municipality_code": "901001", **changes}
    assert displaced_by(conform(pd.DataFrame(seen), CONTRACTS["services"]), service, toy_territory) == count

    then = [*seen, make_service("d", (5, 5), "d", **service)]
    tables = {name: conform(pd.DataFrame(columns=list(CONTRACTS[name].column_names)), CONTRACTS[name])
              for name in CONTRACTS}  # fmt: skip
    tables["services"] = conform(pd.DataFrame(then), CONTRACTS["services"])
    left = published_tables(tables, toy_territory, has_demo=True)["services"]["source_key"]
    assert len(set(places) - set(left)) == count


def test_the_version_changes_with_the_register_the_switch_and_the_territory(
    publish: Callable[..., Snapshot], import_home: Callable[[str], None], toy_raw: RawTerritory
) -> None:
    versions = [publish().version, publish(has_demo=False).version]
    versions.append(publish(territory=build_territory(toy_raw, ("province:902",), version="beta")).version)
    import_home("901002")
    versions.append(publish().version)

    assert len(set(versions)) == len(versions)
    assert publish().version == versions[-1]
