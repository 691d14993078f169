"""The command that writes published tables to files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from geodata.errors import InputError
from welfare_map.cli.arguments import choice, given, today
from welfare_map.cli.options import Language, LanguageWord, option
from welfare_map.settings import Settings, current_settings
from welfare_map.texts import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from welfare_map.exports.tables import PublishedTable
    from welfare_map.snapshot import Snapshot

CATALOGUE = "dcat"
TableName = Annotated[str | None, option("--table", "table", "TABELLA")]
FileFormat = Annotated[str, option("--format", "file_format", "csv|xlsx|geojson|gpkg|parquet|dcat")]
Output = Annotated[str | None, option("--output", "output", "FILE")]
LicenceWord = Annotated[str | None, option("--licence", "licence", "LICENZA")]
SiteUrl = Annotated[str | None, option("--site-url", "site_url", "INDIRIZZO")]


def export(
    table: TableName = None,
    output_format: FileFormat = "csv",
    output: Output = None,
    licence: LicenceWord = None,
    site_url: SiteUrl = None,
    lang: LanguageWord = "it",
) -> None:
    """Write a published table, or the catalogue of the published tables, to a file or to stdout."""
    language = given("--lang", choice("--lang", lang, Language)).value
    if output_format == CATALOGUE:
        content, sentence = _catalogue(table, licence, site_url, language)
    else:
        content, sentence = _table(
            given("--table", table), output_format, licence, language, has_file=output is not None
        )
    write_file(content, output, sentence)


def _published(
    names: "Iterable[str]", licence: str | None, settings: Settings
) -> "tuple[Snapshot, list[PublishedTable]]":
    from welfare_map.exports.tables import published_table, require_known
    from welfare_map.register import current

    for name in names:
        require_known(name, licence)
    snapshot = current.open_snapshot(settings)
    return snapshot, [published_table(snapshot, name, exported_on=today(), licence=licence) for name in names]


def _table(name: str, output_format: str, licence: str | None, lang: str, *, has_file: bool) -> tuple[bytes, str]:
    """Return the content of a table's file and what to say of it."""
    from welfare_map.exports.files import FORMATS, TableFormat, table_bytes

    if output_format not in set(TableFormat):
        allowed = ", ".join([*TableFormat, CATALOGUE])
        raise InputError("error.unknown_choice", option="--format", value=output_format, allowed=allowed)
    form = TableFormat(output_format)
    if FORMATS[form].is_binary and not has_file:
        raise InputError("error.missing_option", option="--output")
    _, (table,) = _published([name], licence, current_settings())
    licences = ", ".join(table.licences) or text("exports.no_rows", lang)
    said = text("exports.written", lang, count=len(table.rows), table=table.name, licences=licences)
    return table_bytes(table, form, lang), said


def _catalogue(name: str | None, licence: str | None, site_url: str | None, lang: str) -> tuple[bytes, str]:
    """Return the description of one table, or of them all, and what to say of it."""
    from geodata.tables import CONTRACTS
    from welfare_map.exports.dcat import LOCAL_SITE_URL, Site, dcat_xml

    settings = current_settings()
    snapshot, tables = _published([name] if name else CONTRACTS, licence, settings)
    site = Site((site_url or LOCAL_SITE_URL).rstrip("/"), settings.report_email)
    xml = dcat_xml(tables, site=site, territory=snapshot.territory, modified_on=today())
    count = sum(bool(len(table.rows)) for table in tables)
    return xml.encode(), text("exports.dcat_written", lang, count=count)


def write_file(content: bytes, output: str | None, sentence: str) -> None:
    """Write a whole file in the place of the earlier one, or text to stdout."""
    if output is None:
        sys.stdout.write(content.decode())
        return
    from geodata import store

    store.write_atomically(Path(output), content)
    sys.stdout.write(f"{output}: {sentence}\n")
