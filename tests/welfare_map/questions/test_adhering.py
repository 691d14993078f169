"""How a firm joins: what it brings, which office answers, what is not documented; the toy agreements are the start."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from geodata.errors import InputError
from welfare_map.model import OWN_FIRM, AdheringAnswer, AdheringQuery, AdheringRow, Firm
from welfare_map.questions.adhering import adhering
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
UNO, TRE, QUATTRO, CINQUE = "901001", "901003", "901004", "902001"

Rows = Sequence[Mapping[str, Any]]


def ask(snapshot: Snapshot, initiative_id: str = "patto-valle", **options: Any) -> AdheringAnswer:
    return adhering(snapshot, AdheringQuery(as_of_on=DAY, initiative_id=initiative_id, **options))


def row_of(answer: AdheringAnswer) -> AdheringRow:
    (row,) = answer.rows
    return row


@pytest.fixture(scope="session")
def joinable(
    make_snapshot: Callable[..., Snapshot],
    make_initiative: Callable[..., dict[str, Any]],
    agreement_tables: Mapping[str, Rows],
) -> Snapshot:
    """
    Add an initiative of the district valle whose document names the office of Uno and Due, with two benefits.

    Quattro is in valle and no office serves it; Tre is in monte.
    """
    benefit = {"initiative_id": "patto-valle", "document_id": "toy-document", "name_en": "x", "description_it": "y"}
    own = make_initiative(
        "patto-valle", "Patto", "district:valle", document_ids="toy-document", contact_email="altro@example.org"
    )
    tables = {
        **agreement_tables,
        "initiatives": (*agreement_tables["initiatives"], own),
        "adhesion_benefits": (
            {**benefit, "benefit_number": 2, "name_it": "Fondi", "paragraph": 9},
            {**benefit, "benefit_number": 1, "name_it": "Scambio", "paragraph": 4},
            {**benefit, "benefit_number": 1, "name_it": "Altrui", "paragraph": 4, "initiative_id": "bando"},
        ),
        "documents": (
            *agreement_tables["documents"],
            {"document_id": "toy-document", "title": "Atto", "published_on": "2023-04-14", "language": "it"},
        ),
    }
    return make_snapshot(tables)


def test_benefits_are_the_initiatives_own_in_their_order_with_paragraph(joinable: Snapshot) -> None:
    row = row_of(ask(joinable))

    assert [(step.name["it"], step.document_id, step.paragraph) for step in row.benefits] == [
        ("Scambio", "toy-document", 4),
        ("Fondi", "toy-document", 9),
    ]


@pytest.mark.parametrize(
    ("code", "sentence", "serves", "covers_here"),
    [
        pytest.param(UNO, "adhering.sentence.write", [True], True, id="a municipality that the office serves"),
        pytest.param(QUATTRO, "adhering.sentence.no_office_here", [False], True, id="none documented for it"),
        pytest.param(TRE, "adhering.sentence.outside", [False], False, id="outside the territory"),
        pytest.param(None, "adhering.sentence.write", [None], None, id="not known where"),
    ],
)
def test_the_office_is_the_one_that_the_document_names_for_the_municipality(
    joinable: Snapshot, code: str | None, sentence: str, serves: list[bool | None], covers_here: Any
) -> None:
    answer = ask(joinable, municipality_code=code)
    row = row_of(answer)

    assert answer.sentence.key == sentence
    assert [office.serves_here for office in row.contacts] == serves
    assert [office.phones for office in row.contacts] == [("+390000000001",)]
    assert row.contacts[0].municipality_names == ("Due", "Uno")
    assert row.covers_here is covers_here


def test_without_an_office_of_its_own_the_initiatives_contact_answers(joinable: Snapshot) -> None:
    (contact,) = row_of(ask(joinable, "alleanza")).contacts

    assert (contact.phones, contact.serves_here) == (("+390000000003", "+390000000004"), None)


def test_an_initiative_without_any_contact_says_so(joinable: Snapshot, make_snapshot: Callable[..., Snapshot]) -> None:
    (row,) = ask(joinable, "bando").rows
    assert row.contacts == ()

    tables = {"initiatives": [{**one, "is_ongoing": None} for one in joinable.table("initiatives").to_dict("records")]}
    assert ask(make_snapshot(tables), "bando").sentence.key == "adhering.sentence.no_contact"


def test_a_demonstration_agreement_can_not_be_joined_and_has_no_office(joinable: Snapshot) -> None:
    answer = ask(joinable, "demo-accordo", municipality_code=UNO)

    assert (answer.sentence.key, answer.has_demo) == ("adhering.sentence.demo", True)
    assert (row_of(answer).standing, row_of(answer).contacts) == ("demo", ())


def test_a_firm_that_has_joined_is_told_and_its_own_municipality_counts(joinable: Snapshot) -> None:
    answer = ask(joinable, "alleanza", me=firm_seen(joinable, "filanda"))

    assert answer.sentence.key == "adhering.sentence.joined"
    assert (row_of(answer).municipality_code, row_of(answer).has_joined) == (UNO, True)
    assert answer.parameters["organisation_id"] == "filanda"


def test_a_firm_from_beyond_the_area_is_nowhere_and_an_unknown_municipality_is_refused(joinable: Snapshot) -> None:
    far = Firm(organisation_id=OWN_FIRM, organisation_name="Lontana", organisation_kind="company")
    for code in (None, "058091"):
        me = Firm(**{**{name: getattr(far, name) for name in far.__dataclass_fields__}, "municipality_code": code})
        assert row_of(ask(joinable, me=me)).covers_here is None
    with pytest.raises(InputError):
        ask(joinable, municipality_code="058091")


def test_an_initiative_that_is_none_is_refused(joinable: Snapshot) -> None:
    with pytest.raises(InputError, match="nobody"):
        ask(joinable, "nobody")
