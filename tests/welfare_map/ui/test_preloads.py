from pathlib import Path

import pytest

from welfare_map.ui import preloads
from welfare_map.ui.preloads import FRAME_SCRIPTS, STREAMLIT_SCRIPTS, frame_links, preload_links


@pytest.fixture
def links() -> str:
    return preload_links("/base", ("/map-assets/leaflet.js?v=1",), has_frame=True)


def test_every_script_that_is_named_is_there(links: str) -> None:
    names = [part.split(">")[0].rpartition("/")[2] for part in links.split(",") if "modulepreload" in part]
    assert len(names) > len(preloads.ELEMENTS)
    assert all((STREAMLIT_SCRIPTS / name).is_file() for name in names)


def test_the_elements_of_the_first_page_are_named(links: str) -> None:
    for stem in preloads.ELEMENTS:
        assert f"</base/static/js/{stem}." in links


def test_the_files_of_the_map_are_fetched_for_its_frame(links: str) -> None:
    assert "</base/map-assets/leaflet.js?v=1>;rel=prefetch" in links
    (script,) = FRAME_SCRIPTS.glob("main.*.js")
    assert f"</base/component/streamlit_folium.st_folium/static/js/{script.name}>;rel=prefetch" in links


def test_the_script_of_the_frame_is_not_asked_for_before_the_server_has_it() -> None:
    assert "/component/" not in preload_links("/base", (), has_frame=False)


def test_the_frame_is_told_of_its_own_files_alone() -> None:
    files = ("/map-assets/leaflet.js?v=1", "/map-assets/leaflet.css?v=2")
    assert frame_links("/base", files) == (
        "</base/map-assets/leaflet.js?v=1>;rel=preload;as=script,"
        "</base/map-assets/leaflet.css?v=2>;rel=preload;as=style"
    )


def test_what_every_page_loads_anyway_is_not_named_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {
        "index.a.js": 'import{a}from"./shared.b.js"',
        "shared.b.js": "",
        "Button.c.js": 'import{b}from"./deep.d.js";import"./shared.b.js"',
        "deep.d.js": 'import"./Button.c.js"',
    }.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(preloads, "STREAMLIT_SCRIPTS", tmp_path)
    preload_links.cache_clear()
    monkeypatch.setattr(preloads, "FRAME_SCRIPTS", tmp_path / "frame")
    named = preload_links("", (), has_frame=True)
    preload_links.cache_clear()
    assert named == "</static/js/Button.c.js>;rel=modulepreload,</static/js/deep.d.js>;rel=modulepreload"
