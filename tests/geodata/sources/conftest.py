"""Invented rows with the header and the quirks of the Region's list of care homes."""

import csv
import io
from collections.abc import Callable

import pytest

COLUMNS = (
    "COD_ASL,COD_STRUTTURA,DENOM_STRUTTURA,INDIRIZZO_UBICAZIONE,COD_ISTAT_COMUNE_UBICAZIONE,COMUNE_UBICAZIONE,CAP,"
    "PROV_COMUNE_UBICAZIONE,TOT_POSTI_AUTORIZZATI,TOT_POSTI_ACCREDITATI,COD_GESTORE,DENOM_GESTORE,P_IVA,"
    "COD_FISCALE_GESTORE,INDIRIZZO_SEDE_LEGALE,COD_ISTAT_COMUNE_SEDE_LEGALE,COMUNE_SEDE_LEGALE,PROV_SEDE_LEGALE,"
    "PUBBLICA_PRIVATA,WGS84_Y,WGS84_X,FL_ACCREDITATA,Location"
)
HEADER = COLUMNS.split(",")


def make_row(**cells: str) -> dict[str, str]:
    """Return a sound row of the list; ``cells`` are put in its place."""
    sound = {
        "COD_ASL": "000",
        "COD_STRUTTURA": "000001",
        "DENOM_STRUTTURA": "RSA VILLA ARANCIO",
        "INDIRIZZO_UBICAZIONE": "VIA DELLE PROVE,12/B",
        "COD_ISTAT_COMUNE_UBICAZIONE": "901001",
        "COMUNE_UBICAZIONE": "UNO",
        "CAP": "24.126",
        "PROV_COMUNE_UBICAZIONE": "AA",
        "TOT_POSTI_AUTORIZZATI": "100",
        "TOT_POSTI_ACCREDITATI": "80",
        "COD_GESTORE": "1",
        "DENOM_GESTORE": "COOPERATIVA DI PROVA S.R.L.",
        "PUBBLICA_PRIVATA": "PRIVATA",
        "WGS84_Y": "45,2",
        "WGS84_X": "9,05",
        "FL_ACCREDITATA": "SI",
        "Location": "POINT (9.05 45.2)",
    }
    return {name: cells.get(name, sound.get(name, "")) for name in HEADER}


def make_csv(*rows: dict[str, str], separator: str = ",") -> bytes:
    """Return the list as the Region exports it: every field quoted."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), quoting=csv.QUOTE_ALL, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@pytest.fixture
def rsa_row() -> Callable[..., dict[str, str]]:
    """Make a row of the list."""
    return make_row


@pytest.fixture
def rsa_csv() -> Callable[..., bytes]:
    """Make the list out of rows."""
    return make_csv
