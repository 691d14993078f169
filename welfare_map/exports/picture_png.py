"""A static picture of an answer as pixels, for documents that take no lines: the same bytes for the same picture."""

import io
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from welfare_map.exports.sheet import ACCENT, BORDER, INK, LAND, PALE, PAPER, SOFT
from welfare_map.maps.picture import Mark, Picture, Tint
from welfare_map.texts import formats

PIXELS_PER_MM: Final = 8
"""203 dots an inch."""
FINER: Final = 2
"""It is drawn so many times larger and made smaller, so that slanted lines are smooth."""
SCALE: Final = PIXELS_PER_MM * FINER
MM_PER_PT: Final = 0.3528
MARK_MM, LETTER_MM = 5.0, 1.75
"""Height of a mark, and the width that a letter of it takes."""
DIAMOND_MM: Final = 2.2
HATCH_MM: Final = 1.4
"""From a line, or a dot, to the next."""
LEGEND_PT, LEGEND_ROW_MM, LEGEND_GAP_MM = 8.0, 4.6, 4.0
SWATCH_MM, SWATCH_HIGH_MM = 7.0, 3.2
Spot = tuple[float, float]
Colour = tuple[int, int, int]


def picture_png(picture: Picture, lang: str, *, legend: Sequence[tuple[Tint, str]] = (), title: str = "") -> bytes:
    """
    Return a picture as PNG, with what its tints mean below it.

    Marks whose words begin with a letter are dark, the others in our colour; those of areas are light.

    Parameters
    ----------
    legend, title
        Tints with their words, and what stands before them.
    """
    height_mm = picture.height_mm + legend_mm(legend, title, picture.width_mm)
    size = (round(picture.width_mm * SCALE), round(height_mm * SCALE))
    canvas = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(canvas))
    for area in picture.areas:
        pen.polygon(area, LAND, BORDER)
    for area in picture.ground:
        pen.polygon(area, PALE, SOFT)
    for tint, outlines in picture.tints:
        for area in outlines:
            pen.polygon(area, _colour(tint), SOFT)
    _across(canvas, [(tint, area) for tint, outlines in picture.tints for area in outlines])
    for number in picture.numbers:
        pen.words(number.words, (number.x_mm, number.y_mm), size_pt=7.5, colour=INK, is_bold=True, halo=True)
    for name in picture.names:
        pen.words(name.words, (name.x_mm, name.y_mm), size_pt=7.5, colour=INK if picture.tints else SOFT, halo=True)
    if picture.start is not None:
        pen.diamond((picture.start.x_mm, picture.start.y_mm))
    for mark in picture.marks:
        pen.mark(mark)
    pen.scale(picture, lang)
    pen.frame(picture)
    _legend(canvas, pen, picture, legend, title)
    return _packed(canvas)


# --- tints ----------------------------------------------------------------------------------------------------------


def legend_mm(legend: Sequence[tuple[Tint, str]], title: str, width_mm: float) -> float:
    """Return how high a legend is."""
    places = _places(legend, title, width_mm)
    return places[-1][1] + LEGEND_ROW_MM if places else 0.0


def _places(legend: Sequence[tuple[Tint, str]], title: str, width_mm: float) -> list[Spot]:
    """Return the left top corners of the entries of a legend, below the title, one after the other along lines."""
    right_mm, down_mm = _width_mm(title, is_bold=True) + LEGEND_GAP_MM, 1.0
    places = []
    for _, words in legend:
        taken_mm = SWATCH_MM + 1.5 + _width_mm(words)
        if right_mm + taken_mm > width_mm and right_mm > 0:
            right_mm, down_mm = 0.0, down_mm + LEGEND_ROW_MM
        places.append((right_mm, down_mm))
        right_mm += taken_mm + LEGEND_GAP_MM
    return places


def _width_mm(words: str, *, is_bold: bool = False) -> float:
    return _font(LEGEND_PT, is_bold=is_bold).getlength(words) / SCALE


def _legend(canvas: Image.Image, pen: "_Pen", picture: Picture, legend: Sequence[tuple[Tint, str]], title: str) -> None:
    if not legend:
        return
    pen.blank((0, picture.height_mm + 0.3), canvas.width / SCALE, canvas.height / SCALE)
    middle_mm = picture.height_mm + 1.0 + LEGEND_ROW_MM / 2
    pen.words(title, (_width_mm(title, is_bold=True) / 2, middle_mm), size_pt=LEGEND_PT, colour=INK, is_bold=True)
    boxes = []
    for (tint, words), (left_mm, down_mm) in zip(legend, _places(legend, title, picture.width_mm), strict=True):
        top_mm = picture.height_mm + down_mm + (LEGEND_ROW_MM - SWATCH_HIGH_MM) / 2
        ends = ((left_mm + 0.2, top_mm), (left_mm + SWATCH_MM, top_mm + SWATCH_HIGH_MM))
        (left, top), (right, bottom) = ends
        box = ((left, top), (right, top), (right, bottom), (left, bottom))
        pen.polygon(box, _colour(tint), INK)
        boxes.append((tint, box))
        at_mm = left_mm + SWATCH_MM + 1.5 + _width_mm(words) / 2
        pen.words(words, (at_mm, top_mm + SWATCH_HIGH_MM / 2), size_pt=LEGEND_PT, colour=INK)
    _across(canvas, boxes)


