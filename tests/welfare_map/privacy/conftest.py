"""
A register in which firms declared things for everybody, for adherents and for counts alone; and its twins.

    alfa, beta   companies of the agreement "patto", in Uno     gamma   of "altro", in Due     delta   of none, in Tre
    c-0 … c-5    six companies in Uno that need a nursery, for counts alone: the one count that is published

``twin(viewer)`` is the same register but for all that the viewer may not see: every such row has other cells, half of
them are gone, and others came; what counts publish stays in the same step of five. The version of the register and the
day of the last record that was made in it are other ones, too.
"""

import functools
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

from geodata.tables import CONTRACTS, conform
from welfare_map.exports.files import TableFormat
from welfare_map.model import SourceNote, Viewer
from welfare_map.register.history.curated import curated_source
from welfare_map.register.publish import source_notes
from welfare_map.snapshot import Snapshot

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
JOINED = {"alfa": "patto", "beta": "patto", "gamma": "altro"}
PLACES = {"alfa": ("901001", 6, 5), "beta": ("901001", 5, 6), "gamma": ("901002", 12, 5), "delta": ("901003", 22, 5)}
SHIFTS = {"alfa": (1, 2, 3), "delta": (1, 2)}
"""Firms with several shifts: that of one that is public, less what is hidden of the others, leaves a few."""
VISIBILITIES = ("public", "adherents", "counts")
PRIVATE = ("needs_offers", "commuters", "worker_needs", "plans")
OTHER_CELLS: Mapping[str, tuple[object, ...]] = {
    "exchange_kind": ("shuttle", "canteen", "training_room", "know_how", "care_home"),
    "direction": ("need", "offer"),
    "quantity": (1, 17, 230),
    "unit": ("seats", "users"),
    "from_on": ("2027-01-31", "2028-05-06"),
    "hours": ("Sa 09:00-12:00", "Mo-Fr 20:00-23:00"),
    "description": ("Un segreto", "Un altro segreto"),
    "theme": ("culture", "smart_working"),
    "worker_count": (5, 10, 13, 14, 31, 444),
    "as_of_on": ("2024-02-02", "2025-03-03"),
    "title": ("Piano segreto",),
    "measures": ("shuttle", "canteen|nursery"),
    "plan_phase": ("signed", "running"),
    "phase_on": ("2025-12-12",),
    "note": ("Nota segreta",),
    "answer": ("over_25_km", "up_to_10_km"),
    "source_id": ("unused", "curated"),
    "modified_on": ("2026-10-10", "2026-11-11"),
}
"""Column -> what a twin writes into the hidden rows instead."""


@pytest.fixture(scope="session")
def declared(
    make_row: Callable[..., Row], at_km: Callable[[float, float], tuple[float, float]], toy_services: Any
) -> Tables:
    """Rows of the register."""
    exchanges = [
        _exchange(firm, seen, number)
        for firm in PLACES
        for number, seen in enumerate(VISIBILITIES)
        for _ in range(1 + (seen != "public"))
    ]
    for number, row in enumerate(exchanges):
        row["need_offer_id"] = row["source_key"] = f"n-{number}"
    crowd = {f"c-{number}": ("901001", 3 + number / 2, 3) for number in range(6)}
    exchanges += [{**_exchange(name, "counts", 0), "need_offer_id": name, "source_key": name} for name in crowd]
    firms = [_firm(make_row, name, *place, at_km) for name, place in {**PLACES, **crowd}.items()]
    return {
        "services": [dict(row) for row in toy_services],
        "organisations": firms,
        "initiatives": [
            make_row(name, initiative_id=name, name=name.title(), territory="district:valle")
            for name in ("patto", "altro")
        ],
        "adhesions": [
            make_row(f"{firm}/{name}", organisation_id=firm, initiative_id=name, role="member")
            for firm, name in JOINED.items()
        ],
        "shifts": [
            make_row(
                f"{firm}-{number}",
                organisation_id=firm,
                shift_number=number,
                days="Mo-Fr",
                starts_at="08:00",
                ends_at="17:00",
                employee_count=21,
            )
            for firm in PLACES
            for number in SHIFTS.get(firm, (1,))
        ],
        "needs_offers": [
            make_row(**row, source_id=("toy", "curated")[number % 2], modified_on="2026-09-09")
            for number, row in enumerate(exchanges)
        ],
        "commuters": [
            make_row(
                f"{firm}-{code}",
                organisation_id=firm,
                municipality_code=code,
                shift_number=0,
                worker_count=9,
                as_of_on="2026-09-01",
                visibility=seen,
            )
            for firm in PLACES
            for code, seen in zip(("901002", "901003", "901004"), VISIBILITIES, strict=True)
        ]
        + [
            make_row(
                f"{firm}-{number}",
                organisation_id=firm,
                municipality_code="901005",
                shift_number=number,
                worker_count=count,
                as_of_on="2026-09-01",
                visibility=seen,
            )
            for firm in SHIFTS
            for number, count, seen in ((0, 20, "public"), (1, 6, "public"), (2, 11, "counts"), (3, 5, "adherents"))
        ],
        "worker_needs": [
            make_row(
                f"{firm}-{seen}",
                organisation_id=firm,
                question=question,
                answer="all",
                worker_count=12,
                as_of_on="2026-09-01",
                visibility=seen,
            )
            for firm in PLACES
            for question, seen in zip(("respondents", "home", "elder_care"), VISIBILITIES, strict=True)
        ],
        "plans": [
            make_row(
                seen,
                plan_id=seen,
                title=f"Piano {seen}",
                organisation_ids="alfa|gamma",
                initiative_id="altro",
                plan_phase="draft",
                phase_on="2026-09-01",
                measures="nursery",
                visibility=seen,
            )
            for seen in VISIBILITIES
        ],
    }


