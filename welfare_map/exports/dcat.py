"""
The published tables as a DCAT-AP_IT catalogue, RDF/XML.

A table is a data set. Where its rows come under several licences, each licence has distributions of its own, with the
rows of that licence alone, because a distribution has one licence.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np

from geodata.licences import LICENCES
from geodata.territory import Territory
from welfare_map.exports.tables import PublishedTable
from welfare_map.texts import LANGUAGES, text

PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatapit": "http://dati.gov.it/onto/dcatapit#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "locn": "http://www.w3.org/ns/locn#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
XSD = "http://www.w3.org/2001/XMLSchema#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGE_CODES = {"it": "ITA", "en": "ENG"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FILE_TYPES = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GEOJSON", "gpkg": "GPKG", "parquet": "PARQUET"}
"""Our format -> code of the European list of file types."""
THEMES = {
    "services": ("SOCI", "EDUC", "HEAL"),
    "availability": ("SOCI",),
    "organisations": ("ECON", "SOCI"),
    "adhesions": ("ECON", "SOCI"),
    "districts": ("REGI", "SOCI"),
    "district_offices": ("REGI", "SOCI"),
    "district_office_municipalities": ("REGI", "SOCI"),
    "school_calendars": ("EDUC",),
    "shifts": ("ECON",),
    "needs_offers": ("ECON", "SOCI"),
    "sites": ("ECON",),
    "commuters": ("ECON", "TRAN"),
    "worker_needs": ("ECON", "SOCI"),
    "plans": ("ECON", "SOCI"),
}
"""Codes of the European list of data themes; the other tables are about society."""
DEFAULT_THEMES = ("SOCI",)
LICENCE_TYPES = {
    "CC-BY-4.0": "Attribution",
    "IODL-2.0": "Attribution",
    "ODbL-1.0": "Attribution-ShareAlike-copyleft",
    "MIT": "Attribution",
}
"""Our licence -> kind of licence (ADMS)."""
DEGREE_DECIMALS = 4
LOCAL_SITE_URL = "http://localhost:8501"
"""Where ``make run`` serves; a catalogue that others read needs the public address."""


@dataclass(frozen=True, slots=True)
class Site:
    """
    Who publishes, and where.

    Parameters
    ----------
    url
        Address of the application, without a final "/".
    email
        Mailbox for questions, or "".
    """

    url: str
    email: str = ""


def dcat_xml(tables: Iterable[PublishedTable], *, site: Site, territory: Territory, modified_on: date) -> str:
    """
    Describe published tables.

    Parameters
    ----------
    tables
        Those without rows are left out.
    site
        Gives the addresses of the data sets and of the page that hands out the files.
    territory
        Gives the spatial coverage.
    modified_on
        Day of the catalogue.

    Returns
    -------
    xml
        One catalogue; texts in Italian and English.
    """
    for prefix, address in PREFIXES.items():
        ET.register_namespace(prefix, address)
    root = ET.Element(_name("rdf:RDF"))
    known = [table for table in tables if len(table.rows)]
    _catalogue(root, known, site, modified_on)
    for table in known:
        _dataset(root, table, site)
        for licence, form in _distributions(table):
            _distribution(root, table, site, licence, form)
    _agent(root, site)
    _contact(root, site)
    _place(root, site, territory)
    for licence in sorted({code for table in known for code in table.licences}):
        _licence(root, licence)
    ET.indent(root)
    return f"{DECLARATION}\n{ET.tostring(root, encoding='unicode')}\n"


def _name(short: str) -> str:
    prefix, _, name = short.partition(":")
    return f"{{{PREFIXES[prefix]}}}{name}"


def _thing(root: ET.Element, kind: str, address: str, *types: str) -> ET.Element:
    """Add a thing with its address and its more general types."""
    thing = ET.SubElement(root, _name(kind), {_name("rdf:about"): address})
    for other in types:
        prefix, _, name = other.partition(":")
        _refer(thing, "rdf:type", PREFIXES[prefix] + name)
    return thing


def _refer(parent: ET.Element, name: str, address: str) -> None:
    ET.SubElement(parent, _name(name), {_name("rdf:resource"): address})


def _say(parent: ET.Element, name: str, words: str, attributes: Mapping[str, str] | None = None) -> None:
    ET.SubElement(parent, _name(name), dict(attributes or {})).text = words


def _say_day(parent: ET.Element, name: str, day: str) -> None:
    _say(parent, name, day, {_name("rdf:datatype"): f"{XSD}date"})


def _say_in_languages(parent: ET.Element, name: str, key: str) -> None:
    for lang in LANGUAGES:
        _say(parent, name, text(key, lang), {XML_LANG: lang})


def _catalogue(root: ET.Element, tables: Iterable[PublishedTable], site: Site, modified_on: date) -> None:
    thing = _thing(root, "dcatapit:Catalog", f"{site.url}/dati", "dcat:Catalog")
    _say_in_languages(thing, "dct:title", "exports.catalogue_title")
    _say_in_languages(thing, "dct:description", "exports.catalogue_about")
    _refer(thing, "dct:publisher", _agent_address(site))
    _say_day(thing, "dct:modified", modified_on.isoformat())
    _refer(thing, "foaf:homepage", f"{site.url}/dati")
    _refer(thing, "dcat:themeTaxonomy", f"{AUTHORITY}/data-theme")
    for lang in LANGUAGES:
        _refer(thing, "dct:language", f"{AUTHORITY}/language/{LANGUAGE_CODES[lang]}")
    for table in tables:
        _refer(thing, "dcat:dataset", _dataset_address(site, table))


def _dataset(root: ET.Element, table: PublishedTable, site: Site) -> None:
    thing = _thing(root, "dcatapit:Dataset", _dataset_address(site, table), "dcat:Dataset")
    _say(thing, "dct:identifier", f"welfare-map:{table.name}")
    _say_in_languages(thing, "dct:title", f"exports.table.{table.name}")
    _say_in_languages(thing, "dct:description", f"exports.about.{table.name}")
    if table.has_demo:
        _say_in_languages(thing, "dct:description", "exports.has_demo")
    for theme in THEMES.get(table.name, DEFAULT_THEMES):
        _refer(thing, "dcat:theme", f"{AUTHORITY}/data-theme/{theme}")
    for name in ("dct:publisher", "dct:rightsHolder", "dct:creator"):
        _refer(thing, name, _agent_address(site))
    _say_day(thing, "dct:modified", newest_day(table))
    _refer(thing, "dct:accrualPeriodicity", f"{AUTHORITY}/frequency/IRREG")
    for lang in LANGUAGES:
        _refer(thing, "dct:language", f"{AUTHORITY}/language/{LANGUAGE_CODES[lang]}")
    _refer(thing, "dct:spatial", _place_address(site))
    _refer(thing, "dcat:contactPoint", _contact_address(site))
    _refer(thing, "dcat:landingPage", f"{site.url}/dati")
    for source in table.sources:
        if source.url:
            _refer(thing, "dct:source", source.url)
    for licence, form in _distributions(table):
        _refer(thing, "dcat:distribution", _distribution_address(site, table, licence, form))


def newest_day(table: PublishedTable) -> str:
    """Return the newest day on which a row was read, changed or checked; that of the file when rows say none."""
    names = [name for name in ("retrieved_on", "modified_on", "checked_on") if name in table.rows]
    days = [day for name in names for day in table.rows[name].dropna()]
    return max(days, default=table.exported_on.isoformat())


def _distributions(table: PublishedTable) -> list[tuple[str, str]]:
    forms = [form for form in FILE_TYPES if table.has_position or form not in {"geojson", "gpkg"}]
    return list(product(table.licences, forms))


def _distribution(root: ET.Element, table: PublishedTable, site: Site, licence: str, form: str) -> None:
    address = _distribution_address(site, table, licence, form)
    thing = _thing(root, "dcatapit:Distribution", address, "dcat:Distribution")
    _say_in_languages(thing, "dct:title", f"exports.table.{table.name}")
    for lang in LANGUAGES:
        count = int((table.rows["licence"] == licence).sum())
        words = text("exports.distribution", lang, licence=LICENCES[licence].name, count=count)
        _say(thing, "dct:description", words, {XML_LANG: lang})
    _refer(thing, "dct:format", f"{AUTHORITY}/file-type/{FILE_TYPES[form]}")
    _refer(thing, "dct:license", LICENCES[licence].url)
    _say_day(thing, "dct:modified", newest_day(table))
    _refer(thing, "dcat:accessURL", f"{site.url}/dati")


def _agent(root: ET.Element, site: Site) -> None:
    thing = _thing(root, "dcatapit:Agent", _agent_address(site), "foaf:Agent")
    _say(thing, "dct:identifier", "welfare-map")
    _say_in_languages(thing, "foaf:name", "exports.publisher")


def _contact(root: ET.Element, site: Site) -> None:
    thing = _thing(root, "dcatapit:Organization", _contact_address(site), "vcard:Organization", "vcard:Kind")
    _say_in_languages(thing, "vcard:fn", "exports.publisher")
    if site.email:
        _refer(thing, "vcard:hasEmail", f"mailto:{site.email}")
    _refer(thing, "vcard:hasURL", site.url)


def _place(root: ET.Element, site: Site, territory: Territory) -> None:
    """Say the area: names of its regions and the rectangle around it (degrees, EPSG:4326)."""
    thing = _thing(root, "dct:Location", _place_address(site))
    for name in sorted(set(territory.municipalities["region_name"])):
        _say(thing, "skos:prefLabel", name, {XML_LANG: "it"})
    west, south, east, north = np.round(territory.municipalities.total_bounds, DEGREE_DECIMALS).tolist()
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{lon} {lat}" for lon, lat in corners)
    _say(thing, "locn:geometry", f"POLYGON (({ring}))", {_name("rdf:datatype"): WKT})


def _licence(root: ET.Element, code: str) -> None:
    thing = _thing(root, "dcatapit:LicenseDocument", LICENCES[code].url, "dct:LicenseDocument")
    _refer(thing, "dct:type", f"http://purl.org/adms/licencetype/{LICENCE_TYPES[code]}")
    _say(thing, "foaf:name", LICENCES[code].name)


def _dataset_address(site: Site, table: PublishedTable) -> str:
    return f"{site.url}/dati#dataset-{table.name}"


def _distribution_address(site: Site, table: PublishedTable, licence: str, form: str) -> str:
    return f"{site.url}/dati#{table.name}-{licence}-{form}"


def _agent_address(site: Site) -> str:
    return f"{site.url}/dati#publisher"


def _contact_address(site: Site) -> str:
    return f"{site.url}/dati#contact"


def _place_address(site: Site) -> str:
    return f"{site.url}/dati#area"
