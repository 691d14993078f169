"""How a firm joins an agreement, and its application as a document."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from welfare_map.cli import options
from welfare_map.cli.answering import answer
from welfare_map.cli.arguments import choice, given, today
from welfare_map.cli.options import Language
from welfare_map.model import AdheringQuery

if TYPE_CHECKING:
    from welfare_map.model import Answer, Firm
    from welfare_map.snapshot import Snapshot

Initiative = Annotated[str | None, options.option("--initiative", "one_initiative", "ID")]
Organisation = Annotated[str | None, options.option("--organisation", "one_firm", "ID")]
Town = Annotated[str | None, options.option("--municipality", "firm_municipality", "CODICE")]
Output = Annotated[str | None, options.option("--output", "docx_output", "FILE.docx")]


def adhering(
    initiative: Initiative = None,
    organisation: Organisation = None,
    municipality: Town = None,
    output: Output = None,
    output_format: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print what adhesion brings and whom to write to; with ``--output`` write the application."""
    initiative_id = given("--initiative", initiative)
    language = given("--lang", choice("--lang", lang, Language)).value

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.adhering import adhering as question

        me = _firm(snapshot, organisation)
        query = AdheringQuery(as_of_on=today(), initiative_id=initiative_id, me=me, municipality_code=municipality)
        found = question(snapshot, query)
        if output is not None:
            from geodata import store
            from welfare_map.exports.adhering import adhering_document
            from welfare_map.exports.docx import docx_bytes

            document = adhering_document(found, me, language, made_on=query.as_of_on)
            store.write_atomically(Path(output), docx_bytes(document))
        return found

    answer(ask, output_format, lang)


def _firm(snapshot: "Snapshot", organisation_id: str | None) -> "Firm | None":
    """Return the firm that the operator names, with all that it declared."""
    if organisation_id is None:
        return None
    from welfare_map.questions.firms_seen import firm_seen, viewer_of

    return firm_seen(snapshot, organisation_id, viewer_of(snapshot, (organisation_id,)))
