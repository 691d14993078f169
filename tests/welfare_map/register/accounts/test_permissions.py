"""Who may do what: the whole table written out by hand, and what counts as one's own."""

import pytest

from geodata.errors import InputError
from geodata.territory import Territory
from welfare_map.register.accounts.actors import VISITOR, Actor, Role
from welfare_map.register.accounts.permissions import Action, is_allowed, is_own, may, may_read, require

ROLES = ("visitor", "provider", "contributor", "curator", "administrator", "source")
WRITTEN = """
    see             own+other  own+other  own+other  own+other  own+other  own+other
    propose         own+other  own+other  own+other  own+other  own+other  -
    report          own+other  own+other  own+other  own+other  own+other  -
    confirm         -          own        own        own        own+other  -
    edit            -          -          -          own        own+other  -
    decide          -          -          -          own        own+other  -
    restore         -          -          -          own        own+other  -
    merge           -          -          -          own        own+other  -
    import_direct   -          -          -          own        own+other  -
    manage_accounts -          -          -          -          own+other  -
    update_sources  -          -          -          -          own+other  -
    survey          -          -          own        own        own+other  -
    keep_plan       -          -          own        own        own+other  -
    keep_scenario   -          -          own        own        own+other  -
"""
"""One line per action, one column per role, in the order of ``ROLES``."""
CELLS = [
    pytest.param(role, words[0], whose, whose in cell.split("+"), id=f"{role} {words[0]} {whose}")
    for words in (line.split() for line in WRITTEN.strip().splitlines())
    for role, cell in zip(ROLES, words[1:], strict=True)
    for whose in ("own", "other")
]
CURATOR = Actor("anna", Role.CURATOR, district_ids=("valle",))
CONTRIBUTOR = Actor("carla", Role.CONTRIBUTOR, organisation_ids=("firm", "union"))


@pytest.mark.parametrize(("role", "action", "whose", "expected"), CELLS)
def test_a_role_may_do_what_the_table_says_and_nothing_else(
    role: str, action: str, whose: str, *, expected: bool
) -> None:
    assert is_allowed(Role(role), Action(action), is_own=whose == "own") is expected


def test_the_written_table_names_every_role_and_action() -> None:
    assert {cell.values[0] for cell in CELLS} == {role.value for role in Role}
    assert {cell.values[1] for cell in CELLS} == {action.value for action in Action}


@pytest.mark.parametrize(
    ("actor", "record", "expected"),
    [
        pytest.param(CURATOR, {"municipality_code": "901001"}, True, id="municipality of the district"),
        pytest.param(CURATOR, {"municipality_code": "901003"}, False, id="municipality of another district"),
        pytest.param(CURATOR, {"municipality_code": "903001"}, False, id="municipality outside the map"),
        pytest.param(CURATOR, {"municipality_code": None}, False, id="municipality not known"),
        pytest.param(CURATOR, {}, False, id="record without a place"),
        pytest.param(CURATOR, {"territory": "district:valle"}, True, id="initiative of the district"),
        pytest.param(CURATOR, {"territory": "municipality:901001|municipality:901002"}, True, id="two of the district"),
        pytest.param(CURATOR, {"territory": "district:valle|district:monte"}, False, id="initiative of two districts"),
        pytest.param(CURATOR, {"territory": "province:901"}, False, id="initiative of a province across districts"),
        pytest.param(CURATOR, {"territory": "nonsense"}, False, id="territory that is none"),
        pytest.param(CONTRIBUTOR, {"organisation_id": "firm"}, True, id="own organisation"),
        pytest.param(CONTRIBUTOR, {"organisation_id": "other"}, False, id="another organisation"),
        pytest.param(CONTRIBUTOR, {"municipality_code": "901001"}, False, id="record without organisation"),
        pytest.param(CONTRIBUTOR, {"organisation_ids": "other|firm"}, True, id="plan of the own organisation"),
        pytest.param(CONTRIBUTOR, {"organisation_ids": "other|firma"}, False, id="plan of other organisations"),
        pytest.param(CONTRIBUTOR, {"organisation_ids": None}, False, id="plan of nobody"),
        pytest.param(
            CURATOR,
            {"organisation_ids": "a|b", "territory": "municipality:901001|municipality:901003"},
            True,
            id="plan of firms in two districts",
        ),
        pytest.param(
            CURATOR, {"organisation_ids": "a", "territory": "municipality:901003"}, False, id="plan elsewhere"
        ),
        pytest.param(CURATOR, {"organisation_ids": "a", "territory": ""}, False, id="plan of firms without a place"),
        pytest.param(Actor("", Role.PROVIDER), {"municipality_code": "901001"}, True, id="whoever opened a link"),
        pytest.param(Actor("root", Role.ADMINISTRATOR), {}, True, id="administrator"),
        pytest.param(VISITOR, {"municipality_code": "901001"}, False, id="visitor"),
    ],
)
def test_a_record_is_ones_own_by_organisation_or_district(
    toy_territory: Territory, actor: Actor, record: dict[str, str | None], *, expected: bool
) -> None:
    assert is_own(actor, record, toy_territory) is expected


@pytest.mark.parametrize("visibility", ["adherents", "counts"])
@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        pytest.param(CURATOR, True, id="curator of the district"),
        pytest.param(Actor("x", Role.CURATOR, district_ids=("monte",)), False, id="curator of another district"),
        pytest.param(CONTRIBUTOR, True, id="the firm itself"),
        pytest.param(Actor("c", Role.CONTRIBUTOR, organisation_ids=("other",)), False, id="another firm"),
        pytest.param(Actor("root", Role.ADMINISTRATOR), True, id="administrator"),
        pytest.param(Actor("", Role.PROVIDER), False, id="whoever opened a link"),
        pytest.param(VISITOR, False, id="visitor"),
    ],
)
def test_what_a_firm_does_not_show_to_all_is_read_by_its_own_and_by_its_curators(
    toy_territory: Territory, actor: Actor, visibility: str, *, expected: bool
) -> None:
    need = {"organisation_id": "firm", "municipality_code": "901001"}
    assert may_read(actor, {**need, "visibility": visibility}, toy_territory) is expected
    assert may_read(actor, {**need, "visibility": "public"}, toy_territory)
    assert may_read(actor, need, toy_territory)


def test_nobody_owns_without_districts_or_organisations(toy_territory: Territory) -> None:
    empty = (Actor("a", Role.CURATOR), Actor("b", Role.CONTRIBUTOR))
    assert not any(is_own(actor, {"municipality_code": "901001"}, toy_territory) for actor in empty)
    assert not is_own(empty[1], {"organisation_id": None}, toy_territory)


def test_what_is_not_allowed_is_refused_in_words(toy_territory: Territory) -> None:
    home = {"municipality_code": "901001"}
    require(CURATOR, Action.EDIT, record=home, territory=toy_territory)
    for actor in (VISITOR, CONTRIBUTOR, Actor("x", Role.CURATOR, district_ids=("monte",))):
        with pytest.raises(InputError) as refused:
            require(actor, Action.EDIT, record=home, territory=toy_territory)
        assert refused.value.key == "error.not_allowed"


def test_without_a_record_nothing_is_ones_own(toy_territory: Territory) -> None:
    assert not may(CURATOR, Action.EDIT)
    assert not may(CURATOR, Action.EDIT, territory=toy_territory)
    assert may(Actor("root", Role.ADMINISTRATOR), Action.EDIT)
