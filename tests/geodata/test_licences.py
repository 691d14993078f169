from urllib.parse import urlsplit

import pytest

from geodata.licences import LICENCES, Licence


@pytest.mark.parametrize("licence", LICENCES.values(), ids=list(LICENCES))
def test_a_licence_has_a_name_and_a_web_address(licence: Licence) -> None:
    assert licence.name
    assert urlsplit(licence.url).scheme == "https"


def test_a_licence_is_found_by_its_own_code() -> None:
    assert all(code == licence.code for code, licence in LICENCES.items())
