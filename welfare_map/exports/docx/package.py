"""The file itself: what it says of itself, and bytes that do not change with the clock."""

import io
import zipfile
from datetime import datetime, time
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE

from welfare_map.exports.document import Document
from welfare_map.exports.docx.look import LOCALES
from welfare_map.exports.docx.words import writable
from welfare_map.texts import text

TITLE_LENGTH: Final = 255
"""The most that a property may hold."""
APPLICATION: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)
"""No program, no company, no manager, no minutes of work."""


def sealed(file: Any, document: Document) -> bytes:
    """Return the file's bytes: title, language and the document's day are told, no author, and no clock."""
    _describe(file, document)
    buffer = io.BytesIO()
    file.save(buffer)
    return _repacked(buffer, document)


def _describe(file: Any, document: Document) -> None:
    about, day = file.core_properties, datetime.combine(document.made_on, time(12))
    about.title = writable(document.title)[:TITLE_LENGTH]
    about.subject = writable(document.subtitle)[:TITLE_LENGTH]
    about.author = about.last_modified_by = text("app.name", document.lang)
    about.comments = about.keywords = ""
    about.language = LOCALES[document.lang]
    about.created = about.modified = day
    about.revision = 1
    for relation in file.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            relation.target_part._blob = APPLICATION.encode()  # noqa: SLF001 - the library does not write this part


def _repacked(written: io.BytesIO, document: Document) -> bytes:
    """Pack the parts again with the document's day."""
    day = document.made_on
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            about = zipfile.ZipInfo(name, (day.year, day.month, day.day, 12, 0, 0))
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            about.create_system = 3
            new.writestr(about, old.read(name))
    return packed.getvalue()
