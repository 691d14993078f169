"""Invented rows with the headers and the quirks of published lists."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from geodata.cleaning.municipality_names import Municipality, MunicipalityList, municipality_list
from geodata.notices import Notice
from geodata.sources.catalogue import READERS

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


MUNICIPALITIES = municipality_list(
    [
        Municipality("901001", "San Proba sul Sasso", "AA", "Alfa", "Z001"),
        Municipality("901002", "Provà d'Adda", "AA", "Alfa", "Z002"),
        Municipality("902001", "Provà d'Adda", "BB", "Beta", "Z003"),
        Municipality("012144", "Bardello con Malgesso e Bregano", "VA", "Varese", "M433"),
    ]
)
CDI_HEADER = (
    "COD_ASL,COD_STRUTTURA,DENOM_STRUTTURA,INDIRIZZO_UBICAZIONE,COD_ISTAT_COMUNE_UBICAZIONE,COMUNE_UBICAZIONE,CAP,"
    "PROV_COMUNE_UBICAZIONE,TOT_POSTI_AUTORIZZATI,TOT_POSTI_ACCREDITATI,COD_GESTORE,DENOM_GESTORE,P_IVA,"
    "COD_FISCALE_GESTORE,INDIRIZZO_SEDE_LEGALE,COD_ISTAT_COMUNE_SEDE_LEGALE,COMUNE_SEDE_LEGALE,PROV_SEDE_LEGALE,"
    "NATURA_GIURIDICA,PUBBLICA_PRIVATA,ONLUS,WGS84_X,WGS84_Y,LOCATION"
).split(",")
CDI_ROW = {
    "COD_STRUTTURA": "000001",
    "DENOM_STRUTTURA": '"CDI ""IL PROVERBIO"""',
    "INDIRIZZO_UBICAZIONE": "VIA DELLE PROVE,7",
    "COD_ISTAT_COMUNE_UBICAZIONE": "901001",
    "COMUNE_UBICAZIONE": "SAN PROBA SUL SASSO",
    "CAP": "20080",
    "TOT_POSTI_AUTORIZZATI": "30",
    "TOT_POSTI_ACCREDITATI": "20",
    "DENOM_GESTORE": "COOPERATIVA DI PROVA S.R.L.",
    "PUBBLICA_PRIVATA": "PRIVATA",
    "WGS84_X": "8.95",
    "WGS84_Y": "45.41",
    "LOCATION": "POINT (8.95 45.41)",
}
SOCIAL_HEADER = (
    "CODICE_ATS,ATS,CODICE_ASST,ASST,AMBITO,COD_EG,DENOMINAZIONE_EG,CODICE_FISCALE_EG,PARTITA_IVA_EG,"
    "UNITA_OFFERTE_SOCIALI,CODICE_CUDES,DENOMINAZIONE_STRUTTURA,NR_POSTI,PROV,CAP,COMUNE_DI_UBICAZIONE,FRAZIONE,"
    "INDIRIZZO_STRUTTURA,TELEFONO_STRUTTURA,FAX_STRUTTURA,EMAIL_STRUTTURA,SITO_WEB_MAIL,WGS84_Y,WGS84_X,location"
).split(",")
SOCIAL_ROW = {
    "AMBITO": "VALLE DI PROVA",
    "DENOMINAZIONE_EG": "COMUNE DI PROVA",
    "UNITA_OFFERTE_SOCIALI": "CENTRO DIURNI ANZIANI",
    "CODICE_CUDES": "000011",
    "DENOMINAZIONE_STRUTTURA": 'CENTRO "LA PROVA"',
    "NR_POSTI": "40",
    "PROV": "AA",
    "CAP": "20023",
    "COMUNE_DI_UBICAZIONE": "PROVA' D'ADDA",
    "INDIRIZZO_STRUTTURA": "VIA DEI SAGGI, 3",
    "TELEFONO_STRUTTURA": "0331/000000",
    "EMAIL_STRUTTURA": "CENTRO@ESEMPIO.IT",
    "SITO_WEB_MAIL": "WWW.ESEMPIO.IT",
    "WGS84_Y": "45.5",
    "WGS84_X": "8.9",
    "location": "POINT (8.9 45.5)",
}
MIM_HEADER = (
    "ANNOSCOLASTICO,AREAGEOGRAFICA,REGIONE,PROVINCIA,CODICESCUOLA,DENOMINAZIONESCUOLA,INDIRIZZOSCUOLA,CAPSCUOLA,"
    "CODICECOMUNESCUOLA,DESCRIZIONECOMUNE,DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA,INDIRIZZOEMAILSCUOLA,"
    "INDIRIZZOPECSCUOLA,SITOWEBSCUOLA"
).split(",")
MIM_ROW = {
    "ANNOSCOLASTICO": "202324",
    "PROVINCIA": "ALFA",
    "CODICESCUOLA": "AA1A00000X",
    "DENOMINAZIONESCUOLA": "ASILO INFANTILE DI PROVA",
    "INDIRIZZOSCUOLA": "VIA PROVERBIO23",
    "CAPSCUOLA": "21054",
    "CODICECOMUNESCUOLA": "Z001",
    "DESCRIZIONECOMUNE": "SAN PROBA SUL SASSO",
    "DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA": "SCUOLA INFANZIA NON STATALE",
    "INDIRIZZOEMAILSCUOLA": "Non Disponibile",
    "INDIRIZZOPECSCUOLA": "PROVA@PEC.ESEMPIO.IT",
    "SITOWEBSCUOLA": "Non Disponibile",
}
MILANO_HEADER = "NOMINATIVO,TIPO_VIA,INDIRIZZO,NUMEROCIVICO,MUNICIPIO,NIL,GRADO,TIPO_STRUTTURA,CODANNOSCOLASTICO".split(
    ","
)
MILANO_ROW = {
    "NOMINATIVO": "NIDO PROVA",
    "TIPO_VIA": "VIA",
    "INDIRIZZO": "DEI PROVERBI",
    "NUMEROCIVICO": "5",
    "GRADO": "NIDO D'INFANZIA",
    "CODANNOSCOLASTICO": "2024",
}


