import pytest

from geodata.errors import InputError
from welfare_map.questions.territory import municipality_codes
from welfare_map.snapshot import Snapshot


def test_municipalities_are_found_by_name_and_by_code_each_once(toy_snapshot: Snapshot) -> None:
    table = toy_snapshot.territory.municipalities
    code, name = table["municipality_code"].iloc[0], table["municipality_name"].iloc[0]
    assert municipality_codes(toy_snapshot, [name.upper(), code, f" {name} "]) == [code]


def test_a_name_that_is_not_there_tells_those_that_are_written_alike(toy_snapshot: Snapshot) -> None:
    with pytest.raises(InputError) as caught:
        municipality_codes(toy_snapshot, ["Quatro"])
    assert caught.value.key == "error.unknown_name"
    assert "Quattro" in str(caught.value.values["near"])


@pytest.mark.parametrize(
    ("said", "key"), [("999999", "error.unknown_municipality"), ("Xyz", "error.unknown_territory")]
)
def test_what_is_like_nothing_is_refused(toy_snapshot: Snapshot, said: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        municipality_codes(toy_snapshot, [said])
    assert caught.value.key == key
