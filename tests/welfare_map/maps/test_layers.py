import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import pytest

from geodata.routing.estimate import Estimate
from welfare_map.maps.encode import APPROXIMATE_FLAG, CODES, DEMO_FLAG
from welfare_map.maps.layers import layer_files
from welfare_map.snapshot import Snapshot

Rows = Sequence[Mapping[str, Any]]
TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def files(
    make_snapshot: Callable[..., Snapshot], make_row: Callable[..., dict[str, Any]], toy_tables: Mapping[str, Rows]
) -> Mapping[str, Mapping[str, Any]]:
    initiatives = [make_row("valle", initiative_id="valle", name="Alleanza </script>", territory="district:valle")]
    adhesions = [
        make_row("1", organisation_id="filanda", initiative_id="valle", role="member"),
        make_row("2", organisation_id="ovunque", initiative_id="valle", role="member"),
    ]
    practices = [
        make_row(
            key,
            practice_id=key,
            title_it=key,
            title_en=f"{key} (en)",
            themes="culture",
            initiative_id="valle",
            organisation_id=organisation_id,
            document_id="d",
            paragraph=1,
        )
        for key, organisation_id in (("orari", "filanda"), ("cultura", None))
    ]
    tables = {**toy_tables, "initiatives": initiatives, "adhesions": adhesions, "practices": practices}
    return {file.layer: json.loads(file.content) for file in layer_files(make_snapshot(tables), TODAY, Estimate())}


def test_a_layer_with_nothing_to_draw_has_no_file(files: Mapping[str, Any]) -> None:
    assert sorted(files) == [
        "initiatives:valle",
        "organisations:valle",
        "practices",
        "services:elders",
        "services:family",
        "services:small_children",
    ]


def test_services_that_are_gone_or_have_no_position_are_not_drawn(files: Mapping[str, Any]) -> None:
    assert files["services:small_children"]["ids"] == [
        "toy:micro-area",
        "toy:nursery-10km",
        "toy:nursery-1km",
        "toy:nursery-firm",
    ]


def test_a_position_comes_back_to_a_metre(files: Mapping[str, Any], at_km: Callable[..., tuple[float, float]]) -> None:
    layer = files["services:small_children"]
    lons, lats = list(accumulate(layer["xy"][0::2])), list(accumulate(layer["xy"][1::2]))
    lon, lat = at_km(6, 5)
    assert (lons[2] / 1e5, lats[2] / 1e5) == pytest.approx((lon, lat), abs=1e-5)


def test_kinds_and_flags_say_what_and_how_sure(files: Mapping[str, Any]) -> None:
    layer, elders = files["services:small_children"], files["services:elders"]
    assert [CODES[kind] for kind in layer["kinds"]] == ["micro_nursery", "nursery", "nursery", "nursery"]
    assert layer["flags"] == [APPROXIMATE_FLAG, 0, 0, 0]
    assert dict(zip(elders["ids"], elders["flags"], strict=True)) == {"demo:day-3km": DEMO_FLAG, "toy:care-9km": 0}


def test_only_members_with_a_position_are_drawn(files: Mapping[str, Any]) -> None:
    assert files["organisations:valle"]["ids"] == ["filanda"]


def test_a_practice_of_a_whole_territory_is_counted_in_its_middle(files: Mapping[str, Any]) -> None:
    layer = files["practices"]
    assert dict(zip(layer["ids"], layer["flags"], strict=True)) == {"cultura": APPROXIMATE_FLAG, "orari": 0}
    assert sorted(layer["names_en"]) == ["cultura (en)", "orari (en)"]


def test_a_territory_travels_as_its_municipalities(files: Mapping[str, Any]) -> None:
    codes = list(accumulate(files["initiatives:valle"]["codes"]))
    assert codes == [901001, 901002, 901004, 902001, 902003, 902004]
    assert files["initiatives:valle"]["name"] == "Alleanza </script>"
