from dataclasses import replace

import pytest

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.questions.territory import level_and_code, municipality_codes
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
    ("said", "wanted", "near"),
    [
        pytest.param("Uno", Level.DISTRICT, "Valle", id="a village has a district"),
        pytest.param("Vale", Level.DISTRICT, "Valle", id="a slip of the hand"),
        pytest.param("Uno", Level.PROVINCE, "Alfa", id="a village has a province"),
    ],
)
def test_a_name_of_another_level_tells_what_it_lies_in(
    toy_snapshot: Snapshot, said: str, wanted: Level, near: str
) -> None:
    """A mayor who asks for the brief of the own village is told whose brief has it."""
    with pytest.raises(InputError) as caught:
        level_and_code(toy_snapshot, said, wanted)
    assert caught.value.key == "error.unknown_name"
    assert near in str(caught.value.values["near"])


@pytest.mark.parametrize(
    ("said", "key"), [("999999", "error.unknown_municipality"), ("Xyz", "error.unknown_territory")]
)
def test_what_is_like_nothing_is_refused(toy_snapshot: Snapshot, said: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        municipality_codes(toy_snapshot, [said])
    assert caught.value.key == key


@pytest.fixture
def homonyms(toy_snapshot: Snapshot) -> Snapshot:
    """Call two municipalities of different provinces the same, as Livo of Como and Livo of Trento."""
    territory = toy_snapshot.territory
    table = territory.municipalities.replace({"municipality_name": {"Uno": "Livo", "Nove": "Livo"}})
    return replace(toy_snapshot, territory=replace(territory, municipalities=table))


def test_a_name_of_two_municipalities_tells_both_with_province_and_code(homonyms: Snapshot) -> None:
    for ask in (lambda: municipality_codes(homonyms, ["livo"]), lambda: level_and_code(homonyms, "Livo")):
        with pytest.raises(InputError) as caught:
            ask()
        assert caught.value.key == "error.ambiguous_name"
        assert caught.value.values["found"] == "Livo (AA), 901001; Livo (BB), 902005"


def test_a_homonym_is_found_with_its_province_or_its_code(homonyms: Snapshot) -> None:
    assert level_and_code(homonyms, "Livo (BB)") == (Level.MUNICIPALITY, "902005")
    assert municipality_codes(homonyms, ["livo (aa)", "902005"]) == ["901001", "902005"]
    with pytest.raises(InputError):
        level_and_code(homonyms, "Livo (CC)")
