"""The palette in both themes: what is written can be read, what is drawn can be seen (WCAG 2.1, 1.4.3 and 1.4.11)."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from welfare_map import palette
from welfare_map.palette import Colour
from welfare_map.ui.components.frame import STYLE_PATH

ROOT = Path(__file__).parents[2]
MAP_SHEET = ROOT / "welfare_map" / "maps" / "assets" / "map.css"
SHEETS = {STYLE_PATH: palette.COLOURS_OF_PAGES, MAP_SHEET: palette.COLOURS_OF_THE_MAP}
READ, SEEN, TOLD_APART = 4.5, 3.0, 1.25
"""Least contrasts: of text, of what means something, of one shade beside the next."""
NAMES = (palette.INK, palette.TOWN, palette.MUNICIPALITY_NAME, palette.UNIT_NAME, palette.REACH)
SHADED = (
    *(*palette.SHADES, palette.UNKNOWN, palette.BOTH_LOW, palette.SHARED_OUT, palette.REACHED_NEARBY),
    *(palette.BOTH_HIGH, palette.DEPENDS_NOTHING, palette.DEPENDS_RADIUS, palette.DEPENDS_DECAY, palette.DEPENDS_BOTH),
)
"""What is written on the map, and the shades that it may stand on."""
LITERAL = re.compile(r"(?<!&)#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(|:\s*(?:white|black)\b")
ON_WHITE_PAPER = {"welfare_map/exports": "documents", "welfare_map/palette.py": "the palette itself"}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(above: str, below: str, share: float) -> str:
    """Return what is seen where a colour covers a share of another."""
    parts = (round(share * int(above[at : at + 2], 16) + (1 - share) * int(below[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def least(ones: tuple[Colour, ...], others: tuple[Colour, ...], theme: str) -> tuple[float, str, str]:
    """Return the smallest contrast between two groups, and whose it is."""
    return min(
        (contrast(getattr(one, theme), getattr(other, theme)), one.name, other.name) for one in ones for other in others
    )


def test_white_on_black_has_the_contrast_that_the_standard_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_text_can_be_read_on_every_ground(theme: str) -> None:
    assert least(palette.TEXTS, palette.GROUNDS, theme)[0] >= READ


def test_the_ring_of_the_focus_can_be_seen_on_every_ground(theme: str) -> None:
    assert least((palette.FOCUS,), palette.GROUNDS, theme)[0] >= SEEN


def test_the_edge_of_a_field_can_be_seen_on_every_ground(theme: str) -> None:
    assert least((palette.EDGE,), palette.GROUNDS, theme)[0] >= SEEN


def test_the_words_of_a_button_can_be_read(theme: str) -> None:
    assert least((palette.ON_ACCENT,), (palette.ACCENT,), theme)[0] >= READ


def test_a_number_on_a_symbol_can_be_read_and_a_symbol_seen_wherever_it_stands(theme: str) -> None:
    assert least(palette.KINDS, (palette.LAND,), theme)[0] >= READ
    grounds = (palette.BACK, palette.SEA, palette.PAGE, palette.WELL, palette.PAPER, palette.TAG)
    assert least(palette.KINDS, grounds, theme)[0] >= SEEN


def test_names_on_the_map_can_be_read(theme: str) -> None:
    assert least(NAMES, (palette.LAND, palette.BACK, palette.SEA), theme)[0] >= READ


def test_names_can_be_read_on_every_shade_that_they_stand_on(theme: str) -> None:
    """Around a letter there is what its edge leaves to be seen of the shade below."""
    paint = (MAP_SHEET.parent / "paint.js").read_text(encoding="utf-8")
    words = paint[paint.index("function haloText") :]
    edge = re.search(r'strokeStyle = colour\("([a-z-]+)"(?:, ([\d.]+))?\)', words)
    assert edge is not None
    (land,) = (getattr(colour, theme) for colour in palette.COLOURS_OF_THE_MAP if colour.name == edge[1])
    around = [mixed(land, getattr(shade, theme), float(edge[2] or 1)) for shade in SHADED]
    assert min(contrast(getattr(name, theme), ground) for name in NAMES for ground in around) >= READ


def test_boundaries_can_be_seen_on_the_land(theme: str) -> None:
    lines = (palette.DISTRICT_LINE, palette.PROVINCE_LINE, palette.OUTLINE, palette.REACH, palette.TOUCHED)
    assert least(lines, (palette.LAND,), theme)[0] >= SEEN


def test_shades_go_one_way_and_each_differs_from_the_next_and_from_the_land(theme: str) -> None:
    shades = [getattr(colour, theme) for colour in (palette.LAND, *palette.SHADES)]
    lights = [luminance(shade) for shade in shades]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    assert min(contrast(one, other) for one, other in itertools.pairwise(shades)) >= TOLD_APART
    assert contrast(shades[0], shades[-1]) >= READ


def test_where_both_measures_agree_the_shade_is_stronger_than_where_they_do_not(theme: str) -> None:
    land = (palette.LAND,)
    agree = least((palette.BOTH_LOW, palette.BOTH_HIGH, palette.DEPENDS_BOTH), land, theme)[0]
    differ = [contrast(getattr(one, theme), getattr(palette.LAND, theme)) for one in MILD]
    assert agree >= READ
    assert TOLD_APART <= min(differ) <= max(differ) < agree


MILD = (palette.SHARED_OUT, palette.REACHED_NEARBY, palette.DEPENDS_NOTHING, palette.DEPENDS_RADIUS)


def test_the_hatch_of_what_nobody_can_tell_is_seen_beside_its_own_light_and_what_is_not_known_on_the_land(
    theme: str,
) -> None:
    assert least((palette.HATCH,), (palette.LAND, palette.UNKNOWN), theme)[0] >= SEEN
    assert least((palette.UNKNOWN,), (palette.LAND,), theme)[0] >= TOLD_APART


def test_bars_and_hours_are_seen_on_what_they_lie_on(theme: str) -> None:
    assert least((palette.ACCENT, palette.INK), (palette.TRACK, palette.OPEN, palette.PAPER), theme)[0] >= SEEN


def test_words_above_the_map_can_be_read_on_any_map(theme: str) -> None:
    words = getattr(palette.ON_SCRIM, theme)
    for below in ("#ffffff", "#000000", getattr(palette.LAND, theme)):
        assert contrast(words, mixed(getattr(palette.SCRIM, theme), below, 0.8)) >= READ


def test_no_two_kinds_share_a_colour(theme: str) -> None:
    assert len({getattr(colour, theme) for colour in palette.KINDS}) == len(palette.KINDS)


def test_the_framework_has_the_colours_of_the_palette(theme: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    assert settings[theme] == {
        "primaryColor": getattr(palette.ACCENT, theme),
        "backgroundColor": getattr(palette.PAGE, theme),
        "secondaryBackgroundColor": getattr(palette.WELL, theme),
        "textColor": getattr(palette.INK, theme),
        "linkColor": getattr(palette.ACCENT, theme),
        "borderColor": getattr(palette.LINE, theme),
    }
    assert "base" not in settings


def test_colours_stand_in_the_palette_alone() -> None:
    files = [
        path
        for suffix in ("py", "css", "js")
        for path in (ROOT / "welfare_map").rglob(f"*.{suffix}")
        if not any(str(path.relative_to(ROOT)).startswith(part) for part in ON_WHITE_PAPER)
    ]
    assert len(files) > 100
    assert [str(path) for path in files if LITERAL.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_names_only_variables_that_it_is_given(sheet: Path) -> None:
    rules = sheet.read_text(encoding="utf-8")
    named = set(re.findall(r"var\(--wm-([a-z0-9-]+)\)", rules))
    given = {colour.name for colour in SHEETS[sheet]} | set(palette.STEPS) | set(re.findall(r"--wm-([a-z-]+): ", rules))
    assert named
    assert named - given == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_writes_in_colours_for_text_on_grounds_alone(sheet: Path) -> None:
    """So that the test of every text on every ground speaks of every pair."""
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"))
    inks = set(re.findall(r"(?<![\w-])color: var\(--wm-([a-z-]+)\)", rules))
    grounds = set(re.findall(r"(?<![\w-])background: var\(--wm-([a-z-]+)\)", rules))
    assert inks <= {colour.name for colour in palette.TEXTS} | {"paper", "on-scrim", "on-accent"}
    assert grounds <= {colour.name for colour in (*palette.GROUNDS, palette.SEA)} | {"ink", "accent", "track", "edge"}


def test_each_colour_has_a_name_of_its_own() -> None:
    colours = {*palette.COLOURS_OF_PAGES, *palette.COLOURS_OF_THE_MAP, palette.OPEN}
    assert len({colour.name for colour in colours}) == len(colours)


def test_the_canvas_names_colours_of_the_map_alone() -> None:
    known = {colour.name for colour in palette.COLOURS_OF_THE_MAP}
    scripts = "".join(path.read_text(encoding="utf-8") for path in MAP_SHEET.parent.glob("*.js"))
    named = set(re.findall(r'colour(?:: |\(|\([^()]*\? |\([^()]*: )"([a-z-]+)"', scripts))
    assert len(named) > 10
    assert named - known == set()