def _exchange(firm: str, seen: str, number: int) -> Row:
    return {
        "source_key": "",
        "organisation_id": firm,
        "direction": ("need", "offer")[number % 2] if firm != "beta" else "need",
        "exchange_kind": "nursery",
        "quantity": 4 + number,
        "unit": "places",
        "hours": "Mo-Fr 08:00-17:00",
        "description": f"Detto per {seen}",
        "visibility": seen,
    }


def _firm(make_row: Callable[..., Row], name: str, code: str, x_km: float, y_km: float, at_km: Any) -> Row:
    lon, lat = at_km(x_km, y_km)
    return make_row(
        name,
        organisation_id=name,
        organisation_name=f"{name.title()} S.r.l.",
        organisation_kind="company",
        municipality_code=code,
        lon=lon,
        lat=lat,
        position_quality="exact",
        employee_count=60,
        size_class="medium",
    )


def is_hidden(row: Row, viewer: Viewer) -> bool:
    """Tell whether a viewer may not see a row."""
    if row["visibility"] == "public" or row.get("organisation_id") in viewer.organisation_ids:
        return False
    return row["visibility"] == "counts" or JOINED.get(str(row.get("organisation_id"))) not in viewer.initiative_ids


@pytest.fixture(scope="session")
def make_twin(declared: Tables, make_snapshot: Callable[..., Snapshot]) -> Callable[[Viewer, int], Snapshot]:
    """Make a twin of the register: nothing differs that the viewer may see."""

    @functools.cache
    def twin(viewer: Viewer, seed: int) -> Snapshot:
        random = Random(seed)  # noqa: S311  # other cells, no secrets
        tables = {name: _scrambled(name, rows, viewer, random) for name, rows in declared.items()}
        day = f"2027-01-{seed:02}"
        return make_snapshot(tables, version=f"twin-{seed}", sources=_noted(tables, day))

    return twin


def _noted(tables: Tables, day: str) -> tuple[SourceNote, ...]:
    """Return the sources as the register notes them; ``day`` is that of the last record that was made in it."""
    conformed = {name: conform(pd.DataFrame(rows), CONTRACTS[name]) for name, rows in tables.items() if rows}
    toy, unused = (replace(curated_source("2026-09-01"), source_id=name) for name in ("toy", "unused"))
    return source_notes([curated_source(day), toy, unused], conformed)


def _scrambled(name: str, rows: list[Row], viewer: Viewer, random: Random) -> list[Row]:
    if name not in PRIVATE:
        return rows
    kept = [row for row in rows if not is_hidden(row, viewer)]
    hidden = [row for row in rows if is_hidden(row, viewer) and not str(row.get("organisation_id")).startswith("c-")]
    crowd = [row for row in rows if row not in kept and row not in hidden]
    told = crowd[: random.randint(5, len(crowd))] if crowd else []
    return [*kept, *told, *(_other(row, random) for row in hidden if random.random() > 0.5)]


def _other(row: Row, random: Random) -> Row:
    """Return a hidden row with other cells; what is for counts alone is of other kinds, four of each at most."""
    return {**row, **{name: random.choice(values) for name, values in OTHER_CELLS.items() if name in row}}


@pytest.fixture(scope="session")
def register(declared: Tables, make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    """Return the register."""
    return make_snapshot(declared, version="register", sources=_noted(declared, "2026-12-12"))


@pytest.fixture(scope="session")
def read_file() -> Callable[[bytes, TableFormat], object]:
    """Read what a file holds, the moment of its making left out."""

    def read(content: bytes, form: TableFormat) -> object:
        if form == TableFormat.XLSX:
            book = openpyxl.load_workbook(io.BytesIO(content))
            return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book}
        if form == TableFormat.PARQUET:
            table = pq.read_table(io.BytesIO(content))
            return table.to_pylist(), dict(table.schema.metadata)
        with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
            file.write(content)
            file.flush()
            return {
                name: pyogrio.read_dataframe(file.name, layer=name).to_csv()
                for name, _ in pyogrio.list_layers(file.name)
            }

    return read
