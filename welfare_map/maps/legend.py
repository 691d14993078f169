"""What the signs of the map mean, in words."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from welfare_map.maps.popups import escape, picture
from welfare_map.maps.view import AreaFill
from welfare_map.palette import INK, LAND, REACH, Colour
from welfare_map.texts import text
from welfare_map.vocabularies import (
    AREA_LINES,
    HOME_PATH,
    INITIATIVE_COLOURS,
    SYMBOLS,
    LayerFamily,
    layer_parts,
    symbol_svg,
)

LIST_STYLE: Final = (
    "list-style:none;margin:0.3rem 0;padding:0;display:flex;flex-wrap:wrap;gap:0.35rem 1.1rem;font-size:0.9rem"
)
ITEM_STYLE: Final = "display:inline-flex;align-items:center;gap:0.45rem;margin:0"


def legend_html(layers: Sequence[str], lang: str) -> str:
    """
    Build the legend of a map.

    Parameters
    ----------
    layers
        Layers that are on; the tint of territories is explained only where there is one.
    lang
        Language of the words.

    Returns
    -------
    html
        A titled list: every symbol of a thing, then what hollow, dashed, ringed and tinted mean.
    """
    return _section(text("map.legend.title", lang), _items(layers, lang))


def tints_html(fills: Sequence[AreaFill], lang: str) -> str:
    """
    Build the key of the territories that are tinted.

    Parameters
    ----------
    fills
        Tinted territories; each colour and name is listed once, one without a name is left out.
    lang
        Language of the title.

    Returns
    -------
    html
        A titled list of colours and names; "" when there is nothing to list.
    """
    named = dict.fromkeys((fill.colour, fill.name) for fill in fills if fill.name)
    items = [(_svg(_tint(colour)), name) for colour, name in named]
    return _section(text("map.legend.tints", lang), items) if items else ""


def shades_html(title: str, shades: Sequence[tuple[Colour, str, bool]]) -> str:
    """Build the key of classes: colour, words, and whether it is hatched; the title is plain text."""
    return _section(title, [(_svg(_shade(colour, is_hatched=hatched)), said) for colour, said, hatched in shades])


def area_line(number: int) -> str:
    """Draw the line around the area of a limit, 0 the nearest, as a picture without words."""
    width_px, dashes_px = AREA_LINES[number % len(AREA_LINES)]
    dashes = " ".join(map(str, dashes_px)) or "none"
    line = f'<path d="M0,18H36" stroke="{REACH.css}" stroke-width="{2 * width_px}" stroke-dasharray="{dashes}"/>'
    return picture(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">{line}</svg>')


def _section(words: str, items: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<li style="{ITEM_STYLE}">{picture(drawing)}<span>{escape(said)}</span></li>' for drawing, said in items
    )
    title = escape(words)
    return (
        f'<section aria-label="{title}" class="wm-legend">'
        f'<strong>{title}</strong><ul style="{LIST_STYLE}">{listed}</ul></section>'
    )


def _items(layers: Iterable[str], lang: str) -> Iterator[tuple[str, str]]:
    for symbol in SYMBOLS.values():
        yield symbol_svg(symbol.code), text(symbol.text_key, lang)
    yield symbol_svg("small_children", is_demo=True), text("map.legend.demo", lang)
    yield _svg(_ring(dashes="0.55 0.4") + _number("×7")), text("map.legend.area", lang)
    yield _svg(_ring() + _number("7")), text("map.legend.count", lang)
    yield (
        _svg(f'<circle r="1.2" fill="{INK.css}"/><circle r="0.4" fill="{LAND.css}"/>'),
        text("map.legend.origin", lang),
    )
    yield _svg(f'<path d="{HOME_PATH}" fill="{INK.css}"/>'), text("map.home", lang)
    if any(layer_parts(layer)[0] == LayerFamily.INITIATIVES for layer in layers):
        yield _svg(_tint(INITIATIVE_COLOURS[0])), text("map.legend.territory", lang)


def _svg(inside: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.8 -1.8 3.6 3.6">{inside}</svg>'


def _ring(*, dashes: str = "none") -> str:
    return f'<circle r="1.4" fill="{LAND.css}" stroke="{INK.css}" stroke-width="0.28" stroke-dasharray="{dashes}"/>'


def _number(words: str) -> str:
    return f'<text y="0.5" text-anchor="middle" font-size="1.5" font-weight="600" fill="{INK.css}">{words}</text>'


def _tint(colour: Colour) -> str:
    box = 'x="-1.5" y="-1.2" width="3" height="2.4"'
    line = f'stroke="{colour.css}" stroke-width="0.2"'
    return f'<rect {box} fill="{LAND.css}"/><rect {box} fill="{colour.css}" fill-opacity="0.24" {line}/>'


def _shade(colour: Colour, *, is_hatched: bool) -> str:
    box = f'x="-1.5" y="-1.2" width="3" height="2.4" stroke="{INK.css}" stroke-width="0.12"'
    if not is_hatched:
        return f'<rect {box} fill="{colour.css}"/>'
    lines = "".join(f"M{at},1.2L{at + 2.4:g},-1.2" for at in (-1.5, -0.7, 0.1))
    return f'<rect {box} fill="{LAND.css}"/><path d="{lines}" stroke="{colour.css}" stroke-width="0.2"/>'
