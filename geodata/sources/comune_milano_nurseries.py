"""
Nurseries of the Comune di Milano (CKAN dataset ds47).

Only the names of its columns are known, not its cells: there is no code, so codes are made of grade, name and address,
and a nursery listed for several school years counts once. Older layers of the portal carry metres (EPSG:3003) declared
as degrees: they are recognised by their range. The kind is in GRADO; a row without a known word is left out, noticed.
"""

from collections.abc import Iterator
from typing import BinaryIO

from geodata.cleaning.municipality_names import NO_MUNICIPALITIES, MunicipalityList
from geodata.codes import ServiceKind
from geodata.sources import Access, Chunk, Reader, Source
from geodata.sources.kinds import kind_words
from geodata.sources.layout import POINT_COLUMNS, Layout, services
from geodata.sources.rows import Row, column_key, read_rows

MILANO_CODE = "015146"
WORDS = {
    ServiceKind.NURSERY: (
        "NIDO",
        "NIDI",
        "ASILO NIDO",
        "NIDO D'INFANZIA",
        "NIDI D'INFANZIA",
        "NIDO INFANZIA",
        "NIDO COMUNALE",
        "NIDO AZIENDALE",
    ),
    ServiceKind.MICRO_NURSERY: ("MICRONIDO", "MICRO NIDO", "MICRONIDI"),
    ServiceKind.FAMILY_NURSERY: ("NIDO FAMIGLIA", "NIDI FAMIGLIA"),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: ("CENTRO PRIMA INFANZIA", "CENTRO PER LA PRIMA INFANZIA", "CPI"),
    ServiceKind.SPRING_SECTION: ("SEZIONE PRIMAVERA", "SEZIONI PRIMAVERA"),
    ServiceKind.PRESCHOOL: ("INFANZIA", "SCUOLA DELL'INFANZIA", "SCUOLE DELL'INFANZIA", "SCUOLA MATERNA"),
}
SOURCE = Source(
    source_id="comune-milano-nidi",
    name="Servizi all'infanzia (ds47)",
    publisher="Comune di Milano",
    licence="CC-BY-4.0",
    portal_url="https://dati.comune.milano.it",
    dataset_id="ds47",
    page_path="/dataset/{dataset_id}",
    table="services",
    kinds=tuple(kind.value for kind in WORDS),
    access=Access.CKAN,
    is_tried=False,
)
YEAR = "CODANNOSCOLASTICO"
LAYOUT = Layout(
    columns={
        "kind": ("GRADO",),
        "name": ("NOMINATIVO",),
        "street_kind": ("TIPO_VIA",),
        "street": ("INDIRIZZO",),
        "house_number": ("NUMEROCIVICO", "NUMERO_CIVICO", "CIVICO"),
    },
    kind=kind_words(WORDS),
    key_columns=("kind", "name", "street_kind", "street", "house_number"),
    expected=("name", "street"),
    constants={"municipality_code": MILANO_CODE},
    points=POINT_COLUMNS,
)


def parse(stream: BinaryIO, municipalities: MunicipalityList = NO_MUNICIPALITIES, /) -> Iterator[Chunk]:
    """Read the list, the last school year first, so that a nursery's newest row is the one that stays."""
    published = read_rows(stream, SOURCE.source_id)
    yield services(published.in_order(_school_year, reverse=True), SOURCE, LAYOUT, municipalities)


def _school_year(row: Row) -> str:
    return str(row.get(column_key(YEAR)) or "")


READER = Reader(SOURCE, parse)
