"""What an address may say, against the tables at the head of the modules that write addresses."""

import re

import pytest

from welfare_map import share, share_access, share_coverage, share_siting, share_whatif
from welfare_map.ui.state import known_parameters


@pytest.mark.parametrize("module", [share, share_access, share_coverage, share_siting, share_whatif])
def test_every_parameter_of_the_public_tables_is_looked_for(module: object) -> None:
    table = re.findall(r"^(``.*?) {2,}", str(module.__doc__), flags=re.MULTILINE)
    names = {name.strip(" `") for row in table for name in row.split(",")}
    assert len(names) > 4
    assert names <= known_parameters()
