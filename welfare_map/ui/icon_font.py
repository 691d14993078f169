"""
The icons of Streamlit's controls in a smaller font: 9 kB instead of 375.

Streamlit's font has four thousand icons; its scripts name eighty of them, our pages none. The smaller one is made once
for each Streamlit and kept with what else is built, by a program of its own: the library that makes it would stay in
memory. Where it cannot be made, Streamlit's font is sent.
"""

import io
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from geodata.store import write_atomically
from welfare_map.ui.preloads import STREAMLIT_FILES

FONTS: Final = STREAMLIT_FILES / "media"
ICON: Final = re.compile(r"material/([a-z0-9_]+)")
"""How a script names an icon."""
LIGATURE: Final = 4
"""Kind of a table that replaces letters by one sign (OpenType, GSUB)."""
LONGEST_S: Final = 60


def icon_files(base: str, data_dir: Path) -> dict[str, Path]:
    """
    Return the smaller font under the address of Streamlit's: address -> file; make it where it is not there.

    Parameters
    ----------
    base
        Path under which the server runs, "" or "/name".
    data_dir
        Folder of built files.
    """
    made = {
        font: data_dir / "built" / f"icons-{version('streamlit')}-{font.name}"
        for font in FONTS.glob("MaterialSymbols-*.woff2")
    }
    for font, path in made.items():
        if not path.is_file():
            command = (sys.executable, "-m", __name__, str(font), str(path))
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(command, check=False, capture_output=True, timeout=LONGEST_S)  # noqa: S603  # our own
    return {f"{base}/static/media/{font.name}": path for font, path in made.items() if path.is_file()}


def icon_names(scripts: Iterable[Path]) -> frozenset[str]:
    """Return the icons that scripts name."""
    return frozenset(name for path in scripts for name in ICON.findall(path.read_text(encoding="utf-8")))


def smaller_font(font: Path, names: Iterable[str]) -> bytes:
    """Return a font as WOFF2 with the icons of these names alone; a name that it does not know is left out."""
    from fontTools import subset, ttLib  # noqa: PLC0415  # for the program that makes the font alone

    whole = ttLib.TTFont(font)
    signs, wanted = ligatures(whole), set(names)
    options = subset.Options(layout_features=["*"], layout_closure=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(glyphs=[sign for name, sign in signs.items() if name in wanted], text="".join(wanted))
    subsetter.subset(whole)
    whole.flavor = "woff2"
    content = io.BytesIO()
    whole.save(content)
    return content.getvalue()


def ligatures(font: Any) -> dict[str, str]:
    """Return letters -> the sign that replaces them."""
    letters = {sign: chr(code) for code, sign in font.getBestCmap().items()}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    return {
        "".join(letters.get(sign, "") for sign in (first, *one.Component)): one.LigGlyph
        for table in (getattr(table, "ExtSubTable", table) for table in tables)
        if table.LookupType == LIGATURE
        for first, several in table.ligatures.items()
        for one in several
    }


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    write_atomically(target, smaller_font(source, icon_names((STREAMLIT_FILES / "js").glob("*.js"))))
