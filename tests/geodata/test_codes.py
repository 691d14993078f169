import re
from enum import StrEnum

import pytest

from geodata import codes
from geodata.codes import KIND_FACTS, ElderRole, ServiceGroup, ServiceKind, kinds_of

VOCABULARIES = [item for item in vars(codes).values() if isinstance(item, type) and issubclass(item, StrEnum)]


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_a_code_is_plain_lower_case_text(vocabulary: type[StrEnum]) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in vocabulary)


def test_every_kind_belongs_to_one_group_and_every_group_has_kinds() -> None:
    assert sorted(kind for group in ServiceGroup for kind in kinds_of(group)) == sorted(ServiceKind)
    assert all(kinds_of(group) for group in ServiceGroup)


def test_kinds_of_a_group_come_in_the_order_of_the_vocabulary() -> None:
    assert kinds_of(ServiceGroup.FAMILY) == (ServiceKind.FAMILY_CLINIC, ServiceKind.FAMILY_DESK)


def test_ages_of_a_kind_are_both_given_and_in_order() -> None:
    for facts in KIND_FACTS.values():
        assert (facts.min_age_months is None) == (facts.max_age_months is None)
        assert facts.min_age_months is None or facts.min_age_months < (facts.max_age_months or 0)


def test_elder_roles_are_those_of_the_kinds_for_elders() -> None:
    roles = {kind: facts.elder_role for kind, facts in KIND_FACTS.items() if facts.elder_role}
    assert set(roles) == set(kinds_of(ServiceGroup.ELDERS))
    assert set(roles.values()) == set(ElderRole)
