"""
Agreements on the toy territory; years end before or after 2026.

    alleanza      district valle (Uno, Due, Quattro, Cinque, Sette, Otto)   since 2020, goes on
    bando         province 902 (Cinque to Nove)                             2015–2018
    demo-accordo  province 901 (Uno to Quattro)                             demonstration

    practice    stands at                             initiative
    orari       Filanda, (7, 7) in Uno                alleanza
    turni       Unione, in Due: its point, (15, 5)    bando
    cultura     nowhere: no organisation              alleanza
    rete        nowhere: Ovunque has no place         alleanza
    avvio       nowhere: no organisation              bando

Coverage of it, with the real table of targets: municipality number n (Uno = 1 … Nove = 9) has 30n residents aged 0–2,
27.5n aged 3–36 months, 10n aged 3–5, 20n aged 65 and over, 10n aged 75 and over, 170n in all. District valle has Uno,
Due, Quattro, Cinque, Sette, Otto (n adds up to 27), monte the others (18); province Alfa Uno to Quattro (10), Beta the
others (35). Source ``regione-lombardia-toy`` lists whole provinces, ``toy`` whole districts.
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


def _texts(name: str, words: str) -> dict[str, str]:
    return {f"{name}_it": words, f"{name}_en": f"{words} (en)"}


@pytest.fixture(scope="session")
def make_initiative(make_row: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Make an initiative with a territory."""

    def initiative(initiative_id: str, name: str, territory: str, **cells: Any) -> dict[str, Any]:
        return make_row(initiative_id, initiative_id=initiative_id, name=name, territory=territory, **cells)

    return initiative


@pytest.fixture(scope="session")
def make_practice(make_row: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Make a practice that document ``patto`` describes in paragraph 4."""

    def practice(practice_id: str, initiative_id: str, **cells: Any) -> dict[str, Any]:
        defaults = {
            **_texts("title", practice_id.title()),
            **_texts("description", f"Descrizione di {practice_id}"),
            "themes": "culture",
            "document_id": "patto",
            "paragraph": 4,
        }
        return make_row(practice_id, practice_id=practice_id, initiative_id=initiative_id, **{**defaults, **cells})

    return practice


@pytest.fixture(scope="session")
def agreement_tables(
    toy_tables: Mapping[str, Rows],
    make_row: Callable[..., dict[str, Any]],
    make_initiative: Callable[..., dict[str, Any]],
    make_practice: Callable[..., dict[str, Any]],
) -> Mapping[str, Rows]:
    """Rows of the tables at the head of this file, beside those of the toy snapshot."""
    adhesions = (
        ("filanda", "alleanza", "member", "toy"),
        ("unione", "alleanza", "lead", "toy"),
        ("unione", "bando", "promoter", "toy"),
        ("ovunque", "bando", "partner", "toy"),
        ("demo-forno", "demo-accordo", "member", "demo"),
    )
    step = {"initiative_id": "alleanza", "document_id": "patto", **_texts("description", "Che cosa")}
    return {
        **toy_tables,
        "initiatives": (
            make_initiative(
                "alleanza",
                "Alleanza della Valle",
                "district:valle",
                start_year=2020,
                is_ongoing="true",
                contact_phone="+390000000003|+390000000004",
                document_ids="patto|bando-doc",
                **_texts("summary", "Insieme"),
            ),
            make_initiative("bando", "Bando Beta", "province:902", start_year=2015, end_year=2018),
            make_initiative(
                "demo-accordo", "Accordo dimostrativo – Alfa", "province:901", source_id="demo", short_name="Demo Alfa"
            ),
        ),
        "initiative_phases": (
            {**step, **_texts("name", "Prova"), "phase_number": 2, "start_year": 2022},
            {**step, **_texts("name", "Ascolto"), "phase_number": 1, "paragraph": 7},
        ),
        "initiative_actions": ({**step, **_texts("name", "Navetta"), "action_number": 1},),
        "adhesions": tuple(
            make_row(
                f"{who}/{what}", source_id, organisation_id=who, initiative_id=what, role=role, document_id="patto"
            )
            for who, what, role, source_id in adhesions
        ),
        "practices": (
            make_practice(
                "orari", "alleanza", organisation_id="filanda", themes="working_hours|culture", size_classes="small"
            ),
            make_practice("turni", "bando", organisation_id="unione", size_classes="medium|large"),
            make_practice("cultura", "alleanza"),
            make_practice("rete", "alleanza", organisation_id="ovunque", themes="interfirm_services"),
            make_practice("avvio", "bando"),
        ),
        "documents": (
            {"document_id": "patto", "title": "Patto della Valle", "language": "it"},
            {"document_id": "bando-doc", "title": "Bando", "publisher": "Provincia", "language": "it"},
        ),
    }


@pytest.fixture(scope="session")
def agreements(make_snapshot: Callable[..., Snapshot], agreement_tables: Mapping[str, Rows]) -> Snapshot:
    """Return the toy snapshot with agreements and practices; never written to."""
    return make_snapshot(agreement_tables)


# --- coverage -----------------------------------------------------------------------------------------------------


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
