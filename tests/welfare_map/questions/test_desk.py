"""Whom to call, what applies, what the employer joined; the toy agreements stand in ``conftest.py``."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.errors import InputError
from welfare_map.model import DeskAnswer, DeskPlace, DeskQuery
from welfare_map.questions.desk import desk
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
UNO, TRE, CINQUE = (DeskPlace(code=code) for code in ("901001", "901003", "902001"))


def _asked(snapshot: Snapshot, **options: Any) -> DeskAnswer:
    return desk(snapshot, DeskQuery(as_of_on=DAY, **options))


def _initiative_ids(answer: DeskAnswer) -> list[list[str]]:
    return [[item.initiative_id for item in row.initiatives] for row in answer.rows]


def test_home_comes_before_work_and_each_has_its_own_agreements(agreements: Snapshot) -> None:
    answer = _asked(agreements, home=TRE, work=CINQUE)

    assert [(row.where, row.municipality_name) for row in answer.rows] == [("home", "Tre"), ("work", "Cinque")]
    assert _initiative_ids(answer) == [[], ["alleanza", "bando"]]


def test_an_agreement_known_to_have_ended_says_so_and_comes_after(agreements: Snapshot) -> None:
    (row,) = _asked(agreements, work=CINQUE).rows

    assert [item.has_ended for item in row.initiatives] == [False, True]


def test_one_municipality_for_home_and_work_is_one_row(agreements: Snapshot, at_km: Callable[..., Any]) -> None:
    lon, lat = at_km(5, 5)

    answer = _asked(agreements, home=UNO, work=DeskPlace(lon=lon, lat=lat))

    assert [(row.where, row.municipality_code) for row in answer.rows] == [("both", "901001")]


def test_demonstration_agreements_and_firms_take_part_only_when_asked_for(agreements: Snapshot) -> None:
    without = _asked(agreements, work=UNO, employer="forno")
    with_demo = _asked(agreements, work=UNO, employer="forno", include_demo=True)

    assert (without.has_demo, without.employers, _initiative_ids(without)) == (False, (), [["alleanza"]])
    assert (with_demo.has_demo, _initiative_ids(with_demo)) == (True, [["alleanza", "demo-accordo"]])
    (employer,) = with_demo.employers
    assert employer.is_demo
    assert [adhesion.is_demo for adhesion in employer.adhesions] == [True]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("filanda", ["filanda"], id="the identifier"),
        pytest.param("FILANDA srl", ["filanda"], id="the name, written otherwise"),
        pytest.param("valle", ["unione"], id="a word inside the name"),
        pytest.param("valle cgi", ["unione"], id="beginnings of words, in any order"),
        pytest.param("ilanda", [], id="the middle of a word"),
        pytest.param("--", [], id="no word at all"),
    ],
)
def test_an_employer_is_found_by_identifier_or_by_words_of_the_name(
    agreements: Snapshot, words: str, expected: list[str]
) -> None:
    assert [row.organisation_id for row in _asked(agreements, work=UNO, employer=words).employers] == expected


def test_an_adhesion_names_its_document_and_the_employers_own_practices(agreements: Snapshot) -> None:
    (employer,) = _asked(agreements, employer="filanda").employers
    (adhesion,) = employer.adhesions

    assert (adhesion.initiative_name, adhesion.role) == ("Alleanza della Valle", "member")
    assert adhesion.document is not None
    assert adhesion.document.title == "Patto della Valle"
    assert [title["it"] for title in adhesion.practice_titles] == ["Orari"]


def test_an_adhesion_without_a_document_is_not_told(
    make_snapshot: Callable[..., Snapshot], agreement_tables: Mapping[str, Sequence[Mapping[str, Any]]]
) -> None:
    rumours = [
        {**row, "document_id": None} if row["organisation_id"] == "filanda" else row
        for row in agreement_tables["adhesions"]
    ]

    answer = _asked(make_snapshot({**agreement_tables, "adhesions": rumours}), employer="filanda")

    assert [row.adhesions for row in answer.employers] == [()]
    assert answer.sentence.words("it") == "Filanda S.r.l.: nessuna adesione documentata."


def test_the_documented_office_is_named_and_an_unknown_one_is_not_invented(agreements: Snapshot) -> None:
    answer = _asked(agreements, home=TRE, work=UNO)
    unknown, known = answer.rows

    assert unknown.district_office is None
    assert known.district_office is not None
    assert known.district_office.office_id == "valle-ufficio"
    assert answer.sentence.key == "desk.sentence.office"
    assert answer.sentence.values["town"] == "Uno"


def test_the_sentence_says_when_no_office_is_documented(agreements: Snapshot) -> None:
    assert _asked(agreements, work=TRE).sentence.key == "desk.sentence.no_office"


@pytest.mark.parametrize(
    ("options", "key"),
    [
        pytest.param({}, "nobody_asked", id="nothing"),
        pytest.param({"home": DeskPlace(), "employer": " "}, "nobody_asked", id="empty places and words"),
        pytest.param({"home": DeskPlace(lon=9.0)}, "half_a_point", id="half a point"),
        pytest.param({"home": DeskPlace(code="901001", lon=9.0, lat=45.0)}, "code_and_point", id="code and point"),
        pytest.param({"work": DeskPlace(code="999999")}, "unknown_territory", id="unknown code"),
        pytest.param({"work": DeskPlace(code="901")}, "level_of_code", id="a province"),
    ],
)
def test_what_cannot_be_asked_is_refused(agreements: Snapshot, options: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError, match=key):
        _asked(agreements, **options)


def test_where_somebody_lives_is_not_repeated_in_the_answer(agreements: Snapshot) -> None:
    parameters = _asked(agreements, home=TRE, work=CINQUE).parameters

    assert "home" not in parameters
    assert TRE.code not in str(parameters)
    assert CINQUE.code in str(parameters["work"])
