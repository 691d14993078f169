"""
The only door to the network.

``client`` sends requests with tries, limits and the offline switch; ``soda``, ``ckan`` and ``overpass`` speak to the
three kinds of portal. What is kept on disk between two tries is the matter of ``geodata.store``.
"""

from geodata.http.ckan import find_ckan_file
from geodata.http.client import (
    NOTHING_KNOWN,
    Answer,
    Call,
    Client,
    TryAgainError,
    Validators,
    fetch,
    fetch_bytes,
    send,
)
from geodata.http.overpass import fetch_overpass
from geodata.http.soda import fetch_soda_csv, fetch_soda_rows

__all__ = [
    "NOTHING_KNOWN",
    "Answer",
    "Call",
    "Client",
    "TryAgainError",
    "Validators",
    "fetch",
    "fetch_bytes",
    "fetch_overpass",
    "fetch_soda_csv",
    "fetch_soda_rows",
    "find_ckan_file",
    "send",
]
