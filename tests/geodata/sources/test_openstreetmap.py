import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import ServiceKind
from geodata.sources.openstreetmap import Element, age_months, service_kind, services

K = ServiceKind


@pytest.mark.parametrize(
    ("tags", "kind", "is_assumed"),
    [
        pytest.param({"amenity": "kindergarten", "isced:level": "010"}, K.NURSERY, False, id="level of infants"),
        pytest.param({"amenity": "childcare", "isced:level": "02"}, K.PRESCHOOL, False, id="level before school"),
        pytest.param({"amenity": "kindergarten", "max_age": "3"}, K.NURSERY, False, id="nobody above three"),
        pytest.param({"amenity": "childcare", "max_age": "36 months"}, K.NURSERY, False, id="three years in months"),
        pytest.param({"amenity": "kindergarten", "min_age": "2.5"}, K.PRESCHOOL, False, id="exactly two and a half"),
        pytest.param({"amenity": "kindergarten", "nursery": "yes"}, K.NURSERY, False, id="tagged a nursery"),
        pytest.param({"amenity": "kindergarten", "name": "ASILO NIDO IL GRILLO"}, K.NURSERY, False, id="named nido"),
        pytest.param(
            {"amenity": "kindergarten", "name": "Scuola dell'Infanzia Verdi"}, K.PRESCHOOL, False, id="named infanzia"
        ),
        pytest.param(
            {"amenity": "kindergarten", "max_age": "3", "name": "Scuola dell'infanzia"},
            K.NURSERY,
            False,
            id="age first",
        ),
        pytest.param({"amenity": "kindergarten", "name": "Asilo Verdi"}, K.PRESCHOOL, True, id="nothing decides"),
        pytest.param({"amenity": "kindergarten", "isced:level": "0"}, K.PRESCHOOL, True, id="both levels"),
        pytest.param({"amenity": "kindergarten", "min_age": "0", "max_age": "6"}, None, False, id="all ages"),
        pytest.param({"amenity": "childcare", "name": "Il Grillo"}, None, False, id="a childcare of unknown age"),
        pytest.param({"social_facility": "nursing_home"}, K.CARE_HOME, False, id="nursing home"),
        pytest.param(
            {"social_facility": "nursing_home", "social_facility:for": "disabled"}, None, False, id="not for the old"
        ),
        pytest.param({"social_facility": "assisted_living"}, K.SHELTERED_HOUSING, False, id="assisted living"),
        pytest.param(
            {"social_facility": "day_care", "social_facility:for": "senior"}, K.SENIOR_DAY_CENTRE, False, id="day, old"
        ),
        pytest.param(
            {"social_facility": "day_care", "social_facility:for": "disabled"},
            K.DISABILITY_DAY_CENTRE,
            False,
            id="day, disabled",
        ),
        pytest.param({"social_facility": "day_care"}, None, False, id="day, for nobody named"),
        pytest.param({"social_facility": "group_home;nursing_home"}, K.CARE_HOME, False, id="one of two is ours"),
    ],
)
def test_tags_decide_the_kind(*, tags: dict[str, str], kind: ServiceKind | None, is_assumed: bool) -> None:
    assert service_kind(tags) == (kind, is_assumed)


@pytest.mark.parametrize(
    ("words", "months"),
    [("3", 36), ("0", 0), ("0,5", 6), ("18 mesi", 18), ("6 years", 72), ("", None), ("3-6", None), ("99", None)],
)
def test_ages_are_years_unless_months_are_said(words: str, months: int | None) -> None:
    assert age_months(words) == months


def test_a_service_keeps_what_the_map_says_of_it() -> None:
    tags = {
        "amenity": "kindergarten",
        "name": "Nido Il Grillo",
        "operator": "Comune di Uno",
        "operator:type": "public",
        "addr:street": "Via Roma",
        "addr:housenumber": "12/B",
        "addr:postcode": "20025",
        "contact:phone": "+39 0331 000000",
        "contact:email": "nido@example.org",
        "website": "https://example.org/nido",
        "opening_hours": "Mo-Fr 07:30-18:00",
        "min_age": "3 months",
        "max_age": "3",
    }

    table, notices = services([Element("w7", 9.0, 45.5, tags)], "toy")

    assert notices == ()
    assert table.iloc[0].to_dict() == {
        "source_key": "w7",
        "kind": "nursery",
        "name": "Nido Il Grillo",
        "provider_name": "Comune di Uno",
        "ownership": "public",
        "address": "Via Roma, 12/B",
        "postcode": "20025",
        "municipality_code": None,
        "phone": "+390331000000",
        "email": "nido@example.org",
        "website": "https://example.org/nido",
        "opening_hours": "Mo-Fr 07:30-18:00",
        "min_age_months": 3,
        "max_age_months": 36,
        "lon": 9.0,
        "lat": 45.5,
        "position_quality": "exact",
    }


def test_a_nameless_service_takes_its_operators_name_or_its_key() -> None:
    home = {"social_facility": "nursing_home"}

    table, notices = services(
        [Element("n1", 9.0, 45.5, {**home, "operator": "Opera Pia"}), Element("n2", 9.0, 45.5, home)], "toy"
    )

    assert table["name"].tolist() == ["Opera Pia", "n2"]
    assert [(notice.rule, notice.row) for notice in notices] == [
        ("missing_value", "toy:n1"),
        ("missing_value", "toy:n2"),
    ]


def test_a_persons_mailbox_is_not_taken_nor_repeated() -> None:
    tags = {"social_facility": "nursing_home", "name": "Casa", "email": "mario.rossi@gmail.com"}

    table, notices = services([Element("n1", 9.0, 45.5, tags)], "toy")

    assert table["email"].tolist() == [None]
    assert [(notice.rule, notice.detail) for notice in notices] == [("personal_mailbox", "email")]


def test_what_cannot_be_used_is_left_out_and_said() -> None:
    home = {"social_facility": "nursing_home", "name": "Casa"}
    elements = [
        Element("n1", None, None, home),
        Element("n2", 2.35, 48.85, home),
        Element("n3", 9.0, 45.5, {"amenity": "childcare", "name": "Il Grillo"}),
        Element("n4", 9.0, 45.5, {"social_facility": "group_home"}),
        Element("n5", 9.0, 45.5, {"amenity": "bench"}),
        Element("n6", 9.0, 45.5, {**home, "opening_hours": "sempre"}),
        Element("n6", 9.1, 45.6, home),
    ]

    table, notices = services(elements, "toy")

    assert table["source_key"].tolist() == ["n6"]
    assert table["lon"].tolist() == [9.0]
    assert [(notice.rule, notice.row) for notice in notices] == [
        ("unusable_point", "toy:n1"),
        ("unusable_point", "toy:n2"),
        ("unknown_kind", "toy:n3"),
        ("unreadable_value", "toy:n6"),
    ]


KEYS = [
    "amenity",
    "social_facility",
    "name",
    "min_age",
    "max_age",
    "phone",
    "opening_hours",
    "addr:street",
    "isced:level",
]


@given(
    st.dictionaries(
        st.sampled_from(KEYS), st.one_of(st.text(), st.sampled_from(["kindergarten", "nursing_home", "day_care", "3"]))
    ),
    st.one_of(st.none(), st.floats()),
)
def test_any_tags_give_a_row_or_a_notice_or_nothing(tags: dict[str, str], lon: float | None) -> None:
    table, notices = services([Element("n1", lon, 45.5, tags)], "toy")

    assert len(table) <= 1
    assert all(notice.row == "toy:n1" for notice in notices)
