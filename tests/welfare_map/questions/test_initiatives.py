from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from geodata.codes import PracticeTheme
from geodata.errors import InputError
from welfare_map.model import InitiativesAnswer, InitiativesQuery
from welfare_map.questions.initiatives import initiatives, territories
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
VALLE = ("901001", "901002", "901004", "902001", "902003", "902004")


def _ids(answer: InitiativesAnswer) -> list[str]:
    return [row.initiative_id for row in answer.rows]


def _asked(snapshot: Snapshot, **options: Any) -> InitiativesAnswer:
    return initiatives(snapshot, InitiativesQuery(as_of_on=DAY, **options))


def test_demonstration_agreements_are_left_out_unless_asked_for(agreements: Snapshot) -> None:
    answer = _asked(agreements)

    assert _ids(answer) == ["alleanza", "bando"]
    assert not answer.has_demo
    assert [note.source_id for note in answer.sources] == ["toy"]


def test_demonstration_agreements_come_last_and_say_so(agreements: Snapshot) -> None:
    answer = _asked(agreements, include_demo=True)

    assert _ids(answer) == ["alleanza", "bando", "demo-accordo"]
    assert [row.is_demo for row in answer.rows] == [False, False, True]
    assert answer.has_demo
    assert answer.sentence.words("it") == "2 accordi e progetti documentati, più 1 dimostrativi."


def test_territory_items_become_the_municipalities_of_the_area(agreements: Snapshot) -> None:
    by_id = {row.initiative_id: row.municipality_codes for row in _asked(agreements).rows}

    assert by_id["alleanza"] == VALLE
    assert by_id["bando"] == ("902001", "902002", "902003", "902004", "902005")


def test_members_come_by_role_and_phases_by_number(agreements: Snapshot) -> None:
    row = _asked(agreements).rows[0]

    assert [(member.organisation_name, member.role) for member in row.members] == [
        ("C.G.I.L. Valle", "lead"),
        ("Filanda S.r.l.", "member"),
    ]
    assert [(phase.number, phase.name["it"], phase.start_year, phase.paragraph) for phase in row.phases] == [
        (1, "Ascolto", None, 7),
        (2, "Prova", 2022, None),
    ]
    assert [action.name["en"] for action in row.actions] == ["Navetta (en)"]


def test_documents_phones_and_unknown_years_come_as_they_are(agreements: Snapshot) -> None:
    alleanza, bando = _asked(agreements).rows

    assert [document.title for document in alleanza.sources] == ["Patto della Valle", "Bando"]
    assert alleanza.sources[0].publisher is None
    assert alleanza.contact_phones == ("+390000000003", "+390000000004")
    assert (alleanza.start_year, alleanza.end_year, alleanza.is_ongoing) == (2020, None, True)
    assert (bando.start_year, bando.end_year, bando.is_ongoing) == (2015, 2018, None)
    assert bando.short_name == "Bando Beta"
    assert (alleanza.practice_count, bando.practice_count) == (3, 2)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        pytest.param(("901001",), ["alleanza"], id="a municipality of the district only"),
        pytest.param(("902001",), ["alleanza", "bando"], id="a municipality of both"),
        pytest.param(("901003",), [], id="a municipality of none"),
        pytest.param(("901003", "902005"), ["bando"], id="one of two municipalities is enough"),
    ],
)
def test_a_municipality_keeps_the_initiatives_that_cover_it(
    agreements: Snapshot, codes: tuple[str, ...], expected: list[str]
) -> None:
    assert _ids(_asked(agreements, municipality_codes=codes)) == expected


def test_a_theme_keeps_the_initiatives_with_a_practice_of_it(agreements: Snapshot) -> None:
    assert _ids(_asked(agreements, theme=PracticeTheme.WORKING_HOURS)) == ["alleanza"]
    assert _ids(_asked(agreements, theme=PracticeTheme.MAPPING)) == []


def test_an_unknown_municipality_is_refused(agreements: Snapshot) -> None:
    with pytest.raises(InputError, match="unknown_municipality"):
        _asked(agreements, municipality_codes=("999999",))


def test_a_place_outside_the_area_adds_nothing(
    make_snapshot: Callable[..., Snapshot], make_initiative: Callable[..., dict[str, Any]]
) -> None:
    row = make_initiative("lontano", "Lontano", "province:903|municipality:901001")

    assert territories(make_snapshot({"initiatives": (row,)})) == {"lontano": ("901001",)}


def test_the_answer_leaves_the_tables_as_they_were(agreements: Snapshot) -> None:
    before = {name: agreements.table(name).copy() for name in ("initiatives", "adhesions", "documents")}

    _asked(agreements, include_demo=True)

    for name, table in before.items():
        pd.testing.assert_frame_equal(table, agreements.table(name))


def test_an_empty_register_has_no_initiative(make_snapshot: Callable[..., Snapshot]) -> None:
    answer = _asked(make_snapshot({}))

    assert answer.rows == ()
    assert answer.sentence.key == "initiatives.sentence_none"
