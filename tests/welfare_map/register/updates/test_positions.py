from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geodata.codes import PositionQuality as Q
from geodata.errors import DownloadError
from geodata.geocode.online import OnlinePoint
from geodata.store import ADDRESSES_NAME, build_address_index
from geodata.tables import SERVICES, conform
from geodata.territory import Territory
from welfare_map.register.updates.positions import Placing, placing, with_found_positions
from welfare_map.settings import Settings

AtKm = Callable[[float, float], tuple[float, float]]
HEADER = "CODICE_ISTAT;PROGRESSIVO_NAZIONALE;ODONIMO;CIVICO;COORD_X_COMUNE;COORD_Y_COMUNE"


class ToyGeocoder:
    """Knows one point for every address, until it fails."""

    def __init__(self, point: OnlinePoint | None, *, fails_after: int = 99) -> None:
        self.point, self.left = point, fails_after
        self.asked: list[tuple[str, str, str]] = []

    def find(self, address: str, municipality_name: str, postcode: str = "") -> OnlinePoint | None:
        if not self.left:
            raise DownloadError("no connection")
        self.left -= 1
        self.asked.append((address, municipality_name, postcode))
        return self.point


@pytest.fixture
def rows() -> pd.DataFrame:
    """Return two services of Uno that carry an address, one that carries none and one with its point."""
    sound = {
        "kind": "care_home",
        "municipality_code": "901001",
        "is_demo": False,
        "source_id": "toy",
        "licence": "CC-BY-4.0",
        "retrieved_on": "2026-01-01",
        "position_quality": "municipality",
    }
    cells: tuple[dict[str, object], ...] = (
        {"address": "Via Roma, 3"},
        {"address": "Via Milano, 3"},
        {},
        {"address": "Via Roma, 3", "lon": 9.0, "lat": 45.2, "position_quality": "exact"},
    )
    return conform(
        pd.DataFrame(
            [
                {**sound, "service_id": f"toy:{n}", "source_key": str(n), "name": str(n), **row}
                for n, row in enumerate(cells)
            ]
        ),
        SERVICES,
    )


def qualities(table: pd.DataFrame) -> list[str]:
    return table["position_quality"].tolist()


def test_the_house_numbers_of_the_data_folder_are_used(
    rows: pd.DataFrame, toy_territory: Territory, tmp_path: Path
) -> None:
    path = tmp_path / "anncsu.csv"
    path.write_text(f"{HEADER}\n901001;1;VIA ROMA;3;9,06;45,19\n")
    build_address_index(path, {"901001"}, tmp_path / ADDRESSES_NAME)

    table, notices = with_found_positions(rows, toy_territory, Placing(tmp_path))

    assert qualities(table) == ["address", "municipality", "municipality", "exact"]
    assert [(notice.rule, notice.row) for notice in notices] == [("position_from_address", "toy:0")]


def test_without_house_numbers_and_geocoder_rows_stay(
    rows: pd.DataFrame, toy_territory: Territory, tmp_path: Path
) -> None:
    table, notices = with_found_positions(rows, toy_territory, Placing(tmp_path))

    pd.testing.assert_frame_equal(table, rows)
    assert notices == ()


def test_the_geocoder_is_asked_for_what_is_left_and_believed_inside_the_municipality(
    rows: pd.DataFrame, toy_territory: Territory, tmp_path: Path, at_km: AtKm
) -> None:
    geocoder = ToyGeocoder(OnlinePoint(*at_km(5, 5), Q.ADDRESS))

    table, notices = with_found_positions(rows, toy_territory, Placing(tmp_path, geocoder))

    assert qualities(table) == ["address", "address", "municipality", "exact"]
    assert geocoder.asked == [("Via Roma, 3", "Uno", ""), ("Via Milano, 3", "Uno", "")]
    assert [notice.rule for notice in notices] == ["position_from_geocoder"] * 2


@pytest.mark.parametrize("at", [(15, 5), (200, 200)], ids=["in another municipality", "outside the area"])
def test_a_point_elsewhere_is_not_believed(
    rows: pd.DataFrame, toy_territory: Territory, tmp_path: Path, at_km: AtKm, at: tuple[float, float]
) -> None:
    table, notices = with_found_positions(
        rows, toy_territory, Placing(tmp_path, ToyGeocoder(OnlinePoint(*at_km(*at), Q.ADDRESS)))
    )

    assert qualities(table) == qualities(rows)
    assert notices == ()


def test_a_geocoder_that_fails_is_said_once_and_what_was_found_stays(
    rows: pd.DataFrame, toy_territory: Territory, tmp_path: Path, at_km: AtKm
) -> None:
    geocoder = ToyGeocoder(OnlinePoint(*at_km(5, 5), Q.STREET), fails_after=1)

    table, notices = with_found_positions(rows, toy_territory, Placing(tmp_path, geocoder))

    assert qualities(table) == ["street", "municipality", "municipality", "exact"]
    assert [notice.rule for notice in notices] == ["position_from_geocoder", "geocoder_failed"]


@pytest.mark.parametrize(
    ("url", "is_offline", "has_geocoder"),
    [
        ("", False, False),
        ("https://photon.example.org/api", True, False),
        ("https://photon.example.org/api", False, True),
    ],
    ids=["not set", "offline", "set"],
)
def test_a_geocoder_is_only_asked_when_the_operator_wants_it(
    tmp_path: Path, *, url: str, is_offline: bool, has_geocoder: bool
) -> None:
    by = placing(Settings(data_dir=tmp_path, geocoder_url=url, is_offline=is_offline))

    assert (by.geocoder is not None) is has_geocoder
