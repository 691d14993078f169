"""Folders of the tables that come with the project."""

import os
from pathlib import Path

EMBEDDED_DIR_VARIABLE = "WELFARE_MAP_EMBEDDED_DIR"
PROJECT_DATA_DIR = Path(__file__).resolve().parents[2] / "data"


def manual_dir() -> Path:
    """Folder of the hand-edited tables."""
    return _embedded_dir() / "manual"


def demo_dir() -> Path:
    """Folder of the demonstration set."""
    return _embedded_dir() / "demo"


def _embedded_dir() -> Path:
    return Path(os.environ.get(EMBEDDED_DIR_VARIABLE) or PROJECT_DATA_DIR)
