"""
The colours of pages, map and drawings, each once, in the light and in the dark theme.

Pages and the map's frame know them as variables (``--wm-ink``), drawings as ``light-dark()``, the map's canvas by name;
documents and pictures on paper take the light ones. Contrasts (WCAG 2.1, 1.4.3 and 1.4.11) are tested in both themes.
The few steps of size and space stand beside them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Colour:
    """
    One colour by its name, ``#rrggbb`` in the light and in the dark theme.

    What is drawn with it says ``css``, a picture on paper ``light``.
    """

    name: str
    light: str
    dark: str

    @property
    def css(self) -> str:
        """The colour in either theme, for style sheets and drawings."""
        return f"light-dark({self.light},{self.dark})"


PAGE: Final = Colour("page", "#fffefb", "#16191d")
WELL: Final = Colour("well", "#f7f5f0", "#20242a")
PAPER: Final = Colour("paper", "#ffffff", "#1c2025")
TAG: Final = Colour("tag", "#eef0ee", "#2b3037")
ACCENT_GROUND: Final = Colour("accent-ground", "#eef4f2", "#1b2f2d")
NOTE_GROUND: Final = Colour("note-ground", "#fff3dc", "#33280f")
FAULT_GROUND: Final = Colour("fault-ground", "#fbe4df", "#40190f")
GROUNDS: Final = (PAGE, WELL, PAPER, TAG, ACCENT_GROUND, NOTE_GROUND, FAULT_GROUND)
"""What text stands on: the page, fields, cards, labels, and what is said aside, to be noted, or wrong."""

INK: Final = Colour("ink", "#22272e", "#ece9e2")
SOFT: Final = Colour("soft", "#59606d", "#b1b6be")
ACCENT: Final = Colour("accent", "#1f5f5b", "#79c7bd")
NOTE: Final = Colour("note", "#6f4400", "#f0c674")
FAULT: Final = Colour("fault", "#8a1f11", "#ff9b88")
TEXTS: Final = (INK, SOFT, ACCENT, NOTE, FAULT)
"""What is written; each can be read on every one of ``GROUNDS``."""

FOCUS: Final = Colour("focus", "#0b57d0", "#8ab4f8")
"""The ring around what has the focus of the keyboard."""

ON_ACCENT: Final = Colour("on-accent", "#ffffff", "#0f211f")
"""What is written on a button of the accent."""

LINE: Final = Colour("line", "#d9d5cc", "#3a4048")
EDGE: Final = Colour("edge", "#807b70", "#868c94")
TRACK: Final = Colour("track", "#e6e7e2", "#343a41")
OPEN: Final = Colour("open", "#d3e6e2", "#23504b")
"""A quiet line; the edge that a field is known by; the empty part of a bar; a time when something is open, outlined."""
SCRIM: Final = Colour("scrim", "#22272e", "#0c0e10")
ON_SCRIM: Final = Colour("on-scrim", "#ffffff", "#f2efe9")
"""What lies above the map for a moment, and the words on it."""

SEA: Final = Colour("sea", "#f6f4ef", "#14171a")
BACK: Final = Colour("back", "#ece8df", "#1b1f23")
BACK_LINE: Final = Colour("back-line", "#d3ccbf", "#2f353b")
LAND: Final = Colour("land", "#ffffff", "#262b31")
"""The ground of the map: outside, the rest of the country, the area itself, which lies around symbols and names too."""
MUNICIPALITY_LINE: Final = Colour("municipality-line", "#d8d2c6", "#3f464e")
DISTRICT_LINE: Final = Colour("district-line", "#998f7e", "#7f858c")
PROVINCE_LINE: Final = Colour("province-line", "#857b6a", "#9aa0a7")
OUTLINE: Final = Colour("outline", "#6f675a", "#b9bdc2")
TOWN: Final = Colour("town", "#3d3a35", "#e4e0d7")
MUNICIPALITY_NAME: Final = Colour("municipality-name", "#5f594f", "#bcb8af")
UNIT_NAME: Final = Colour("unit-name", "#6b4f1d", "#e6c584")
REACH: Final = Colour("reach", "#34495e", "#c3d0de")
TOUCHED: Final = Colour("touched", "#b45309", "#ff9d4d")
"""What is reached in so many minutes; what a hypothesis changes."""

SMALL_CHILDREN: Final = Colour("small-children", "#b34700", "#ff9a57")
CHILDREN: Final = Colour("children", "#8a6200", "#e0b040")
ELDERS: Final = Colour("elders", "#005c99", "#6cb8f0")
DISABILITY: Final = Colour("disability", "#a0397a", "#f08cc4")
FAMILY: Final = Colour("family", "#00704f", "#4fc79a")
TIME_SAVING: Final = Colour("time-saving", "#26789f", "#8be0ee")
ORGANISATION: Final = Colour("organisation", "#33383f", "#d5d9de")
PRACTICE: Final = Colour("practice", "#5b4b9a", "#b3a5f5")
KINDS: Final = (SMALL_CHILDREN, CHILDREN, ELDERS, DISABILITY, FAMILY, TIME_SAVING, ORGANISATION, PRACTICE)
"""The hues of Okabe and Ito (2008), dark on white and pale on dark: what carries a number in the colour of the land."""

SHADES: Final = (
    Colour("shade-1", "#cfe1f2", "#24466a"),
    Colour("shade-2", "#93c4de", "#2f6496"),
    Colour("shade-3", "#4b97c9", "#4a8cc4"),
    Colour("shade-4", "#1f6aae", "#85b9e6"),
    Colour("shade-5", "#08306b", "#d2e8fb"),
)
"""
Blues from little to much (after ColorBrewer "Blues"), the farther from the ground the more: their order stays in every
kind of colour blindness and in grey.
"""
UNKNOWN: Final = Colour("unknown", "#b9b2a5", "#5b574f")
HATCH: Final = Colour("hatch", "#3b3226", "#f3e9d6")
BOTH_LOW: Final = Colour("both-low", "#8c3d04", "#ffb574")
SHARED_OUT: Final = Colour("shared-out", "#f1a340", "#96621f")
REACHED_NEARBY: Final = Colour("reached-nearby", "#92c5de", "#3f7296")
BOTH_HIGH: Final = Colour("both-high", "#08519c", "#a4d3ff")
DEPENDS_NOTHING: Final = Colour("depends-nothing", "#dfe7d8", "#3b4438")
DEPENDS_RADIUS: Final = Colour("depends-radius", "#74a9cf", "#4b80aa")
DEPENDS_DECAY: Final = Colour("depends-decay", "#e6a94d", "#bd8a36")
DEPENDS_BOTH: Final = Colour("depends-both", "#5c3566", "#dcb0ea")

COLOURS_OF_PAGES: Final = (*GROUNDS, *TEXTS, FOCUS, ON_ACCENT, LINE, EDGE, TRACK)
"""Those that the sheet of the pages names."""
COLOURS_OF_THE_MAP: Final = (
    *(*GROUNDS, *TEXTS, LINE, SCRIM, ON_SCRIM, SEA, BACK, BACK_LINE, LAND),
    *(MUNICIPALITY_LINE, DISTRICT_LINE, PROVINCE_LINE, OUTLINE, TOWN, MUNICIPALITY_NAME, UNIT_NAME, REACH, TOUCHED),
    *(*KINDS, *SHADES, UNKNOWN, HATCH, BOTH_LOW, SHARED_OUT, REACHED_NEARBY, BOTH_HIGH),
    *(DEPENDS_NOTHING, DEPENDS_RADIUS, DEPENDS_DECAY, DEPENDS_BOTH),
)
"""Those that the map's frame names: its sheet and its canvas."""

MAP_HEIGHT_PX: Final = 560
STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{f"type-{step}": f"{size}rem" for step, size in enumerate((0.84, 0.92, 1, 1.1, 1.3, 1.9), start=1)},
        **{f"space-{step}": f"{space}rem" for step, space in enumerate((0.15, 0.35, 0.6, 0.9, 1.2, 2), start=1)},
        "radius": "8px",
        "radius-small": "4px",
        "header": "4.2rem",
        "map": f"{MAP_HEIGHT_PX}px",
    }
)
"""Size of letters, from a side note to the title of a page; space; corners; height of the bar above, and of the map."""


def variables(colours: Iterable[Colour]) -> str:
    """Return a rule that gives colours and steps to a style sheet, each as ``--wm-<name>``."""
    values = {**{colour.name: colour.css for colour in colours}, **STEPS}
    return f":root{{{''.join(f'--wm-{name}:{value};' for name, value in values.items())}}}"
