import gc
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import streamlit_folium

from welfare_map.maps.document import map_document, view_group
from welfare_map.maps.view import Bounds, MapArea, MapAssets, MapPoint, MapView, Origin, Tiles

GOLDEN_PATH = Path(__file__).parents[2] / "golden" / "map_document.js"
"""Delete it and run this file to write it anew; then read its diff."""
MAX_FILTER_BYTES = 25_000
MAX_AREAS_BYTES = 12_000
MAX_DOCUMENT_BYTES = 5_000
HOSTILE = "</script><img src=x onerror=boom()> {{ 'map_div' }} ` ${x} \\u2028 \u2028 & \" ' è"
ASSETS = MapAssets(
    scripts=("leaflet.js?v=1", "welfare-map.js?v=2"),
    styles=("leaflet.css?v=1", "welfare-map.css?v=2"),
    boundaries="boundaries-0.json",
    layers=(("services:elders", "points-services-elders-0.json"),),
    area=Bounds(9.0, 45.0, 9.3, 45.3),
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that shows a view and returns what the component sends to the browser."""

    def show(view: MapView, lang: str = "it") -> dict[str, Any]:
        received: dict[str, Any] = {}
        monkeypatch.setattr(streamlit_folium, "_component_func", received.update)
        streamlit_folium.st_folium(
            map_document(ASSETS, lang),
            key="map",
            returned_objects=["last_active_drawing"],
            feature_group_to_add=view_group(view, ASSETS),
        )
        return {name: value for name, value in received.items() if name != "on_change"}

    return show


def points(count: int) -> tuple[MapPoint, ...]:
    return tuple(
        MapPoint(
            item_id=f"demo:nursery-{n}",
            lon=9.0 + n / 1000,
            lat=45.0 + n / 900,
            code="nursery",
            name=f"Asilo nido Il Girasole {n} (dimostrazione)",
            travel_min=n / 10,
            is_demo=True,
        )
        for n in range(count)
    )


def ragged_area(label: str) -> MapArea:
    """Return an outline of ten thousand corners, as roads make them."""
    turns = np.linspace(0, 2 * np.pi, 10_000, endpoint=False)
    reach = 0.2 + np.random.default_rng(7).uniform(0, 0.05, len(turns))
    return MapArea(shapely.Polygon(np.column_stack([9 + reach * np.cos(turns), 45 + reach * np.sin(turns)])), label)


def readable(script: str) -> str:
    """Return the document with its settings spread over lines, words left out."""
    before, settings, after = re.fullmatch(r"(.*?create\([^{]*)(\{.*\})(\);.*)", script.strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    values = json.loads(settings)
    values["words"] = sorted(values["words"])
    values["kinds"] = [kind["symbol"] for kind in values["kinds"]]
    return f"{before}{json.dumps(values, indent=1, ensure_ascii=False)}{after}\n"


def test_the_document_is_the_golden_one(sent: Any) -> None:
    found = readable(sent(MapView())["script"])
    if not GOLDEN_PATH.exists():
        GOLDEN_PATH.write_text(found, encoding="utf-8")
        pytest.fail("the golden document was written: read it")
    assert found == GOLDEN_PATH.read_text(encoding="utf-8")


def test_the_document_stays_the_same_whatever_the_view_is(sent: Any) -> None:
    first = sent(MapView())
    second = sent(MapView(layers=("services:elders",), points=points(9), origin=Origin(9.1, 45.1, HOSTILE)))
    assert {name for name in first if first[name] != second[name]} == {"feature_group"}


def test_the_document_names_no_other_host(sent: Any) -> None:
    said = json.dumps(sent(MapView(layers=("services:elders",), points=points(3))))
    assert re.findall(r"https?://[^\"\\ ]+", said) == []


def test_tiles_are_named_only_when_they_are_on(sent: Any) -> None:
    tiles = Tiles("https://tiles.example.org/{z}/{x}/{y}.png", "© qualcuno")
    assert "tiles.example.org" in sent(MapView(tiles=tiles))["feature_group"]


def test_a_hostile_name_stays_text_in_the_script(sent: Any) -> None:
    point = MapPoint(item_id="toy:1", lon=9.1, lat=45.1, code="nursery", name=HOSTILE)
    place, area = Origin(9.1, 45.1, HOSTILE), MapArea(shapely.box(9.0, 45.0, 9.1, 45.1), HOSTILE)
    script = sent(MapView(points=(point,), origin=place, home=place, areas=(area,)))["feature_group"]
    assert "<" not in script
    assert "\u2028" not in script
    values = json.loads(re.search(r"welfareMap\.view\((.*)\)\.addTo", script).group(1))  # type: ignore[union-attr]
    said = [values["points"]["names"], values["origin"][2], values["home"][2], values["areas"][0][0]]
    assert said == [" ".join(HOSTILE.split())] * 4


def test_a_view_with_150_rows_is_small(sent: Any) -> None:
    everything = sent(MapView(layers=("services:elders",), points=points(150)))
    assert len(json.dumps(everything)) <= MAX_FILTER_BYTES


def test_a_view_with_three_areas_is_small(sent: Any) -> None:
    areas = tuple(ragged_area(f"entro {limit} min") for limit in (10, 20, 30))
    assert len(sent(MapView(areas=areas, origin=Origin(9.0, 45.0, "Lavoro")))["feature_group"]) <= MAX_AREAS_BYTES


def test_the_document_alone_is_small(sent: Any) -> None:
    assert len(json.dumps(sent(MapView()))) <= MAX_DOCUMENT_BYTES
    assert len(json.dumps(sent(MapView(), "en"))) <= MAX_DOCUMENT_BYTES


def test_every_language_has_its_words(sent: Any) -> None:
    assert "Ingrandisci" in sent(MapView(), "it")["script"]
    assert "Zoom in" in sent(MapView(), "en")["script"]


def test_nothing_of_a_starting_point_stays_when_its_view_is_gone(sent: Any) -> None:
    typed = "Via del Lavoro 7"
    sent(MapView(points=points(2), origin=Origin(9.123, 45.123, typed)))
    gc.collect()
    assert [kept for kept in gc.get_objects() if isinstance(kept, Origin) and kept.name == typed] == []
