"""A brief as a document of two pages: one content, which ``exports.docx`` and ``exports.pdf`` write."""

from welfare_map.exports.brief.composing import brief_document, brief_json, brief_name, brief_pages
from welfare_map.exports.brief.drawing import is_untold

__all__ = ["brief_document", "brief_json", "brief_name", "brief_pages", "is_untold"]
