"""
Find a Chromium for the browser tests, or install one.

In this order: the one named by ``CHROMIUM``, one on the path, Debian's package where we are root, Playwright's own
download. Where none can be had, the command to run is printed and the exit code is 1: tests are never skipped in
silence. Chromium's headless shell comes first: the same engine without the windows around it, which opens a page with a
third less work.

``python tests/browser/chromium.py --install`` prints the path.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
INSTALL = ("install", "--yes", "--quiet", "--no-install-recommends")
APT_LIMITS = ("-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10")
"""Where there is no network the Chromium that is here is taken after seconds."""


def find_chromium() -> str | None:
    """Return the path of a Chromium that is here already."""
    named = os.environ.get("CHROMIUM")
    if named and os.access(named, os.X_OK):
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None) or _playwright_chromium()


def _playwright_chromium() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where no other browser was found

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def install_chromium() -> str | None:
    """Install a Chromium, the headless shell where it can be had, and return its path; None where there is none."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", *APT_LIMITS, "update", "--quiet")
        for package in (SHELL, "chromium"):
            if find_chromium() is None or package == SHELL:
                _run("apt-get", *APT_LIMITS, *INSTALL, package, "fonts-dejavu-core")
    if find_chromium() is None:
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    return find_chromium()


def _run(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, env=environment, stdout=sys.stderr)


def main(arguments: list[str]) -> int:
    """Print the path of a Chromium; install one first if asked to."""
    is_missing = shutil.which(SHELL) is None and not os.environ.get("CHROMIUM")
    path = install_chromium() if is_missing and "--install" in arguments else find_chromium()
    if path is None:
        sys.stderr.write(
            "The browser tests need a Chromium and none could be installed. Run one of:\n"
            "  sudo apt-get install chromium\n"
            "  .venv/bin/python -m playwright install --with-deps chromium\n"
            "or name yours: CHROMIUM=/path/to/chrome make test\n"
        )
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
