"""
The map's document: a folium map that loads nothing but our own files, and the view that is laid over it.

The document of a language is constant; what changes travels in the view alone, so the browser never rebuilds the map.
"""

from typing import Any, Final

import folium
from folium.map import FeatureGroup, Layer
from folium.template import Template

from geodata.codes import ServiceGroup, ServiceKind
from welfare_map.maps.encode import CODES, view_values
from welfare_map.maps.popups import script_json
from welfare_map.maps.view import MapAssets, MapView
from welfare_map.texts import text
from welfare_map.vocabularies import SYMBOLS, symbol_of

ASSET_PATH: Final = "../../map-assets/"
"""Our files as the component's frame sees them, whatever the base path of the server is."""
WORDS: Final = (
    "title",
    "label",
    "attribution",
    "zoom_in",
    "zoom_out",
    "whole_area",
    "close",
    "demo",
    "approximate",
    "number",
    "minutes",
    "minutes_about",
    "count",
    "count_one",
    "area",
    "area_one",
    "more",
    "district",
    "hint_wheel",
    "hint_touch",
)


class WelfareMap(folium.Map):
    """
    A folium map of our own: Leaflet from the installed wheel, one canvas, no tiles, no foreign file.

    Parameters
    ----------
    assets
        Names of the static files.
    lang
        Language of words on the map.
    """

    _template = Template(
        """
        {% macro header(this, kwargs) %}{% endmacro %}
        {% macro html(this, kwargs) %}<div class="folium-map" id={{ this.get_name()|tojson }} ></div>{% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = welfareMap.create({{ this.get_name()|tojson }}, {{ this.settings }});
        {% endmacro %}
        """
    )

    def __init__(self, assets: MapAssets, lang: str) -> None:
        super().__init__(location=(45.5, 9.9), tiles=None)
        self.default_js = [(name, ASSET_PATH + name) for name in assets.scripts]
        self.default_css = [(name, ASSET_PATH + name) for name in assets.styles]
        self.settings = script_json(map_settings(assets, lang))


class ViewLayer(Layer):
    """The one layer of the feature group: hands the view to the canvas."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = welfareMap.view({{ this.values }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, view: MapView, assets: MapAssets) -> None:
        super().__init__(name="view", show=False)
        self._name = "View"
        self.values = script_json(view_values(view, assets))


def view_group(view: MapView, assets: MapAssets) -> FeatureGroup:
    """Return the feature group that carries a view."""
    group = FeatureGroup(name="view")
    group.add_child(ViewLayer(view, assets))
    return group


def map_settings(assets: MapAssets, lang: str) -> dict[str, Any]:
    """Return what the browser must know once: words, symbols, files."""
    area = assets.area
    shapes = list(SYMBOLS)
    return {
        "lang": lang,
        "boundaries": assets.boundaries,
        "area": [[area.south, area.west], [area.north, area.east]],
        "service_count": len(ServiceKind),
        "symbols": [{"colour": symbol.colour, "path": symbol.path} for symbol in SYMBOLS.values()],
        "kinds": [{"symbol": shapes.index(symbol_of(code).code), "word": code_words(code, lang)} for code in CODES],
        "words": {name: text(f"map.{name}", lang) for name in WORDS},
    }


def code_words(code: str, lang: str) -> str:
    """Return the words of a code that a point may carry: a kind, a group, an organisation or a practice."""
    if code in set(ServiceKind):
        return text(f"codes.kind.{code}", lang)
    if code in set(ServiceGroup):
        return text(f"codes.group.{code}", lang)
    return text(symbol_of(code).text_key, lang)

