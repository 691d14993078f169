from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import welfare_map
from welfare_map.ui import icon_font
from welfare_map.ui.icon_font import FONTS, icon_files, icon_names, ligatures, smaller_font
from welfare_map.ui.preloads import STREAMLIT_FILES

MOST_BYTES = 20_000
WHOLE = next(FONTS.glob("MaterialSymbols-*.woff2"))


@pytest.fixture(scope="module")
def named() -> frozenset[str]:
    return icon_names((STREAMLIT_FILES / "js").glob("*.js"))


def test_every_icon_that_a_script_of_streamlit_names_is_in_the_smaller_font(
    named: frozenset[str], tmp_path: Path
) -> None:
    assert {"expand_more", "more_vert", "close", "keyboard_double_arrow_right"} <= named
    smaller = tmp_path / "smaller.woff2"
    smaller.write_bytes(smaller_font(WHOLE, named))
    assert smaller.stat().st_size <= MOST_BYTES
    assert named & set(ligatures(TTFont(WHOLE))) <= set(ligatures(TTFont(smaller)))


def test_our_pages_name_no_icon_that_streamlit_does_not(named: frozenset[str]) -> None:
    assert icon_names(Path(welfare_map.__file__).parent.rglob("*.py")) <= named


def test_where_the_smaller_font_cannot_be_kept_streamlits_is_sent(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    assert icon_files("/base", no_folder) == {}


def test_where_making_the_smaller_font_takes_too_long_streamlits_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(icon_font, "LONGEST_S", 0.01)
    assert icon_files("/base", tmp_path) == {}


def test_the_smaller_font_stands_under_the_address_of_streamlits(real_data_dir: Path, real_territory: object) -> None:
    [(address, path)] = icon_files("/base", real_data_dir).items()
    assert address == f"/base/static/media/{WHOLE.name}"
    assert path.stat().st_size <= MOST_BYTES
