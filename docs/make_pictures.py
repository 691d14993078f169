"""
Makes the pictures of the README and of the guides from the running application.

``make run`` in one terminal, ``make pictures`` in another: a register as it is shipped gives what the words beside the
pictures say. Colours are cut to 128, which is enough for maps and words and takes a fifth of the bytes.
"""

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

DOCS: Final = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent / "tests" / "browser"))
from chromium import find_chromium

HOST: Final = "http://localhost:8501"
COLOURS: Final = 128
WAIT_FOR_MAP: Final = """async () => {
  const isDrawn = frame => frame.contentWindow.map && frame.contentDocument.querySelector("canvas");
  while (![...document.querySelectorAll("iframe")].some(isDrawn)) await new Promise(requestAnimationFrame);
}"""
LEGNANO: Final = "lon=8.918&lat=45.594"


@dataclass(frozen=True, slots=True)
class Picture:
    """What is seen at an address, in a window of this size (CSS pixels), with a map in it or without."""

    address: str
    width: int = 1280
    height: int = 860
    has_map: bool = True


PICTURES: Final[Mapping[str, Picture]] = {
    "screenshot.png": Picture(f"/?{LEGNANO}&groups=small_children"),
    "guide/lavoratore.png": Picture(f"/?{LEGNANO}&groups=elders&mode=car", 390, 844, has_map=False),
    "guide/impresa.png": Picture(f"/imprese?{LEGNANO}&tab=consortium"),
    "guide/ente-obiettivi.png": Picture("/copertura?within=alto-milanese&areas=municipality&unit=015118", height=1000),
    "guide/ente-dove-agire.png": Picture("/copertura?view=siting&within=alto-milanese"),
    "guide/curatore.png": Picture("/registro", has_map=False),
}
"""File under ``docs/`` -> what it shows."""


def main(host: str) -> None:
    """Open each address, wait until nothing runs, and keep what is seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            page = browser.new_page(viewport={"width": picture.width, "height": picture.height})
            page.goto(f"{host}{picture.address}")
            _wait(page, picture)
            _write(DOCS / name, page.screenshot())
            page.close()
        browser.close()


def _wait(page: Page, picture: Picture) -> None:
    page.locator(".wm-footer").wait_for()
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    if picture.has_map:
        page.evaluate(WAIT_FOR_MAP)
    page.wait_for_load_state("networkidle")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    Image.open(io.BytesIO(content)).convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else HOST)
