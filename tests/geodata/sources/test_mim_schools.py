from typing import Any

import pytest

from geodata.notices import count_by_rule
from geodata.sources.mim_schools import NON_STATE, STATE

List = Any


def test_a_preschool_is_cleaned(school_list: List) -> None:
    (row,), notices = school_list.read(school_list.csv())

    assert row == {
        "source_key": "AA1A00000X",
        "kind": "preschool",
        "name": "Asilo Infantile di Prova",
        "address": "Via Proverbio, 23",
        "postcode": "21054",
        "email": None,
        "website": None,
        "municipality_code": "901001",
        "lon": None,
        "lat": None,
        "position_quality": "municipality",
        "ownership": "private",
    }
    assert notices == ()


def test_a_former_cadastral_code_leads_to_the_municipality_of_today(school_list: List) -> None:
    (row,), (notice,) = school_list.read(
        school_list.csv(school_list.row(CODICECOMUNESCUOLA="A645", DESCRIZIONECOMUNE="BARDELLO", PROVINCIA="VARESE"))
    )

    assert row["municipality_code"] == "012144"
    assert (notice.rule, notice.detail) == ("former_cadastral_code", "A645 → 012144")


def test_an_unknown_cadastral_code_falls_back_on_the_name(school_list: List) -> None:
    (row,), notices = school_list.read(school_list.csv(school_list.row(CODICECOMUNESCUOLA="X999")))

    assert row["municipality_code"] == "901001"
    assert notices == ()


def test_a_school_nowhere_is_kept_without_a_municipality(school_list: List) -> None:
    (row,), (notice,) = school_list.read(
        school_list.csv(school_list.row(CODICECOMUNESCUOLA="X999", DESCRIZIONECOMUNE="ALTROVE"))
    )

    assert (row["municipality_code"], row["position_quality"]) == (None, "none")
    assert (notice.rule, notice.detail) == ("unknown_municipality", "X999 ALTROVE (ALFA)")


def test_other_grades_are_left_out_and_counted(school_list: List) -> None:
    grades = ["SCUOLA PRIMARIA NON STATALE", "SCUOLA PRIMARIA NON STATALE", "SCUOLA SEC. PRIMO GRADO NON STATALE"]
    others = [
        school_list.row(CODICESCUOLA=str(number), DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA=grade)
        for number, grade in enumerate(grades)
    ]

    rows, notices = school_list.read(school_list.csv(school_list.row(), *others))

    assert len(rows) == 1
    assert [notice.detail for notice in notices] == [
        "SCUOLA PRIMARIA NON STATALE: 2",
        "SCUOLA SEC. PRIMO GRADO NON STATALE: 1",
    ]


def test_a_grade_that_nobody_knows_is_noticed(school_list: List) -> None:
    other = school_list.row(CODICESCUOLA="2", DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA="SCUOLA DI VOLO")

    _, notices = school_list.read(school_list.csv(school_list.row(), other))

    assert count_by_rule(notices) == {"unknown_kind": 1}


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        ("VIA ALLA PROVAN.5", "Via alla Prova, 5"),
        ("VIA DEI PROVERBI N. 57/A", "Via dei Proverbi, 57/A"),
        ("VIA DELLE PROVE4/6", "Via delle Prove, 4/6"),
        ("VIA PROVA 4", "Via Prova 4"),
    ],
)
def test_glued_house_numbers_come_off(school_list: List, published: str, clean: str) -> None:
    (row,), _ = school_list.read(school_list.csv(school_list.row(INDIRIZZOSCUOLA=published)))

    assert row["address"] == clean


def test_state_schools_are_public_and_have_their_own_file() -> None:
    assert STATE.api_url != NON_STATE.api_url
    assert STATE.api_url.endswith(f"/{STATE.dataset_id}.csv")
    assert (NON_STATE.is_tried, STATE.is_tried) == (True, False)
