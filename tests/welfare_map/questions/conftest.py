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
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]


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