def _colour(tint: Tint) -> Colour:
    red, green, blue = (int(tint.colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _across(canvas: Image.Image, areas: Sequence[tuple[Tint, tuple[Spot, ...]]]) -> None:
    """Draw lines across the areas that are hatched, and dots on those that are dotted."""
    for name, draw_pattern in (("is_hatched", _lines), ("is_dotted", _dots)):
        chosen = [area for tint, area in areas if getattr(tint, name)]
        if not chosen:
            continue
        mask = Image.new("1", canvas.size)
        pen = ImageDraw.Draw(mask)
        for area in chosen:
            pen.polygon([_pixels(spot) for spot in area], fill=1)
        pattern = Image.new("1", canvas.size)
        draw_pattern(ImageDraw.Draw(pattern), canvas.size)
        canvas.paste(INK, mask=ImageChops.logical_and(mask, pattern))


def _lines(pen: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    width, height = size
    for left in range(-height, width, round(HATCH_MM * SCALE)):
        pen.line([(left, height), (left + height, 0)], fill=1, width=round(0.25 * SCALE))


def _dots(pen: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    step, radius = round(HATCH_MM * SCALE), 0.28 * SCALE
    for x in range(step // 2, size[0], step):
        for y in range(step // 2, size[1], step):
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=1)


def _packed(canvas: Image.Image) -> bytes:
    small = canvas.reduce(FINER)
    buffer = io.BytesIO()
    small.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        buffer, "PNG", compress_level=7, dpi=(PIXELS_PER_MM * 25.4, PIXELS_PER_MM * 25.4)
    )
    return buffer.getvalue()


class _Pen:
    """Draws in millimetres from the top left corner."""

    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self._draw = draw

    def polygon(self, spots: tuple[Spot, ...], fill: tuple[int, int, int], line: tuple[int, int, int]) -> None:
        self._draw.polygon([_pixels(spot) for spot in spots], fill=fill, outline=line, width=round(0.2 * SCALE))

    def words(
        self,
        words: str,
        at: Spot,
        *,
        size_pt: float,
        colour: Colour,
        is_bold: bool = False,
        halo: bool = False,
    ) -> None:
        """Write words around a spot, with a light rim where they stand on tints."""
        font = _font(size_pt, is_bold=is_bold)
        rim = round(0.4 * SCALE) if halo else 0
        self._draw.text(_pixels(at), words, font=font, fill=colour, anchor="mm", stroke_width=rim, stroke_fill=LAND)

    def blank(self, left_top: Spot, right_mm: float, bottom_mm: float) -> None:
        """Make the ground white, for words below the picture."""
        self._draw.rectangle([_pixels(left_top), _pixels((right_mm, bottom_mm))], fill=LAND)

    def diamond(self, at: Spot) -> None:
        """Draw where minutes are counted from."""
        x_mm, y_mm = at
        corners = ((0, -DIAMOND_MM), (DIAMOND_MM, 0), (0, DIAMOND_MM), (-DIAMOND_MM, 0))
        self._draw.polygon([_pixels((x_mm + right, y_mm + down)) for right, down in corners], fill=INK)

    def mark(self, mark: Mark) -> None:
        """Draw a mark with its words: dark for letters, in our colour for numbers, light for an area."""
        colour = INK if mark.words[:1].isalpha() else ACCENT
        half_mm = max(MARK_MM, len(mark.words) * LETTER_MM + 2.2) / 2
        corners = (mark.x_mm - half_mm, mark.y_mm - MARK_MM / 2), (mark.x_mm + half_mm, mark.y_mm + MARK_MM / 2)
        self._draw.rounded_rectangle(
            [_pixels(corner) for corner in corners],
            radius=MARK_MM / 2 * SCALE,
            fill=PALE if mark.is_approximate else colour,
            outline=colour,
            width=round(0.3 * SCALE),
        )
        ink = colour if mark.is_approximate else LAND
        self.words(mark.words, (mark.x_mm, mark.y_mm), size_pt=8.5, colour=ink, is_bold=True)

    def scale(self, picture: Picture, lang: str) -> None:
        """Draw the bar at the lower left."""
        left_mm, y_mm = 4.0, picture.height_mm - 4
        ends = [_pixels((left_mm, y_mm)), _pixels((left_mm + picture.scale_mm, y_mm))]
        self._draw.line(ends, fill=INK, width=round(0.5 * SCALE))
        said = formats.distance(picture.scale_km * 1000, lang)
        self.words(said, (left_mm + picture.scale_mm / 2, y_mm - 2), size_pt=7.5, colour=INK)

    def frame(self, picture: Picture) -> None:
        corners = [_pixels((0.1, 0.1)), _pixels((picture.width_mm - 0.1, picture.height_mm - 0.1))]
        self._draw.rectangle(corners, outline=BORDER, width=round(0.25 * SCALE))


def _pixels(spot: Spot) -> Spot:
    return spot[0] * SCALE, spot[1] * SCALE


@cache
def _font(size_pt: float, *, is_bold: bool) -> ImageFont.FreeTypeFont:
    name = "Roboto-Bold.ttf" if is_bold else "Roboto-Regular.ttf"
    file = resources.files("font_roboto") / "files" / name
    return ImageFont.truetype(str(file), size_pt * MM_PER_PT * SCALE)
