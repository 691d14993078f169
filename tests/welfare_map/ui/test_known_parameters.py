"""What an address may say, against the tables at the head of the modules that write addresses."""

import re
from datetime import date

import pytest

from welfare_map import share, share_access, share_coverage, share_siting, share_whatif
from welfare_map.parameters import Address
from welfare_map.texts import has_text
from welfare_map.ui.address_values import known_parameters
from welfare_map.ui.components.unread import READ
from welfare_map.ui.unread_words import VISIT

NAMES_OF_THINGS = frozenset({"layers", "territory", "selected", "saved", "compared", "initiative", "organisation"})
"""Parameters of every page that take any words: the page looks for what they name."""
MORE_NAMES = frozenset({"partners", "frame"})


def table_of(module: object) -> set[str]:
    table = re.findall(r"^(``.*?) {2,}", str(module.__doc__), flags=re.MULTILINE)
    return {name.strip(" `") for row in table for name in row.split(",")}


@pytest.mark.parametrize("module", [share, share_access, share_coverage, share_siting, share_whatif])
def test_every_parameter_of_the_public_tables_is_looked_for(module: object) -> None:
    names = table_of(module)
    assert len(names) > 4
    assert names <= known_parameters()


def test_what_no_parameter_can_mean_is_remembered_for_every_one_of_them() -> None:
    names = table_of(share)
    address = Address(dict.fromkeys(names, "§"))
    share.read_nearby_from((0.0, 0.0), address, date.min)
    share.read_point(address)
    share.read_view(address)
    assert names - address.unread.keys() == NAMES_OF_THINGS | MORE_NAMES


def test_every_parameter_that_may_be_left_out_has_a_name_in_words() -> None:
    assert table_of(share) == READ[VISIT].keys()
    assert [name for name in READ[VISIT] if not has_text(f"unread.name.{name}")] == []
    sections = {name for reader, names in READ.items() if reader != VISIT for name in names}
    assert [name for name in sections if not has_text(f"coverage.unread.name.{name}")] == []
