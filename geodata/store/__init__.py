"""
The only reader and writer of files, the register's database apart.

``files`` reads and writes single files, ``embedded`` knows the tables that come with the project, ``published`` reads
the data that installed packages carry, ``built`` keeps what was computed from them in the user's data folder,
``downloads`` fetches sources, ``mappings`` is their catalogue, ``addresses`` keeps the house numbers of the area.
"""

from geodata.store.addresses import (
    ADDRESSES_NAME,
    AddressIndex,
    AddressStatus,
    build_address_index,
    open_addresses,
)
from geodata.store.built import load_territory, territory_key
from geodata.store.downloads import FetchProgress, FetchStep, download, fetch_source
from geodata.store.embedded import demo_dir, manual_dir
from geodata.store.files import (
    file_sha256,
    open_stream,
    read_bytes,
    read_csv_table,
    write_atomically,
    write_csv_table,
)
from geodata.store.mappings import load_readers, whole_lists
from geodata.store.published import read_ages, read_municipality_list, read_places

__all__ = [
    "ADDRESSES_NAME",
    "AddressIndex",
    "AddressStatus",
    "FetchProgress",
    "FetchStep",
    "build_address_index",
    "demo_dir",
    "download",
    "fetch_source",
    "file_sha256",
    "load_readers",
    "load_territory",
    "manual_dir",
    "open_addresses",
    "open_stream",
    "read_ages",
    "read_bytes",
    "read_csv_table",
    "read_municipality_list",
    "read_places",
    "territory_key",
    "whole_lists",
    "write_atomically",
    "write_csv_table",
]
