"""
Coverage of the toy territory, with the real table of targets.

Municipality number n (Uno = 1 … Nove = 9) has 30n residents aged 0–2, 27.5n aged 3–36 months, 10n aged 3–5, 20n aged
65 and over, 10n aged 75 and over, 170n in all. District valle has Uno, Due, Quattro, Cinque, Sette, Otto (n adds up to
27), monte the others (18); province Alfa Uno to Quattro (10), Beta the others (35). Source ``regione-lombardia-toy``
lists whole provinces, ``toy`` whole districts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.store import manual_dir, read_csv_table
from geodata.tables import TARGETS
from welfare_map.model import CoverageAnswer, CoverageQuery, CoverageRow
from welfare_map.questions.coverage import coverage
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
MakeService = Callable[..., dict[str, Any]]
ON = date(2026, 9, 15)
LIST = "regione-lombardia-toy"
CODES = ("901001", "901002", "901003", "901004", "902001", "902002", "902003", "902004", "902005")
CENTRES = {code: (5 + 10 * (n % 3), 5 + 10 * (n // 3)) for n, code in enumerate(CODES)}


@pytest.fixture(scope="session")
def real_targets() -> Rows:
    """Rows of the shipped table of targets."""
    table = read_csv_table(manual_dir() / "targets.csv", TARGETS)
    return table.astype(object).where(table.notna(), None).to_dict("records")


@pytest.fixture(scope="session")
def service(make_service: MakeService) -> MakeService:
    """Make a service in a municipality, from the list of the toy region unless said otherwise."""

    def made(key: str, code: str | None, source_id: str = LIST, **cells: Any) -> dict[str, Any]:
        at = CENTRES[code] if code else None
        return make_service(key, at, source_id, **{"municipality_code": code, "capacity_part_time": 0, **cells})

    return made


@pytest.fixture(scope="session")
def snapshot_with(make_snapshot: Callable[..., Snapshot], real_targets: Rows) -> Callable[..., Snapshot]:
    """Make a snapshot of services and other tables; targets are the shipped ones but for the values given."""

    def made(
        services: Iterable[Mapping[str, Any]], *, values: Mapping[str, float] | None = None, **tables: Rows
    ) -> Any:
        targets = [{**row, "value": (values or {}).get(row["target_id"], row["value"])} for row in real_targets]
        return make_snapshot({"services": tuple(services), "targets": tuple(targets), **tables})

    return made


@pytest.fixture(scope="session")
def ask() -> Callable[..., CoverageAnswer]:
    """Ask a snapshot for an indicator."""

    def answer(snapshot: Snapshot, indicator: str, **asked: Any) -> CoverageAnswer:
        return coverage(snapshot, CoverageQuery(**{"as_of_on": ON, "indicator": indicator, **asked}))

    return answer


@pytest.fixture(scope="session")
def one(ask: Callable[..., CoverageAnswer]) -> Callable[..., CoverageRow]:
    """Ask for the one row of a code."""

    def row(snapshot: Snapshot, indicator: str, code: str, **asked: Any) -> CoverageRow:
        (found,) = ask(snapshot, indicator, code=code, **asked).rows
        return found

    return row
