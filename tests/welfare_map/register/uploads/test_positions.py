"""Points of rows that give an address and no coordinates, and of records that move."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from geodata.codes import PositionQuality
from geodata.errors import DownloadError
from geodata.geocode.online import OnlinePoint
from welfare_map.register.accounts.actors import Actor, Role
from welfare_map.register.history.editing import read_record
from welfare_map.register.updates.positions import Placing
from welfare_map.register.uploads import Plan, write_plan

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PlanOf = Callable[..., Plan]
ROOT = Actor("root", Role.ADMINISTRATOR)
HEADER = "Codice servizio;Nome;Tipo;Comune;Indirizzo;Lon;Lat"


class OneStreet:
    """A geocoder that knows one street, or cannot be reached."""

    def __init__(self, point: tuple[float, float], *, is_down: bool = False) -> None:
        self.point, self.is_down = OnlinePoint(*point, PositionQuality.ADDRESS), is_down

    def find(self, address: str, municipality_name: str, postcode: str = "") -> OnlinePoint | None:
        if self.is_down:
            raise DownloadError(postcode or municipality_name)
        return self.point if address.startswith("Via Nota") else None


@pytest.fixture
def by(tmp_path: Path, at_km: Callable[[float, float], tuple[float, float]]) -> Placing:
    """Place Via Nota in the middle of Uno."""
    return Placing(tmp_path, OneStreet(at_km(5, 5)))


def place(engine: sa.Engine) -> tuple[object, bool]:
    """Return the quality of the service's position, and whether it has a point."""
    cells, _ = read_record(engine, "services", "curated:a")
    return cells["position_quality"], cells["lon"] is not None


@pytest.mark.parametrize(
    ("address", "expected"), [("Via Nota 1", ("address", True)), ("Via Ignota 1", ("municipality", False))]
)
def test_a_new_row_without_coordinates_is_placed_by_its_address(
    engine: sa.Engine, plan_of: PlanOf, by: Placing, address: str, expected: tuple[str, bool]
) -> None:
    write_plan(engine, ROOT, plan_of(HEADER, f"a;A;nido;Uno;{address};;", by=by), why="", is_published=True)
    assert place(engine) == expected


@pytest.mark.parametrize(
    ("town", "address", "expected"),
    [
        pytest.param("Uno", "Via Nota 1", ("address", True), id="an address that is found"),
        pytest.param("Uno", "Via Ignota 1", ("municipality", False), id="an address that is not found"),
        pytest.param("Due", "", ("municipality", False), id="another municipality"),
        pytest.param("Uno", "VIA VECCHIA, 1", ("exact", True), id="the same address in capitals"),
    ],
)
def test_a_record_that_moves_leaves_its_old_point(
    engine: sa.Engine,
    plan_of: PlanOf,
    by: Placing,
    at_km: Callable[[float, float], tuple[float, float]],
    town: str,
    address: str,
    expected: tuple[str, bool],
) -> None:
    lon, lat = at_km(2, 2)
    first = plan_of(HEADER, f"a;A;nido;Uno;Via Vecchia 1;{lon};{lat}")
    write_plan(engine, ROOT, first, why="", is_published=True)
    assert place(engine) == ("exact", True)
    second = plan_of("Codice servizio;Comune;Indirizzo", f"curated:a;{town};{address}", by=by)
    write_plan(engine, ROOT, second, why="", is_published=True)
    assert place(engine) == expected


def test_a_geocoder_that_cannot_be_reached_is_said(plan_of: PlanOf, tmp_path: Path) -> None:
    by = Placing(tmp_path, OneStreet((0, 0), is_down=True))
    plan = plan_of(HEADER, "a;A;nido;Uno;Via Nota 1;;", by=by)
    assert [finding.rule for finding in plan.findings] == ["geocoder_failed"]
    assert all(finding.message(lang) for finding in plan.findings for lang in ("it", "en"))
