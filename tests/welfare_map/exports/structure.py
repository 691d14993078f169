"""What a PDF says to who hears it, read by PDFium, the engine of Chromium: kinds, words and order, as a tree."""

import ctypes
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

Said = Mapping[int, str]
"""Words of a page by the number of their marked sequence; -1 where there is none."""
HEAD_PT, FOOT_PT = 48, 62
"""Heights of what is said on each page."""


@dataclass(frozen=True, slots=True)
class Element:
    """Kind, words in its place, own words, and what stands in it."""

    kind: str
    instead: str
    words: str
    kids: tuple["Element", ...]

    def all(self) -> Iterator["Element"]:
        """Yield it and all that stands in it, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.all()

    def outline(self) -> object:
        """Return kind and words, or kind and what stands in it, for tests to compare."""
        return (
            (self.kind, *(kid.outline() for kid in self.kids)) if self.kids else (self.kind, self.instead or self.words)
        )


def read(content: bytes) -> list[Element]:
    """Return for each page the part of the document that stands on it."""
    return [_element(_document(page), _words(page)) for page in pypdfium2.PdfDocument(content)]


def faults(content: bytes) -> list[str]:
    """Return what a listener would miss or stumble over."""
    elements = [element for document in read(content) for element in document.all()]
    levels = [int(element.kind[1]) for element in elements if re.fullmatch(r"H\d", element.kind)]
    return [
        *(f"not one title, and first: {levels}" for _ in "x" if levels[:1] != [1] or levels.count(1) != 1),
        *(f"from level {level} to {below}" for level, below in pairwise(levels) if below > level + 1),
        *("a picture without words" for element in elements if element.kind == "Figure" and not element.instead),
        *(f"not read: {words}" for page in pypdfium2.PdfDocument(content) for words in _silent(page)),
    ]


def _document(page: Any) -> Any:
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    assert raw.FPDF_StructTree_CountChildren(tree) == 1
    return raw.FPDF_StructTree_GetChildAtIndex(tree, 0)


def _silent(page: Any) -> Iterator[str]:
    """Yield the words between head and foot that are in no marked sequence."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        _, bottom_pt, _, top_pt = item.get_bounds()
        if (
            bottom_pt > FOOT_PT
            and top_pt < page.get_height() - HEAD_PT
            and raw.FPDFPageObj_GetMarkedContentID(item.raw) < 0
        ):
            yield _letters(item, page.get_textpage())


def _words(page: Any) -> Said:
    said: dict[int, str] = defaultdict(str)
    letters = page.get_textpage()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        said[raw.FPDFPageObj_GetMarkedContentID(item.raw)] += _letters(item, letters)
    return said


def _letters(item: Any, letters: Any) -> str:
    return _string(lambda buffer, size: raw.FPDFTextObj_GetText(item.raw, letters.raw, _shorts(buffer), size))


def _element(found: Any, said: Said) -> Element:
    places = range(raw.FPDF_StructElement_CountChildren(found))
    kids = [raw.FPDF_StructElement_GetChildAtIndex(found, place) for place in places]
    own = [raw.FPDF_StructElement_GetChildMarkedContentID(found, place) for place in places]
    return Element(
        _string(lambda buffer, size: raw.FPDF_StructElement_GetType(found, buffer, size)),
        _string(lambda buffer, size: raw.FPDF_StructElement_GetAltText(found, buffer, size)),
        "".join(said.get(number, "") for number in own if number >= 0).strip(),
        tuple(_element(kid, said) for kid in kids if kid),
    )


def _shorts(buffer: Any) -> Any:
    return buffer and ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))


def _string(ask: Callable[[Any, int], int]) -> str:
    """Return a string that PDFium writes into a buffer, after it has said how long it is."""
    buffer = ctypes.create_string_buffer(ask(None, 0))
    ask(buffer, len(buffer))
    return buffer.raw[:-2].decode("utf-16-le")
