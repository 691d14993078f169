import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from welfare_map.ui import preloads
from welfare_map.ui.page_list import PAGES, PATHS, UNLISTED, WITH_MAP
from welfare_map.ui.preloads import FRAME_SCRIPTS, STREAMLIT_FILES, code_files, frame_links, page_links

MAP_FILES = ("/map-assets/leaflet.js?v=1",)


@pytest.fixture
def links() -> str:
    return page_links("/base", MAP_FILES, path="/base/copertura")


def test_every_script_that_is_named_is_there(links: str) -> None:
    named = re.findall(r'rel="modulepreload"[^>]*href="([^"]*)"', links)
    assert len(named) > len(preloads.ELEMENTS)
    assert set(named) <= set(code_files("/base"))


def test_the_elements_of_the_first_page_are_named(links: str) -> None:
    for stem in preloads.ELEMENTS:
        assert f'href="/base/static/js/{stem}.' in links


def test_the_files_of_the_map_are_fetched_for_its_frame(links: str) -> None:
    assert '<link rel="prefetch" href="/base/map-assets/leaflet.js?v=1">' in links
    (script,) = FRAME_SCRIPTS.glob("main.*.js")
    assert f'rel="prefetch" href="/base/component/streamlit_folium.st_folium/static/js/{script.name}"' in links


@pytest.mark.parametrize("name", sorted(PATHS - WITH_MAP))
def test_a_page_without_a_map_is_told_of_no_file_of_one(name: str) -> None:
    links = page_links("/base", MAP_FILES, path=f"/base/{name}")
    assert 'rel="modulepreload"' in links
    assert 'rel="prefetch"' not in links


@pytest.mark.parametrize("entry", [*PAGES, *UNLISTED], ids=lambda entry: entry[2])
def test_a_page_that_draws_the_map_is_one_of_those_that_are_told_of_its_files(entry: tuple[str, str, str]) -> None:
    _, path, module = entry
    page = find_spec(f"welfare_map.ui.pages.{module}")
    assert page is not None
    assert ("map_panel(" in Path(str(page.origin)).read_text(encoding="utf-8")) == (path in WITH_MAP)


def test_the_frame_is_told_of_its_own_files_alone() -> None:
    files = ("/map-assets/leaflet.js?v=1", "/map-assets/leaflet.css?v=2")
    assert frame_links("/base", files) == (
        "</base/map-assets/leaflet.js?v=1>;rel=preload;as=script,"
        "</base/map-assets/leaflet.css?v=2>;rel=preload;as=style"
    )


def test_scripts_and_sheets_are_known_by_their_addresses_and_nothing_else_is() -> None:
    files = code_files("/base")
    assert {path.suffix for path in files.values()} == {".js", ".css"}
    assert len(files) == len([*STREAMLIT_FILES.glob("js/*.js"), *STREAMLIT_FILES.glob("css/*.css")]) + 1
    assert all(address.endswith(path.name) and path.is_file() for address, path in files.items())


def test_what_every_page_loads_anyway_is_not_named_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "js").mkdir()
    for name, text in {
        "index.a.js": 'import{a}from"./shared.b.js"',
        "shared.b.js": "",
        "Button.c.js": 'import{b}from"./deep.d.js";import"./shared.b.js"',
        "deep.d.js": 'import"./Button.c.js"',
    }.items():
        (tmp_path / "js" / name).write_text(text)
    monkeypatch.setattr(preloads, "STREAMLIT_FILES", tmp_path)
    monkeypatch.setattr(preloads, "FRAME_SCRIPTS", tmp_path / "frame")
    named = re.findall(r'href="([^"]*)"', page_links("", (), path="/"))
    assert named == ["/static/js/Button.c.js", "/static/js/deep.d.js"]
