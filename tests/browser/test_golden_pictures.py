"""
Every page as it looks: at two widths, in two languages, in both themes, beside the picture that was kept of it.

Pictures are small and compared with tolerance: lines that moved a little pass, and in a wide window another font does;
a map, a sheet, a theme or a card that is not there fails. In a narrow window another font breaks lines elsewhere and
fails: the pictures are kept with DejaVu Sans as the machine's font.

``make golden`` compares, ``make golden KEEP=1`` keeps pictures that are missing or no longer alike: look at them.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image, ImageChops
from playwright.sync_api import expect

from welfare_map.register import open_register
from welfare_map.register.accounts.signed_links import link_secret
from welfare_map.register.surveys.links import PAGE, survey_address, survey_token
from welfare_map.register.surveys.surveys import open_survey
from welfare_map.settings import Settings
from welfare_map.ui.page_list import PATHS

HERE = Path(__file__).parent
FOLDER = HERE.parent / "golden" / "pages"
COLOURS, ROUNDS = 64, 3
"""Colours of a picture that is kept, and how often they are chosen anew; half of them lose the shades of maps."""
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
"""The moment at which ``apps/fixed_day.py`` stands."""
FIRM = "demo:org-015041-1"
SAVED = "demo:nursery-015118-8,demo:preschool-015118-2"
QUESTIONNAIRE = "questionnaire"
PAGES = {
    "find": "/",
    "answer": f"/?lon=8.918&lat=45.594&groups=elders&mode=walk&min=45&territory=015118&saved={SAVED}",
    "firms": "/imprese?lon=8.888&lat=45.546",
    "consortium": "/imprese?lon=8.888&lat=45.546&tab=consortium",
    "coverage": "/copertura?indicator=lep_nursery&unit=alto-milanese",
    "access": "/copertura?view=access&within=alto-milanese",
    "siting": "/copertura?view=siting&within=alto-milanese",
    "whatif": "/copertura?view=whatif&scenario=add:nursery:60@8.9,45.6",
    "brief": "/copertura?view=brief&within=alto-milanese",
    "agreements": "/buone-pratiche",
    "registry": "/registro",
    "method": "/dati",
    "declaration": "/accessibilita",
    "privacy": "/privacy",
    QUESTIONNAIRE: f"/{PAGE}",
}
"""Name of the pictures -> address; a questionnaire opens by a link that is made for it."""
WITHOUT_MAP = {"registry", "method", "declaration", "privacy", QUESTIONNAIRE}
LANGUAGES = {"it": "Italiano", "en": "English"}
MAP_TITLES = {"it": "Mappa", "en": "Map"}
THEMES = ("light", "dark")


@dataclass(frozen=True)
class Size:
    """A window, and how many of its pixels become one of the picture."""

    width: int
    height: int
    reduced: int


SIZES = (Size(1280, 1400, 4), Size(375, 1400, 2))
CELL = 16
"""Pixels of a picture that are looked at together."""
MOST_SHIFT = 6
"""Pixels that a line may have moved up or down."""
MOST_DIFFERENCE = 8
"""Of 255: what the mean colour of a cell, or how much it varies, may differ."""
SQUARE = 4
"""Cells along the side of a square: a card or a part of the map."""
MOST_OF_A_SQUARE = 0.5
"""
Share of the cells of any square that may differ.

