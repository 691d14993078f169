"""
The map's document: a folium map that loads nothing but our own files, and the view that is laid over it.

The document of a language is constant; what changes travels in the view alone, so the browser never rebuilds the map.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import folium
from branca.element import Element
from folium.map import FeatureGroup, Layer
from folium.template import Template

from geodata.codes import ServiceGroup, ServiceKind
from welfare_map.maps.encode import CODES, view_values
from welfare_map.maps.popups import script_json
from welfare_map.maps.view import MapAssets, MapView
from welfare_map.texts import text
from welfare_map.vocabularies import AREA_LINES, HOME_PATH, SYMBOLS, symbol_of

ASSET_PATH: Final = "../../map-assets/"
"""Our files as the component's frame sees them, whatever the base path of the server is."""
KEPT_DOCUMENT_COUNT: Final = 16
WORDS: Final = (
    "title",
    "label",
    "attribution",
    "zoom_in",
    "zoom_out",
    "whole_area",
    "move_left",
    "move_up",
    "move_down",
    "move_right",
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
    "origin",
    "home",
    "more",
    "district",
    "hint_wheel",
    "hint_touch",
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A part of a document that is in words already."""

    words: str = ""

    def render(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class _Root:
    """What the component asks of the figure around a map: nothing of it is needed, our files bring it all."""

    header: _Said = _Said()
    html: _Said = _Said()

    def render(self) -> str:
        return ""


class WelfareMap(folium.Map):
    """
    A folium map of our own: Leaflet from the installed wheel, one canvas, no tiles, no foreign file.

    One instance serves every session: it is never changed. folium's own maps are rendered anew at every rerun and keep
    each feature group that is shown on them; this one has nothing left to render and keeps none.

    Parameters
    ----------
    assets
        Names of the static files.
    lang
        Language of words on the map.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = welfareMap.create({{ this.get_name()|tojson }}, {{ this.settings }});
        {% endmacro %}
        """
    )

    def __init__(self, assets: MapAssets, lang: str) -> None:
        super().__init__(location=(45.5, 9.9), tiles=None)
        self._id = "div"
        self.default_js = [(name, ASSET_PATH + name) for name in assets.scripts]
        self.default_css = [(name, ASSET_PATH + name) for name in assets.styles]
        self.settings = script_json(map_settings(assets, lang))

    def get_root(self) -> Any:
        """Return what stands around the map: nothing."""
        return _Root()

    def render(self, **_: object) -> str:
        """Leave everything as it is."""
        return ""

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> "WelfareMap":  # noqa: ARG002
        """Tell a feature group where it belongs, and keep nothing of it."""
        child._parent = self  # noqa: SLF001  # as folium does
        return self


class ViewGroup(FeatureGroup):
    """The feature group that carries a view; it has nothing to render beforehand."""

    def render(self, **_: object) -> str:
        """Leave everything as it is."""
        return ""


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
        self.values = view_script(view, assets)


@lru_cache(maxsize=KEPT_DOCUMENT_COUNT)
def map_document(assets: MapAssets, lang: str) -> WelfareMap:
    """Return the map of a language, built once per process and version of the files."""
    return WelfareMap(assets, lang)


def view_group(view: MapView, assets: MapAssets) -> ViewGroup:
    """Return the feature group that carries a view."""
    group = ViewGroup(name="view")
    group.add_child(ViewLayer(view, assets))
    return group


def view_script(view: MapView, assets: MapAssets) -> str:
    """Return a view as JSON for the script; never kept: starting point and minutes tell where somebody works."""
    return script_json(view_values(view, assets))


def map_settings(assets: MapAssets, lang: str) -> dict[str, Any]:
    """Return what the browser must know once: words, symbols, files."""
    area = assets.area
    shapes = list(SYMBOLS)
    return {
        "lang": lang,
        "boundaries": assets.boundaries,
        "area": [[area.south, area.west], [area.north, area.east]],
        "service_count": len(ServiceKind),
        "symbols": [{"colour": symbol.colour.name, "path": symbol.path} for symbol in SYMBOLS.values()],
        "kinds": [{"symbol": shapes.index(symbol_of(code).code), "word": code_words(code, lang)} for code in CODES],
        "home": HOME_PATH,
        "areas": AREA_LINES,
        "words": {name: text(f"map.{name}", lang) for name in WORDS},
    }


def code_words(code: str, lang: str) -> str:
    """Return the words of a code that a point may carry: a kind, a group, an organisation or a practice."""
    if code in set(ServiceKind):
        return text(f"codes.kind.{code}", lang)
    if code in set(ServiceGroup):
        return text(f"codes.group.{code}", lang)
    return text(symbol_of(code).text_key, lang)
