"""
Access on the toy territory, with the real table of targets.

Municipality number n (Uno = 1 … Nove = 9) has 30n residents aged 0–2 and 10n aged 75 and over. Centres are 10 km apart:
20.44 minutes by car by the estimate, 26.18 to the next but one along the diagonal; 10.88 inside a municipality, the
minutes of its internal distance of 3,761 m = 2/3 √(100 km² / π). So 21 minutes reach the own municipality and those
beside it, 15 the own alone, 10 nothing at all. Beyond the nine nothing is, unless the territory is said to be a part
of a country. Source ``regione-lombardia-toy`` lists whole provinces.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.codes import ServiceKind
from geodata.routing.estimate import Estimate
from geodata.store import manual_dir, read_csv_table
from geodata.tables import TARGETS
from geodata.territory import Territory
from welfare_map.model import AccessAnswer, AccessQuery, AccessRow, Decay
from welfare_map.questions.access import access
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
MakeService = Callable[..., dict[str, Any]]
ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
CENTRES = {code: (5 + 10 * (n % 3), 5 + 10 * (n // 3)) for n, code in enumerate(CODES)}


@pytest.fixture(scope="session")
def nursery(make_service: MakeService) -> MakeService:
    """Make a nursery with authorised places at the centre of a municipality, from the list of the toy region."""

    def made(code: str | None, places: int | None, source_id: str = LIST, **cells: Any) -> dict[str, Any]:
        at = CENTRES[code] if code else None
        key = cells.pop("key", f"n-{code}")
        return make_service(key, at, source_id, **{"municipality_code": code, "capacity_authorised": places, **cells})

    return made


@pytest.fixture(scope="session")
def everywhere(nursery: MakeService) -> Rows:
    """Give each province an empty nursery, so that lists cover the toy territory."""
    return (nursery("901001", 0, key="empty-alfa"), nursery("902005", 0, key="empty-beta"))


@pytest.fixture(scope="session")
def snapshot_of(make_snapshot: Callable[..., Snapshot], toy_country: Territory) -> Callable[..., Snapshot]:
    """Make a snapshot of services with the shipped targets."""
    table = read_csv_table(manual_dir() / "targets.csv", TARGETS)
    targets = table.astype(object).where(table.notna(), None).to_dict("records")

    def made(
        services: Iterable[Mapping[str, Any]], *, territory: Territory = toy_country, organisations: Rows = ()
    ) -> Snapshot:
        tables = {"services": tuple(services), "targets": tuple(targets), "organisations": tuple(organisations)}
        return make_snapshot(tables, territory=territory)

    return made


@pytest.fixture(scope="session")
def ask() -> Callable[..., AccessAnswer]:
    """Ask a snapshot for nurseries within 21 minutes, every place counting the same, unless said otherwise."""

    def answer(snapshot: Snapshot, *, small_areas: Any = (), classes: Any = None, **asked: Any) -> AccessAnswer:
        usual = {"as_of_on": ON, "kinds": (ServiceKind.NURSERY,), "limit_min": 21.0, "decay": Decay.UNIFORM}
        query = AccessQuery(**{**usual, **asked})
        return access(snapshot, query, Estimate(), small_areas=small_areas, classes=classes)

    return answer


@pytest.fixture(scope="session")
def rows_of(ask: Callable[..., AccessAnswer]) -> Callable[..., Mapping[str, AccessRow]]:
    """Ask for rows by code."""

    def rows(snapshot: Snapshot, **asked: Any) -> Mapping[str, AccessRow]:
        return {row.unit_code: row for row in ask(snapshot, **asked).rows}

    return rows
