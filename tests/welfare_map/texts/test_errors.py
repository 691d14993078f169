import re

import pytest

from geodata.errors import InputError
from welfare_map.model import SITING_BOUNDS
from welfare_map.model.indicators import INDICATORS
from welfare_map.texts import LANGUAGES, has_text
from welfare_map.texts.errors import error_words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", SITING_BOUNDS)
def test_a_bound_is_said_without_names_of_parameters_and_without_powers_of_ten(name: str, lang: str) -> None:
    low, high = SITING_BOUNDS[name]
    error = InputError("error.siting_bounds", name=f"siting.parameter.{name}", value=3e9, minimum=low, maximum=high)
    words = error_words(error, lang)
    assert not re.search(r"[a-z]_[a-z]|e\+0|siting\.", words)
    assert ("3.000.000.000" if lang == "it" else "3,000,000,000") in words


def test_a_refused_share_keeps_its_decimals() -> None:
    assert "0,0005" in error_words(InputError("error.bad_part_time_share", value=0.0005), "it")


def test_codes_are_put_into_words() -> None:
    error = InputError("error.access_ages", value="codes.kind.nursery, codes.kind.care_home")
    assert "(Asilo nido, RSA" in error_words(error, "it")


def test_every_indicator_and_parameter_of_an_error_has_words() -> None:
    assert all(has_text(f"coverage.name.{code}") for code in INDICATORS)
    assert all(has_text(f"siting.parameter.{name}") for name in SITING_BOUNDS)
