import pytest

from geodata.codes import Level
from welfare_map.questions.units import find_unit
from welfare_map.snapshot import Snapshot


@pytest.mark.parametrize(
    ("words", "level", "code"),
    [
        pytest.param("Uno", Level.MUNICIPALITY, "901001", id="a municipality"),
        pytest.param("  uNo ", Level.MUNICIPALITY, "901001", id="case and spaces do not matter"),
        pytest.param("Alfa", Level.PROVINCE, "901", id="a province"),
        pytest.param("Provincia di Alfa", Level.PROVINCE, "901", id="a province by its Italian title"),
        pytest.param("province of Beta", Level.PROVINCE, "902", id="a province by its English title"),
        pytest.param("Vallata", Level.DISTRICT, "valle", id="an alias of a district"),
        pytest.param("Ambito Valle", Level.DISTRICT, "valle", id="a district by its title"),
    ],
)
def test_words_name_a_unit(words: str, level: Level, code: str, toy_snapshot: Snapshot) -> None:
    found = find_unit(toy_snapshot, words)
    assert found is not None
    assert (found.level, found.code) == (level, code)


@pytest.mark.parametrize("words", ["Atlantide", "", "Ambito Uno", "Provincia di Uno", "<script>", "U" * 500])
def test_words_that_name_no_unit_find_none(words: str, toy_snapshot: Snapshot) -> None:
    assert find_unit(toy_snapshot, words) is None


def test_bounds_of_a_unit_hold_those_of_its_parts(toy_snapshot: Snapshot) -> None:
    part, whole = find_unit(toy_snapshot, "Uno"), find_unit(toy_snapshot, "Provincia di Alfa")
    assert part is not None
    assert whole is not None
    assert whole.bounds[0] <= part.bounds[0] < part.bounds[2] <= whole.bounds[2]
    assert whole.bounds[1] <= part.bounds[1] < part.bounds[3] <= whole.bounds[3]
