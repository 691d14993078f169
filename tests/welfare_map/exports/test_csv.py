import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfare_map.exports.csv import csv_columns, csv_text
from welfare_map.exports.envelope import envelope
from welfare_map.model import (
    InitiativesAnswer,
    LayersAnswer,
    NearbyAnswer,
    Phrase,
    PlaceAnswer,
    PlaceRow,
    PracticesAnswer,
    TerritoryAnswer,
)

HEADER = [
    "is_demo",
    "thing_id",
    "title.it",
    "title.en",
    "office.name",
    "office.count",
    "parts",
    "tags",
    "label",
    "lon",
    "lat",
    "checked_on",
    "is_open",
]


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_parser_reads_back_what_was_written(make_answer: Callable[..., Any], make_thing: Callable[..., Any]) -> None:
    (row,) = _read(csv_text(make_answer(make_thing()), "it"))

    assert list(row) == HEADER
    assert (row["is_demo"], row["title.en"], row["office.name"], row["office.count"]) == ("false", "One", "Ufficio", "")
    assert json.loads(row["parts"]) == [{"name": "nido, grande", "count": 3}, {"name": '"virgolette"', "count": 0}]
    assert (row["tags"], row["label"], row["is_open"]) == ("x|y", "A piedi", "")
    assert (row["lon"], row["checked_on"]) == ("9.12345678", "2026-09-15")


def test_the_header_does_not_depend_on_the_rows(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any]
) -> None:
    empty = csv_text(make_answer(), "it")
    without_office = csv_text(make_answer(make_thing(office=None, parts=(), tags=())), "it")

    assert empty == ",".join(HEADER) + "\n"
    assert without_office.startswith(empty)
    assert _read(without_office)[0]["office.name"] == ""


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0", id="plus"),
        pytest.param("-2+3", "'-2+3", id="minus"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("\r=1", "'\n=1", id="carriage return"),
        pytest.param("+390331877298", "+390331877298", id="a telephone is a number"),
        pytest.param("-12.5", "-12.5", id="a negative number"),
        pytest.param("Nido = bello", "Nido = bello", id="a sign inside"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any], words: str, cell: str
) -> None:
    (row,) = _read(csv_text(make_answer(make_thing(thing_id=words)), "it"))

    assert row["thing_id"] == cell


@given(words=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12), count=st.integers(0, 4))
def test_any_text_makes_as_many_records_as_rows(words: str, count: int) -> None:
    rows = [_PLACE | {"label": words}] * count

    read = _read(csv_text(_place_answer(rows), "it"))

    assert len(read) == count
    assert all(not row["label"].startswith(("=", "@", "\t")) for row in read)


_PLACE: dict[str, Any] = {
    "label": "",
    "lon": 9.0,
    "lat": 45.0,
    "quality": "place",
    "what": "place",
    "municipality_code": None,
    "municipality_name": None,
    "province_short": None,
    "score": 100.0,
    "is_demo": False,
}


def _place_answer(rows: list[dict[str, Any]]) -> PlaceAnswer:
    return PlaceAnswer(
        rows=tuple(PlaceRow(**row) for row in rows),
        sentence=Phrase("layers.practices"),
        method=Phrase("layers.practices"),
        parameters={},
    )


@pytest.mark.parametrize(
    "answer_type",
    [NearbyAnswer, TerritoryAnswer, InitiativesAnswer, PracticesAnswer, LayersAnswer, PlaceAnswer],
)
def test_every_answer_has_a_header_without_doubles(answer_type: Any) -> None:
    columns = csv_columns(answer_type)

    assert len(columns) == len(set(columns)) > 3
    assert "is_demo" not in columns[1:]


def test_the_same_answer_is_the_same_text(make_answer: Callable[..., Any], make_thing: Callable[..., Any]) -> None:
    answer = make_answer(make_thing(), make_thing(thing_id="b", is_demo=True))

    assert csv_text(answer, "en") == csv_text(answer, "en")
    assert len(_read(csv_text(answer, "en"))) == len(envelope(answer, "en")["rows"])  # type: ignore[arg-type]
