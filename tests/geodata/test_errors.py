import pytest

from geodata import errors
from geodata.errors import DuplicateKeyError, InputError, MissingColumnsError, WelfareMapError


def error_classes() -> list[type[Exception]]:
    return [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, Exception)]


@pytest.mark.parametrize("error_class", error_classes(), ids=lambda item: item.__name__)
def test_every_error_is_of_our_tree_and_drawn_in_it(error_class: type[Exception]) -> None:
    assert issubclass(error_class, WelfareMapError)
    assert error_class is WelfareMapError or error_class.__name__ in str(errors.__doc__)


def test_an_input_error_says_key_and_values_in_one_line() -> None:
    error = InputError("error.bad_km", value=0, maximum=200)
    assert str(error) == "error.bad_km: value=0, maximum=200"
    assert (error.key, dict(error.values)) == ("error.bad_km", {"value": 0, "maximum": 200})


def test_an_input_error_without_values_is_its_key() -> None:
    assert str(InputError("error.one_limit")) == "error.one_limit"


def test_missing_columns_name_what_is_missing_and_what_is_there() -> None:
    error = MissingColumnsError("services", ["kind", "name"], ["nome"])
    assert error.missing == ("kind", "name")
    assert str(error) == "table services: missing column(s) kind, name; found: nome"


def test_a_doubled_key_is_named() -> None:
    assert str(DuplicateKeyError("services", "service_id", ["a", "b"])) == "table services: duplicate service_id: a, b"
