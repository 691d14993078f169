from typing import Any

from geodata.notices import count_by_rule

List = Any


def test_a_nursery_is_cleaned_and_stands_in_milano(milano_list: List) -> None:
    (row,), notices = milano_list.read(milano_list.csv(separator=";"))

    assert row == {
        "source_key": "nido-d-infanzia_nido-prova_via_dei-proverbi_5",
        "kind": "nursery",
        "name": "Nido Prova",
        "address": "Via dei Proverbi, 5",
        "municipality_code": "015146",
        "lon": None,
        "lat": None,
        "position_quality": "municipality",
    }
    assert notices == ()


def test_a_nursery_of_several_years_counts_once_with_its_newest_row(milano_list: List) -> None:
    old = milano_list.row(CODANNOSCOLASTICO="2022", LONG_X_4326="9.10", LAT_Y_4326="45.40")
    new = milano_list.row(CODANNOSCOLASTICO="2024", LONG_X_4326="9.19", LAT_Y_4326="45.46")

    (row,), notices = milano_list.read(milano_list.csv(old, new))

    assert (row["lon"], row["lat"]) == (9.19, 45.46)
    assert count_by_rule(notices) == {"duplicate_row": 1}


def test_metres_declared_as_degrees_are_converted(milano_list: List) -> None:
    metres = milano_list.row(LONG_X_4326="1514882.6", LAT_Y_4326="5034090.2")

    (row,), notices = milano_list.read(milano_list.csv(metres))

    assert (round(row["lon"], 3), round(row["lat"], 3)) == (9.19, 45.46)
    assert count_by_rule(notices) == {"metric_coordinates": 1}
