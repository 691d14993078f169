"""One module per published dataset: its record ``SOURCE`` and ``parse(stream)`` -> chunks of (table, notices)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

import pandas as pd

from geodata.cleaning.municipality_names import MunicipalityList
from geodata.codes import Level
from geodata.notices import Notice

Chunk = tuple[pd.DataFrame, tuple[Notice, ...]]
DISTRICT_COLUMN = "district_name_in_source"
"""Column outside the contract: the planning district (AMBITO) of the row, as its publisher writes it; may be absent."""


class Access(StrEnum):
    """
    How a source is fetched, and what its record carries for it.

    ``soda``: rows of ``dataset_id``, page by page in the order of ``order_by``. ``ckan``: the first file of
    ``dataset_id`` in ``resource_format``. ``overpass``: the answer of ``resource_url`` to ``query``. ``url``: the file
    at ``resource_url``. ``file``: nowhere to be fetched, only given by hand.
    """

    SODA = "soda"
    CKAN = "ckan"
    OVERPASS = "overpass"
    URL = "url"
    FILE = "file"


class Parse(Protocol):
    """Reads the bytes of a source; a source that names its municipalities finds their codes in the list."""

    def __call__(self, stream: BinaryIO, municipalities: MunicipalityList = ..., /) -> Iterator[Chunk]:
        """Yield chunks of (rows of the source's table without provenance, notices)."""


@dataclass(frozen=True, slots=True)
class WholeList:
    """
    Of what a list has every service there is: where it has a record, no other record of these kinds means none.

    Parameters
    ----------
    kinds
        Kinds of service.
    extent
        How far it goes round a record of its own: that municipality, its planning district or its province.
    region_code
        Region that it is made for: a record elsewhere is a stray one and covers nothing; "" for all of Italy.
    only_with
        Source ids of the lists that have the other services of the same kinds: none alone tells that there is none.
    """

    kinds: tuple[str, ...]
    extent: Level = Level.MUNICIPALITY
    region_code: str = ""
    only_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """
    The record of a published dataset.

    Parameters
    ----------
    source_id
        Our code for it; the first half of its rows' ids.
    name
        Its title, as the publisher writes it.
    publisher
        Who publishes it.
    licence
        Licence code.
    portal_url
        Address of the open-data portal, without a final "/".
    dataset_id
        Code of the dataset on the portal; it may change, so an operator may set another one.
    page_path
        Path of the page that describes it; ``{dataset_id}`` stands for the code.
    table
        Contract name of the table that it yields.
    kinds
        Kinds of service in it.
    access
        How it is fetched.
    resource_url
        Address of the file (``url``) or of the service (``overpass``); ``{dataset_id}`` stands for the code.
    resource_format
        Format of the file to choose (``ckan``), as the portal writes it.
    query
        What is asked (``overpass``).
    order_by
        Column that keeps pages in order (``soda``).
    is_tried
        Its reader was tried on rows that the publisher gave out; else the layout is an assumption.
    whole
        Of what it has every service there is; None of a list of which nobody knows that.
    """

    source_id: str
    name: str
    publisher: str
    licence: str
    portal_url: str
    dataset_id: str
    page_path: str
    table: str
    kinds: tuple[str, ...]
    access: Access = Access.SODA
    resource_url: str = ""
    resource_format: str = "CSV"
    query: str = ""
    order_by: str = ":id"
    is_tried: bool = True
    whole: WholeList | None = None

    @property
    def page_url(self) -> str:
        """Address of the page for people."""
        return self.portal_url + self.page_path.format(dataset_id=self.dataset_id)

    @property
    def api_url(self) -> str:
        """Address that is asked: rows (SODA), record of the dataset (CKAN), file or service; "" where there is none."""
        match self.access:
            case Access.SODA:
                return f"{self.portal_url}/resource/{self.dataset_id}.json"
            case Access.CKAN:
                return f"{self.portal_url}/api/3/action/package_show?id={self.dataset_id}"
            case Access.URL | Access.OVERPASS:
                return self.resource_url.format(dataset_id=self.dataset_id)
            case Access.FILE:
                return ""

    @property
    def comes_unasked(self) -> bool:
        """
        Tell whether it is read when nobody names a source.

        OpenStreetMap is not: it has the services of the official lists once more, and would count them twice.
        """
        return bool(self.api_url) and self.is_tried and self.access is not Access.OVERPASS


class ParsePath(Protocol):
    """Reads a file that is too large for memory from its path."""

    def __call__(self, path: Path, municipalities: MunicipalityList = ..., /) -> Iterator[Chunk]:
        """Yield chunks as ``Parse`` does."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A source and the function that reads its bytes; ``parse_path``, where there is one, is preferred for a file."""

    source: Source
    parse: Parse
    parse_path: ParsePath | None = None
