"""
What the pages of a PDF say to who hears them or sets them anew: headings, lists, tables and pictures, in their order.

ISO 32000-1, 14.7 and 14.8. fpdf2 writes flat structures alone; ``Tags`` takes the place of its builder and keeps a
tree. What is drawn inside of no element, or straight in one that only holds others, is an ornament: it is not read.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Final

from fpdf.structure_tree import StructElem, StructTreeRoot
from fpdf.syntax import PDFObject

ORNAMENT: Final = "Artifact"
HOLDERS: Final = frozenset({"Document", "L", "LI", "Table", "TR"})
"""Elements that hold others, and no words of their own."""


class Element(StructElem):
    """One element; ``scope`` is what a header cell heads, ``Column`` or ``Row``."""

    def __init__(self, kind: str, parent: PDFObject, words: str | None = None, scope: str | None = None) -> None:
        super().__init__(f"/{kind}", parent, [], page_number=1, alt=words)
        self.a = f"<</O /Table /Scope /{scope}>>" if scope else None
        self._holds = kind in HOLDERS

    def has_words(self) -> bool:
        """Tell whether what is drawn in it is its own."""
        return not self._holds

    def lie_on(self, page_number: int) -> None:
        """Say on which page its own words are."""
        self._page_number = page_number


class Tags:
    """The tree in the making, and the marks between what is drawn on pages (counted from 1)."""

    def __init__(self) -> None:
        self.struct_tree_root = StructTreeRoot()
        self._document = Element("Document", self.struct_tree_root)
        self.struct_tree_root.k.append(self._document)
        self._elements = [self._document]
        self._open: list[Element | None] = [self._document]
        self._drawn: tuple[int, Element | None] | None = None

    # --- asked by fpdf2 when the file is written ----------------------------------------------------------------------

    @property
    def doc_struct_elem(self) -> SimpleNamespace:
        """All elements in a row: each is given its page."""
        return SimpleNamespace(k=self._elements)

    def empty(self) -> bool:
        """Tell that there is a tree, always."""
        return False

    def __iter__(self) -> Iterator[PDFObject]:
        yield from (self.struct_tree_root, self.struct_tree_root.parent_tree, *self._elements)

    # --- said while pages are drawn -----------------------------------------------------------------------------------

    def enter(self, kind: str, words: str | None = None, scope: str | None = None) -> None:
        """Open an element below the one that is open; in one that has words nothing further is told apart."""
        last = self._open[-1]
        if kind == ORNAMENT or last is None:
            self._open.append(None)
        else:
            self._open.append(last if last.has_words() else self._add(kind, last, words, scope))

    def leave(self) -> None:
        """Close what was opened last."""
        self._open.pop()

    def marks_before(self, page_number: int) -> str:
        """Return the operators that have to stand before what is drawn next on a page."""
        last = self._open[-1]
        owner = last if last and last.has_words() else None
        if self._drawn == (page_number, owner):
            return ""
        shut = "EMC\n" if self._drawn and self._drawn[0] == page_number else ""
        self._drawn = (page_number, owner)
        _ = self.struct_tree_root.parent_tree.nums[page_number - 1]  # a page without words has its row too
        return shut + (self._begin(owner, page_number) if owner else f"/{ORNAMENT} BMC")

    def _begin(self, owner: Element, page_number: int) -> str:
        """Give the next marked sequence of a page to an element; on a further page to a part of it."""
        if owner.k and owner.page_number() != page_number:
            owner = self._add("Span", owner)
        owner.lie_on(page_number)
        owners = self.struct_tree_root.parent_tree.nums[page_number - 1]
        owner.k.append(len(owners))
        owners.append(owner)
        return f"{owner.s} <</MCID {len(owners) - 1}>> BDC"

    def _add(self, kind: str, parent: Element, words: str | None = None, scope: str | None = None) -> Element:
        element = Element(kind, parent, words, scope)
        parent.k.append(element)
        self._elements.append(element)
        return element
