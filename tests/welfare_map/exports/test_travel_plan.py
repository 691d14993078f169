"""The sheet for a home-work travel plan says what the answer says, and runs nothing."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from geodata.routing.estimate import Estimate
from welfare_map.exports.travel_plan import ORIGINS, travel_plan_csv, travel_plan_xlsx
from welfare_map.model import Commuters, Firm, FirmShift, FirmSite, ShuttleAnswer, ShuttleQuery
from welfare_map.questions.shuttle import shuttle
from welfare_map.snapshot import Snapshot

HOSTILE = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def answer(toy_snapshot: Snapshot, at_km: Callable[[float, float], tuple[float, float]]) -> ShuttleAnswer:
    """Eight people from Due to a demonstration firm in Uno whose name is a formula; its other people live next door."""
    lon, lat = at_km(5, 5)
    place: dict[str, Any] = {"municipality_code": "901001", "lon": lon, "lat": lat, "position_quality": "exact"}
    own = Firm(
        organisation_id="own",
        organisation_name=HOSTILE,
        organisation_kind="company",
        shifts=(FirmShift(days="Mo-Fr", starts_at="08:00", ends_at="16:00"),),
        sites=(FirmSite(site_number=1, site_name=None, **place),),
        commuters=(
            Commuters(municipality_code="901002", shift_number=0, worker_count=8),
            Commuters(municipality_code="901001", shift_number=0, worker_count=6),
        ),
        is_demo=True,
        **place,
    )
    return shuttle(toy_snapshot, ShuttleQuery(as_of_on=date(2026, 9, 1), own=own), Estimate())


def sheets(answer: ShuttleAnswer, lang: str) -> dict[str, list[tuple[Any, ...]]]:
    book = load_workbook(io.BytesIO(travel_plan_xlsx(answer, lang)))
    return {name: list(book[name].iter_rows(values_only=True)) for name in book.sheetnames}


def test_the_first_sheet_has_a_row_per_firm_and_municipality(answer: ShuttleAnswer) -> None:
    head, row = sheets(answer, "it")["Origini"]
    (origin,) = answer.origins
    cells = dict(zip(head, row, strict=True))
    assert len(head) == len(ORIGINS)
    assert (cells["Da dove"], cells["Persone"], cells["Posti"], cells["Turno"]) == ("Due", 8, 8, "08:00–16:00")
    assert cells["Navetta, andata (min)"] == origin.shuttle_there_min
    assert cells["Km di auto in meno all'anno, tolta la navetta"] == origin.km_saved_per_year
    assert (cells["Giorni"], cells["Minuti"], cells["Dati"]) == ("lun–ven", "stimati", "dimostrativa, inventata")


@pytest.mark.parametrize("lang", ["it", "en"])
def test_every_sheet_has_rows_as_wide_as_its_head(answer: ShuttleAnswer, lang: str) -> None:
    found = sheets(answer, lang)
    assert len(found) == 6
    for rows in found.values():
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1
        assert all(isinstance(head, str) for head in rows[0])


def test_no_text_is_run_as_a_formula(answer: ShuttleAnswer) -> None:
    book = load_workbook(io.BytesIO(travel_plan_xlsx(answer, "it")))
    cells = [cell for name in book.sheetnames for row in book[name].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{HOSTILE}" in [cell.value for cell in cells]
    assert f"'{HOSTILE}" in travel_plan_csv(answer, "it")


def test_the_method_tells_parameters_unknown_costs_and_invented_firms(answer: ShuttleAnswer) -> None:
    facts = dict(sheets(answer, "it")["Metodo e parametri"])
    assert facts["Posti di un mezzo"] == 16
    assert facts["Costo al km (euro)"] == "non noto"
    assert "inventate" in str(facts["Attenzione"])
    assert "CO₂ non è calcolata" in str(facts["Metodo"])


def test_who_has_no_shuttle_and_whether_the_plan_is_compulsory_are_told(answer: ShuttleAnswer) -> None:
    found = sheets(answer, "it")
    assert "a piedi o in bicicletta (6 persone)" in str(found["Senza navetta"][1])
    assert "non noto" in found["Imprese e PSCL"][1]


def test_csv_has_the_rows_of_the_first_sheet(answer: ShuttleAnswer) -> None:
    rows = list(csv.reader(io.StringIO(travel_plan_csv(answer, "it"))))
    expected = [["" if cell is None else str(cell) for cell in row] for row in sheets(answer, "it")["Origini"]]
    assert [[cell.removesuffix(".0") for cell in row] for row in rows] == expected


def test_an_answer_without_rounds_is_a_sheet_that_says_why(answer: ShuttleAnswer) -> None:
    found = sheets(replace(answer, rows=(), origins=(), windows=()), "it")
    assert [len(found[name]) for name in ("Origini", "Giri e fermate", "Insieme o da sole")] == [1, 1, 1]
    assert len(found["Senza navetta"]) == 2
