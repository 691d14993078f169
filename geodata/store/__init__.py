"""
The only reader and writer of files, the register's database apart.

``files`` reads and writes single files, ``embedded`` knows the tables that come with the project, ``published`` reads
the data that installed packages carry, ``built`` keeps what was computed from them in the user's data folder.
"""

from geodata.store.built import load_territory, territory_key
from geodata.store.embedded import demo_dir, manual_dir
from geodata.store.files import (
    open_stream,
    read_bytes,
    read_csv_table,
    write_atomically,
    write_csv_table,
)
from geodata.store.published import read_places

__all__ = [
    "demo_dir",
    "load_territory",
    "manual_dir",
    "open_stream",
    "read_bytes",
    "read_csv_table",
    "read_places",
    "territory_key",
    "write_atomically",
    "write_csv_table",
]
