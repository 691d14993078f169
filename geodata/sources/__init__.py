"""One module per published dataset: its record ``SOURCE`` and ``parse(stream)`` -> chunks of (table, notices)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pandas as pd

from geodata.notices import Notice

Chunk = tuple[pd.DataFrame, tuple[Notice, ...]]
Parse = Callable[[BinaryIO], Iterator[Chunk]]


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

    @property
    def page_url(self) -> str:
        """Address of the page for people."""
        return self.portal_url + self.page_path.format(dataset_id=self.dataset_id)

    @property
    def api_url(self) -> str:
        """Address of the rows (SODA)."""
        return f"{self.portal_url}/resource/{self.dataset_id}.json"


@dataclass(frozen=True, slots=True)
class Reader:
    """A source and the function that reads its bytes."""

    source: Source
    parse: Parse
