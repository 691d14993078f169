"""
The map in a page.

The document of the map never changes while somebody looks at it; a view travels in the feature group, and only picks
come back.
"""

from streamlit_folium import st_folium

from welfare_map.maps.document import map_document, view_group
from welfare_map.maps.encode import read_pick
from welfare_map.maps.popups import escape
from welfare_map.maps.view import MapAssets, MapView, Pick
from welfare_map.palette import MAP_HEIGHT_PX
from welfare_map.texts import text
from welfare_map.ui.page_scripts import run_script


def show_map(view: MapView, *, key: str, lang: str, assets: MapAssets, height_px: int = MAP_HEIGHT_PX) -> Pick | None:
    """
    Show a view on the map of a page and return the last pick.

    The last pick comes back at every rerun: act only on a ``number`` that was not seen before.

    Parameters
    ----------
    view
        What is shown.
    key
        The same at every rerun, else the map is built anew.
    lang
        Language of words on the map.
    assets
        Names of the static files, from ``welfare_map.ui.assets.publish``.
    height_px
        Height of the map.
    """
    watch_map(key, lang)
    returned = st_folium(
        map_document(assets, lang),
        key=f"{key}-{lang}",
        height=height_px,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=view_group(view, assets),
    )
    return read_pick(returned, view)


def watch_map(key: str, lang: str) -> None:
    """
    Say in plain words that the map which follows is on its way, or, in its place, that its files do not load.

    The component itself shows a grey place without words, or nothing, and says nothing then.
    """
    place = f"map-guard-{key}"
    alert = f'<div id="{escape(place)}" role="alert" class="wm-map-alert"></div>'
    alert += f'<p class="wm-map-awaited">{escape(text("map.awaited", lang))}</p>'
    words, title = text("map.not_loaded", lang), text("map.title", lang)
    run_script("guard", beside=alert, place=place, words=words, title=title)


def set_document(lang: str) -> None:
    """Tell the browser the language of the page, and let all of the document follow its theme; call once per run."""
    run_script("document", lang=lang)
