from collections.abc import Sequence

import pandas as pd
import pytest

from geodata.cleaning.streets import street_key
from geodata.codes import PositionQuality as Q
from geodata.geocode.levels import place_points, position, with_positions
from geodata.notices import Severity
from geodata.sources.anncsu import HouseNumber, Street, StreetBook
from geodata.tables import SERVICES, conform

UNO, DUE = "901001", "901002"
PLACES = place_points(
    pd.DataFrame(
        [
            ("Uno", 9.0, 45.0, "municipality", UNO, "20001", 5),
            ("Due", 9.2, 45.2, "municipality", DUE, "20002", 5),
            ("Castello", 9.05, 45.05, "place", UNO, "20001", 5),
            ("20001", 9.0, 45.0, "postcode", UNO, "20001", 0),
            ("20002", 9.0, 45.0, "postcode", UNO, "20002", 0),
            ("20002", 9.2, 45.2, "postcode", DUE, "20002", 0),
        ],
        columns=["name", "lon", "lat", "what", "municipality_code", "postcode", "population"],
    )
)


class ToyAddresses:
    """One street."""

    built_on = "2026-09-01"

    def streets(self, municipality_code: str, /) -> StreetBook:
        name = "VIA ROMA"
        street = Street(1, name, (street_key(name),), "", 9.01, 45.01)
        return StreetBook([street] if municipality_code == UNO else [])

    def numbers(self, street_id: int, /) -> Sequence[HouseNumber]:
        return (HouseNumber(3, "", 9.03, 45.03),) if street_id == 1 else ()


@pytest.mark.parametrize(
    ("address", "postcode", "code", "expected"),
    [
        pytest.param("Via Roma, 3", None, UNO, (9.03, 45.03, Q.ADDRESS), id="house number"),
        pytest.param("Via Roma, 300", None, UNO, (9.01, 45.01, Q.STREET), id="street"),
        pytest.param("Via Ignota 1, fraz. Castello", None, UNO, (9.05, 45.05, Q.PLACE), id="place"),
        pytest.param("Via Castello, 3", None, UNO, (9.0, 45.0, Q.MUNICIPALITY), id="a street named as a place is none"),
        pytest.param("Via Ignota 1", "20001", UNO, (9.0, 45.0, Q.MUNICIPALITY), id="municipality"),
        pytest.param("Via Roma, 3", "20001", None, (9.03, 45.03, Q.ADDRESS), id="the CAP tells the municipality"),
        pytest.param("Via Roma, 3", "20002", None, None, id="a CAP of two municipalities tells none"),
        pytest.param("Via Roma, 3", None, DUE, (9.2, 45.2, Q.MUNICIPALITY), id="the street is elsewhere"),
        pytest.param(None, None, "999999", None, id="an unknown municipality"),
        pytest.param(None, None, None, None, id="nothing known"),
    ],
)
def test_the_best_level_that_is_known_is_taken_and_said(
    address: str | None, postcode: str | None, code: str | None, expected: object
) -> None:
    assert position(address, postcode, code, index=ToyAddresses(), places=PLACES) == expected


def test_without_an_index_places_and_municipalities_remain() -> None:
    found = [position(words, None, UNO, index=None, places=PLACES) for words in ("Via Roma 3", "Località Castello")]

    assert found == [(9.0, 45.0, Q.MUNICIPALITY), (9.05, 45.05, Q.PLACE)]


def service(key: str, **cells: object) -> dict[str, object]:
    sound = {"service_id": key, "name": key, "kind": "care_home", "municipality_code": UNO, "is_demo": False}
    told = {"source_id": "toy", "source_key": key, "licence": "CC-BY-4.0", "retrieved_on": "2026-01-01"}
    return {**sound, **told, "position_quality": "municipality", **cells}


@pytest.fixture
def services() -> pd.DataFrame:
    rows = [
        service("number", address="Via Roma, 3"),
        service("unknown", address="Via Ignota, 3"),
        service("exact", address="Via Roma, 3", lon=9.5, lat=45.5, position_quality="exact"),
        service("bare"),
        service("cap", address="Via Roma, 3", postcode="20001", municipality_code=None, position_quality="none"),
        service("cap alone", postcode="20001", municipality_code=None, position_quality="none"),
        service("nowhere", address="Via Roma, 3", municipality_code=None, position_quality="none"),
    ]
    return conform(pd.DataFrame(rows), SERVICES)


def test_rows_that_stand_for_an_area_rise_and_others_stay(services: pd.DataFrame) -> None:
    table, notices = with_positions(services, index=ToyAddresses(), places=PLACES)

    assert dict(zip(table["service_id"], table["position_quality"], strict=True)) == {
        "number": "address",
        "unknown": "municipality",
        "exact": "exact",
        "bare": "municipality",
        "cap": "address",
        "cap alone": "municipality",
        "nowhere": "none",
    }
    by_id = table.set_index("service_id")
    assert tuple(by_id.loc["number", ["lon", "lat"]]) == (9.03, 45.03)
    assert tuple(by_id.loc["exact", ["lon", "lat"]]) == (9.5, 45.5)
    assert by_id.loc["cap alone", "municipality_code"] == UNO
    assert by_id["lon"].isna().sum() == 4
    assert [(notice.rule, notice.row, notice.severity) for notice in notices] == [
        ("position_from_address", key, Severity.INFO) for key in ("number", "cap", "cap alone")
    ]


def test_the_table_keeps_its_order_its_types_and_its_input(services: pd.DataFrame) -> None:
    before = services.copy(deep=True)
    shuffled = services.iloc[::-1]

    table, _ = with_positions(shuffled, index=ToyAddresses(), places=PLACES)

    pd.testing.assert_frame_equal(services, before)
    assert table.index.equals(shuffled.index)
    assert (table.dtypes == services.dtypes).all()
    assert conform(table.sort_index(), SERVICES)["position_quality"].tolist()[0] == "address"


def test_a_second_time_changes_nothing(services: pd.DataFrame) -> None:
    once, _ = with_positions(services, index=ToyAddresses(), places=PLACES)
    twice, notices = with_positions(once, index=ToyAddresses(), places=PLACES)

    pd.testing.assert_frame_equal(twice, once)
    assert notices == ()


def test_an_empty_table_stays_empty(services: pd.DataFrame) -> None:
    table, notices = with_positions(services.iloc[:0], index=ToyAddresses(), places=PLACES)

    assert table.empty
    assert notices == ()
