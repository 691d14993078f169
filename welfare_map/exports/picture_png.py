"""A static picture of an answer as pixels, for documents that take no lines: the same bytes for the same picture."""

import io
from functools import cache
from importlib import resources
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from welfare_map.exports.sheet import ACCENT, BORDER, INK, LAND, PALE, PAPER, SOFT
from welfare_map.maps.picture import Mark, Picture
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
Spot = tuple[float, float]


def picture_png(picture: Picture, lang: str) -> bytes:
    """
    Return a picture as PNG.

    Marks whose words begin with a letter are dark, the others in our colour; those of areas are light.
    """
    size = (round(picture.width_mm * SCALE), round(picture.height_mm * SCALE))
    canvas = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(canvas))
    for area in picture.areas:
        pen.polygon(area, LAND, BORDER)
    for area in picture.ground:
        pen.polygon(area, PALE, SOFT)
    for name in picture.names:
        pen.words(name.words, (name.x_mm, name.y_mm), size_pt=7.5, colour=SOFT)
    if picture.start is not None:
        pen.diamond((picture.start.x_mm, picture.start.y_mm))
    for mark in picture.marks:
        pen.mark(mark)
    pen.scale(picture, lang)
    pen.frame(picture)
    return _packed(canvas)


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
        self, words: str, at: Spot, *, size_pt: float, colour: tuple[int, int, int], is_bold: bool = False
    ) -> None:
        """Write words around a spot."""
        self._draw.text(_pixels(at), words, font=_font(size_pt, is_bold=is_bold), fill=colour, anchor="mm")

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
