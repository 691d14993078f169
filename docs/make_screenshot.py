"""Makes the picture of the README from the running application: ``make run`` in one terminal, this in another."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from chromium import find_chromium

ADDRESS = "http://localhost:8501/?lon=8.918&lat=45.594&groups=small_children"
WAIT = """async () => {
  const isDrawn = frame => frame.contentWindow.map && frame.contentDocument.querySelector("canvas");
  while (![...document.querySelectorAll("iframe")].some(isDrawn)) await new Promise(requestAnimationFrame);
}"""


def main(address: str) -> None:
    """Open the page, wait for the map, and keep what is seen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.goto(address)
        page.evaluate(WAIT)
        page.get_by_role("heading", level=3).first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=Path(__file__).parent / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ADDRESS)