@dataclass(frozen=True)
class PublishedList:
    """A list as its publisher gives it out, with invented rows."""

    source_id: str
    header: list[str]
    sound: Mapping[str, str]

    def row(self, **cells: str) -> dict[str, str]:
        """Return a sound row; ``cells`` are put in its place, columns that the header lacks at its end."""
        return {name: cells.get(name, self.sound.get(name, "")) for name in dict.fromkeys([*self.header, *cells])}

    def csv(self, *rows: Mapping[str, str], separator: str = ",", encoding: str = "utf-8") -> bytes:
        """Return rows as a CSV file; a sound one without any."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0] if rows else self.header), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows or [self.row()])
        return text.getvalue().encode(encoding)

    def read(self, content: bytes) -> tuple[list[dict[str, object]], tuple[Notice, ...]]:
        """Read a file with the list's own reader."""
        ((table, notices),) = READERS[self.source_id].parse(io.BytesIO(content), MUNICIPALITIES)
        cells = table.astype(object)
        return cells.where(cells.notna(), None).to_dict("records"), notices  # type: ignore[return-value]


@pytest.fixture
def municipalities() -> MunicipalityList:
    """Four municipalities, two of one name."""
    return MUNICIPALITIES


@pytest.fixture
def cdi_list() -> PublishedList:
    """Day centres (CDI) of Lombardy."""
    return PublishedList("regione-lombardia-cdi", CDI_HEADER, CDI_ROW)


@pytest.fixture
def elders_list() -> PublishedList:
    """Social units for elders of Lombardy."""
    return PublishedList("regione-lombardia-anziani", SOCIAL_HEADER, SOCIAL_ROW)


@pytest.fixture
def social_list() -> Callable[..., PublishedList]:
    """Make another list of social units, by its source, with a word for its kind."""

    def make(source_id: str, word: str) -> PublishedList:
        return PublishedList(source_id, SOCIAL_HEADER, {**SOCIAL_ROW, "UNITA_OFFERTE_SOCIALI": word})

    return make


@pytest.fixture
def school_list() -> PublishedList:
    """Non-state schools of the Ministry."""
    return PublishedList("mim-scuole-paritarie", MIM_HEADER, MIM_ROW)


@pytest.fixture
def milano_list() -> PublishedList:
    """Nurseries of Milano."""
    return PublishedList("comune-milano-nidi", MILANO_HEADER, MILANO_ROW)
