"""
What the open-data lists of Regione Lombardia share: the portal, and how they name their columns.

Two families have been seen. Health and social-health units (RSA, CDI) carry ISTAT codes, authorised and accredited
places. Social units carry the district (AMBITO), the municipality by name and province, and one number of places: those
the unit works with, taken as authorised.
"""

from collections.abc import Mapping

from geodata.codes import Level
from geodata.sources import Source, WholeList
from geodata.sources.layout import Names

LOMBARDY_CODE = "03"
"""ISTAT code of the region."""
HEALTH_KEY: Names = ("COD_STRUTTURA", "CODICE_STRUTTURA")
HEALTH_COLUMNS: Mapping[str, Names] = {
    "name": ("DENOM_STRUTTURA", "DENOMINAZIONE_STRUTTURA"),
    "provider_name": ("DENOM_GESTORE", "DENOMINAZIONE_GESTORE", "ENTE_GESTORE"),
    "ownership": ("PUBBLICA_PRIVATA",),
    "address": ("INDIRIZZO_UBICAZIONE", "INDIRIZZO_STRUTTURA"),
    "postcode": ("CAP", "CAP_UBICAZIONE"),
    "municipality_code": ("COD_ISTAT_COMUNE_UBICAZIONE", "COD_ISTAT_COMUNE"),
    "capacity_authorised": ("TOT_POSTI_AUTORIZZATI", "POSTI_AUTORIZZATI"),
    "capacity_accredited": ("TOT_POSTI_ACCREDITATI", "POSTI_ACCREDITATI"),
}
SOCIAL_KEY: Names = ("CODICE_CUDES", "CUDES", "COD_CUDES", "COD_STRUTTURA", "CODICE_STRUTTURA", "CODICE_UDO")
SOCIAL_COLUMNS: Mapping[str, Names] = {
    "kind": (
        "UNITA_OFFERTE_SOCIALI",
        "UNITA_OFFERTA_SOCIALE",
        "UNITA_DI_OFFERTA_SOCIALE",
        "TIPOLOGIA_UNITA_OFFERTA",
        "TIPOLOGIA_STRUTTURA",
        "TIPOLOGIA",
        "TIPO_UDO",
    ),
    "name": ("DENOMINAZIONE_STRUTTURA", "DENOM_STRUTTURA", "DENOMINAZIONE"),
    "provider_name": ("DENOMINAZIONE_EG", "DENOM_EG", "DENOMINAZIONE_ENTE_GESTORE", "DENOM_GESTORE", "ENTE_GESTORE"),
    "address": ("INDIRIZZO_STRUTTURA", "INDIRIZZO", "INDIRIZZO_UBICAZIONE", "INDIRIZZO_SEDE"),
    "postcode": ("CAP", "CAP_STRUTTURA"),
    "municipality_code": ("COD_ISTAT_COMUNE_UBICAZIONE", "COD_ISTAT_COMUNE", "CODICE_ISTAT"),
    "municipality_name": ("COMUNE_DI_UBICAZIONE", "COMUNE_UBICAZIONE", "COMUNE_STRUTTURA", "COMUNE", "COMUNE_SEDE"),
    "province": ("PROV", "PROVINCIA", "PROV_COMUNE_UBICAZIONE", "SIGLA_PROVINCIA", "PROV_STRUTTURA"),
    "district": ("AMBITO", "AMBITO_TERRITORIALE", "AMBITO_DISTRETTUALE"),
    "phone": ("TELEFONO_STRUTTURA", "TELEFONO", "TEL"),
    "email": ("EMAIL_STRUTTURA", "EMAIL", "E_MAIL", "INDIRIZZO_EMAIL"),
    "website": ("SITO_WEB_MAIL", "SITO_WEB", "SITO"),
    "capacity_authorised": ("NR_POSTI", "NUMERO_POSTI", "POSTI", "N_POSTI", "CAPACITA_RICETTIVA"),
}
SOCIAL_EXPECTED: Names = ("name", "provider_name", "address", "municipality_name", "province", "capacity_authorised")
UNSEEN_EXPECTED: Names = ("name", "municipality_name")
"""Of a list whose header nobody here has seen: without these two there is no service to speak of."""
UNSEEN_KEY_COLUMNS: Names = ("kind", "name", "municipality_name", "address")


def lombardy_source(
    source_id: str, name: str, dataset_id: str, kinds: tuple[str, ...], *, is_tried: bool = True
) -> Source:
    """Return the record of a list on the Region's portal, taken to have all units of its kinds in every province."""
    return Source(
        source_id=source_id,
        name=name,
        publisher="Regione Lombardia",
        licence="IODL-2.0",
        portal_url="https://www.dati.lombardia.it",
        dataset_id=dataset_id,
        page_path="/d/{dataset_id}",
        table="services",
        kinds=kinds,
        is_tried=is_tried,
        whole=WholeList(kinds, Level.PROVINCE, LOMBARDY_CODE),
    )
