"""A ``Document`` as a file of words (DOCX): editable, in our look, the same bytes for the same document."""

import docx

from welfare_map.exports.document import Bullets, Document, Heading, Paragraph, Tone
from welfare_map.exports.docx.blocks import write
from welfare_map.exports.docx.look import dress, write_footer, write_head
from welfare_map.exports.docx.package import sealed
from welfare_map.texts import text

__all__ = ["docx_bytes"]


def docx_bytes(document: Document) -> bytes:
    """
    Return the document as a DOCX.

    Words from data are made writable: signs that a file can't hold go, and what is longer than 2,000 signs is cut. The
    file names no person and no program; its only dates are the document's own day.
    """
    file = docx.Document()
    dress(file, document)
    write_head(file, document)
    if document.is_demo:
        words = document.demo_words or text("document.demo", document.lang)
        write(file, Paragraph(words, tone=Tone.NOTICE), document.lang)
    for block in document.blocks:
        write(file, block, document.lang)
    if document.sources:
        write(file, Heading(text("document.sources", document.lang), 2), document.lang)
        write(file, Bullets(document.sources), document.lang)
    write_footer(file, document)
    return sealed(file, document)