Measured on the answer of *Trova servizi*, 1280 pixels wide: nothing changed and one pixel 0, another font 0.38; without
a card 0.75, without the map 0.75, without our sheet 0.81, in the other theme 1.
"""
MOST_LOOKS = 20
"""Looks at a page before two in a row are the same."""
Levels = npt.NDArray[np.float64]


def cells(picture: Image.Image) -> Levels:
    """Return mean colour and variation of each column of cells, at each height."""
    levels = np.asarray(picture.convert("RGB"), np.float64)
    columns = levels[:, : levels.shape[1] // CELL * CELL].reshape(len(levels), -1, CELL, 3)
    windows = sliding_window_view(columns, CELL, axis=0)
    return np.concatenate([windows.mean((2, 4)), windows.mean(3).std((2, 3))[..., None]], axis=2)


def differing(expected: Image.Image, found: Image.Image) -> npt.NDArray[np.bool_]:
    """Tell of each cell of a picture whether there is none like it nearby in the other."""
    wanted, given = cells(expected)[::CELL], cells(found)
    rows = np.arange(len(wanted)) * CELL
    distances = [
        np.abs(given[np.clip(rows + shift, 0, len(given) - 1)] - wanted).max(2)
        for shift in range(-MOST_SHIFT, MOST_SHIFT + 1)
    ]
    return np.asarray(np.min(distances, axis=0) > MOST_DIFFERENCE)


def difference(expected: Image.Image, found: Image.Image) -> float:
    """Return the share of cells that differ in the square where most do; 1 for pictures of different size."""
    if expected.size != found.size:
        return 1
    both = (differing(*pair) for pair in ((expected, found), (found, expected)))
    return float(max(sliding_window_view(cell, (SQUARE, SQUARE)).mean((2, 3)).max() for cell in both))


def few_colours(picture: Image.Image) -> Image.Image:
    return picture.quantize(COLOURS, kmeans=ROUNDS, dither=Image.Dither.NONE)


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.png"


def keep(name: str, found: Image.Image) -> None:
    """Keep a picture that is missing or no longer alike."""
    if not path_of(name).exists() or difference(Image.open(path_of(name)), found) > MOST_OF_A_SQUARE:
        FOLDER.mkdir(parents=True, exist_ok=True)
        few_colours(found).save(path_of(name), optimize=True)


def fault(name: str, found: Image.Image, folder: Path) -> str:
    """Return what is wrong with a picture, "" if nothing is, and leave in a folder what shows it."""
    if not path_of(name).exists():
        return f"{name}: none is kept"
    expected = Image.open(path_of(name)).convert("RGB")
    share = difference(expected, found)
    if share <= MOST_OF_A_SQUARE:
        return ""
    expected.save(folder / f"{name}-expected.png")
    found.save(folder / f"{name}-found.png")
    if expected.size == found.size:
        ImageChops.difference(expected, found).save(folder / f"{name}-difference.png")
    return f"{name}: {share:.2f}, see {folder}/{name}-expected.png, -found.png, -difference.png"


def lines_of_words() -> Image.Image:
    """Make up a picture of lines of words, each line with a colour of its own."""
    chance = np.random.default_rng(1)
    levels = np.full((320, 320, 3), 250, np.uint8)
    for top in range(4, 316, 8):
        levels[top : top + 4, chance.random(320) < chance.uniform(0.1, 0.9)] = chance.integers(0, 200, 3)
    return Image.fromarray(levels)


def test_a_picture_is_like_one_that_moved_a_little_and_unlike_one_without_a_part() -> None:
    whole = lines_of_words()
    assert difference(whole, ImageChops.offset(whole, 1, 1)) <= MOST_OF_A_SQUARE
    assert difference(few_colours(whole), whole) <= MOST_OF_A_SQUARE
    hollow = whole.copy()
    hollow.paste((250, 250, 250), (64, 64, 144, 144))
    assert difference(whole, hollow) > MOST_OF_A_SQUARE
    assert difference(hollow, whole) > MOST_OF_A_SQUARE
    assert difference(whole, ImageChops.invert(whole)) == 1
    assert difference(whole, whole.crop((0, 0, 320, 319))) == 1


def test_each_page_has_its_pictures_and_no_picture_is_left_over() -> None:
    parts = product(PAGES, LANGUAGES, (str(size.width) for size in SIZES), THEMES)
    assert {path.stem for path in FOLDER.iterdir()} == {"-".join(part) for part in parts}


def test_each_page_of_the_application_has_a_picture() -> None:
    pictured = {urlsplit(address).path.removeprefix("/") for address in PAGES.values()}
    assert pictured == PATHS


@pytest.fixture(scope="module")
def addresses(serve: Callable[..., str], desk_dir: Path) -> dict[str, str]:
    """Serve the real pages on a fixed day, with an open questionnaire; return the address of each page."""
    settings = Settings(data_dir=desk_dir, is_offline=True)
    engine = open_register(settings)
    survey = open_survey(engine, FIRM, title="Che cosa ci aiuterebbe?", at=NOON)
    engine.dispose()
    site = serve(HERE / "apps" / "fixed_day.py", WELFARE_MAP_DATA_DIR=str(desk_dir), WELFARE_MAP_OFFLINE="on")
    link = survey_address(site, survey_token(link_secret(settings), survey))
    return {name: f"{site}{path}" for name, path in PAGES.items()} | {QUESTIONNAIRE: link}


def wait(visit: Any, theme: str, *, has_map: bool) -> None:
    """Wait until page and map are drawn in a theme."""
    themed = f"document.documentElement.dataset.theme === '{theme}'"
    visit.wait_until_still()
    if has_map:
        visit.wait_for_map()
        visit.wait_inside(themed)
        visit.wait_until_still()
    app = "getComputedStyle(document.querySelector('[data-testid=stApp]'))"
    visit.wait_until(f"{themed} && {app}.colorScheme === '{theme}'")


def seen(visit: Any, size: Size) -> Image.Image:
    """Return a small picture of what is seen, once it stands still."""
    last = b""
    for _ in range(MOST_LOOKS):
        shot = visit.page.screenshot(animations="disabled", caret="hide")
        if shot == last:
            return Image.open(io.BytesIO(shot)).convert("RGB").reduce(size.reduced)
        last = shot
    return pytest.fail("the page never stands still")


def set_size(visit: Any, size: Size) -> None:
    visit.page.set_viewport_size({"width": size.width, "height": size.height})


def choose_language(visit: Any, lang: str, *, has_map: bool) -> None:
    """Choose a language, and wait until the page speaks it."""
    expect(visit.page.locator(".wm-footer")).to_be_visible()
    if visit.page.evaluate("document.documentElement.lang") != lang:
        visit.page.get_by_role("radio", name=LANGUAGES[lang]).click()
        visit.wait_until(f"document.documentElement.lang === '{lang}'")
    if has_map:
        expect(visit.page.locator(f'iframe[title="{MAP_TITLES[lang]}"]')).to_be_visible()


def pictures(visit: Any, *, has_map: bool) -> Iterator[tuple[str, Image.Image]]:
    """Yield name and picture of an open page in each language, at each width, in each theme."""
    for lang in LANGUAGES:
        set_size(visit, SIZES[0])
        choose_language(visit, lang, has_map=has_map)
        for size in SIZES:
            set_size(visit, size)
            for theme in THEMES:
                visit.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
                wait(visit, theme, has_map=has_map)
                yield f"{lang}-{size.width}-{theme}", seen(visit, size)


@pytest.mark.browser
@pytest.mark.golden
@pytest.mark.parametrize("page", PAGES)
def test_a_page_looks_as_it_did(
    page: str,
    addresses: dict[str, str],
    open_page: Callable[..., Any],
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    visit = open_page(addresses[page], width_px=SIZES[0].width, height_px=SIZES[0].height)
    found = {f"{page}-{name}": picture for name, picture in pictures(visit, has_map=page not in WITHOUT_MAP)}
    if pytestconfig.getoption("golden") == "keep":
        for name, picture in found.items():
            keep(name, picture)
    assert [said for name, picture in found.items() if (said := fault(name, picture, tmp_path))] == []


CARD = "document.querySelector('.wm-card[id]')"
MAP = "document.querySelector('iframe[title=Mappa]')"
MAIN = "document.querySelector('[data-testid=stMainBlockContainer]')"
SHEET = "[...document.styleSheets].find(e => e.ownerNode.textContent.includes('.wm-card {'))"
FONT = '<style>* {font-family: "Liberation Sans"}</style>'
HARMLESS = {
    "nothing": ("0", "0"),
    "one pixel": (f"{MAIN}.style.transform = 'translate(1px, 1px)'", f"{MAIN}.style.transform = ''"),
    "another font": (
        f"document.head.insertAdjacentHTML('beforeend', '{FONT}')",
        "document.head.lastElementChild.remove()",
    ),
}
FAULTS = {
    "no card": (f"{CARD}.style.display = 'none'", f"{CARD}.style.display = ''"),
    "no map": (f"{MAP}.style.visibility = 'hidden'", f"{MAP}.style.visibility = ''"),
    "no sheet": (f"{SHEET}.disabled = true", f"{SHEET}.disabled = false"),
}
"""What is done to an open page, and undone."""


@pytest.mark.browser
@pytest.mark.golden
def test_what_is_not_there_is_noticed_and_another_font_is_not(
    addresses: dict[str, str], open_page: Callable[..., Any], tmp_path: Path
) -> None:
    size = SIZES[0]
    address = addresses["answer"].replace("&territory=015118", "")
    visit = open_page(address, width_px=size.width, height_px=size.height)
    choose_language(visit, "it", has_map=True)
    visit.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    wait(visit, "light", has_map=True)
    expected = few_colours(seen(visit, size))
    shares = {}
    for name, (script, undo) in {**HARMLESS, **FAULTS}.items():
        visit.page.evaluate(script)
        found = seen(visit, size)
        found.save(tmp_path / f"{name}.png")
        shares[name] = difference(expected, found)
        visit.page.evaluate(undo)
    visit.page.emulate_media(color_scheme="dark")
    wait(visit, "dark", has_map=True)
    shares["other theme"] = difference(expected, seen(visit, size))
    assert {name for name, share in shares.items() if share <= MOST_OF_A_SQUARE} == set(HARMLESS), shares
