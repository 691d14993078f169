"""The README of the shipped data, written out of the contracts so that it cannot disagree with them."""

from collections.abc import Iterator
from pathlib import Path

from geodata import store
from geodata.tables import CONTRACTS, Column, Contract

HEAD = """\
# Data

- `manual/` is edited by hand and reviewed like code; see [its README](manual/README.md).
- `demo/` is built, invented and labelled; see [its README](demo/README.md).
- `manifest.toml` says for each file its table, licence, day, rows and checksum.
- Downloads and built files are in the user's data folder (`WELFARE_MAP_DATA_DIR`), never here.

After an edit: `python -m welfare_map.register.shipped.write_manifest` brings this page and the manifest up to date, and
`welfare-map check` tells what is wrong.

Tables are CSV: UTF-8, comma, header, LF. An empty cell is unknown. Dates are `YYYY-MM-DD`, booleans `true` and `false`,
lists are joined by `|`, coordinates are degrees in EPSG:4326, codes are text with leading zeros. Tables under `manual/`
leave out the columns that the register fills in for them (source, licence, day, position).
"""


def readme_path() -> Path:
    """Return where the page stands: beside the folders of the shipped tables."""
    return store.manual_dir().parent / "README.md"


def readme_text() -> str:
    """Write one section per contract: key and columns."""
    return HEAD + "".join(part for contract in CONTRACTS.values() for part in _section(contract))


def write_readme() -> None:
    """Bring the page up to date with the contracts."""
    store.write_atomically(readme_path(), readme_text().encode())


def _section(contract: Contract) -> Iterator[str]:
    yield f"\n## {contract.name}\n\nKey: {', '.join(f'`{name}`' for name in contract.key)}\n\n"
    yield "| column | type | required | meaning |\n|---|---|---|---|\n"
    for column in contract.columns:
        yield f"| `{column.name}` | {column.type} | {'yes' if column.is_required else ''} | {_meaning(column)} |\n"


def _meaning(column: Column) -> str:
    allowed = ", ".join(f"`{code}`" for code in column.allowed)
    return f"{column.description}: {allowed}" if allowed else column.description
