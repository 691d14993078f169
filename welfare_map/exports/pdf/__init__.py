"""A ``Document`` as pages (PDF): the same blocks as ``exports.docx`` writes, the same bytes for the same document."""

from welfare_map.exports.document import Bullets, Document, Heading, Paragraph, Tone
from welfare_map.exports.pdf.blocks import write_all
from welfare_map.exports.pdf.paper import Paper
from welfare_map.texts import text

__all__ = ["pdf_bytes"]


def pdf_bytes(document: Document) -> bytes:
    """
    Return the document as a PDF.

    Letters that our font has not go, and what is longer than 2,000 signs is cut. A heading never stands alone at the
    foot of a page, a row of a table is never torn.
    """
    paper = Paper(document)
    lang = document.lang
    notice = (
        (Paragraph(document.demo_words or text("document.demo", lang), tone=Tone.NOTICE),) if document.is_demo else ()
    )
    sources = (Heading(text("document.sources", lang), 2), Bullets(document.sources)) if document.sources else ()
    write_all(paper, (*notice, *document.blocks, *sources), lang)
    return bytes(paper.output())
