"""Where the rows of a list come from, in one line, with the licence of each source."""

from collections.abc import Iterable

from geodata.licences import LICENCES
from welfare_map.maps.popups import escape
from welfare_map.model import SourceNote
from welfare_map.texts import text


def sources_html(sources: Iterable[SourceNote], lang: str) -> str:
    """Build the line that names sources and licences, each once; "" for none."""
    said = "; ".join(dict.fromkeys(_source(note, lang) for note in sources))
    return f'<p class="wm-source">{escape(text("app.sources", lang, sources=said))}</p>' if said else ""


def _source(note: SourceNote, lang: str) -> str:
    licence = LICENCES.get(note.licence)
    return text("app.source", lang, name=note.names[lang], licence=licence.name if licence else note.licence)
