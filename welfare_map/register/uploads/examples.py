"""The example row of each template; invented."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_PLACE: Final = {
    "address": "Via Roma 12",
    "postcode": "20025",
    "municipality_code": "015118",
    "municipality_name": "Legnano",
    "province": "MI",
    "lon": "8,918",
    "lat": "45,594",
    "phone": "0331 000000",
    "email": "segreteria@esempio.it",
    "website": "https://www.esempio.it",
}

EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "services": {
            **_PLACE,
            "service_id": "nido-girasole",
            "name": "Asilo nido Il Girasole",
            "kind": "Asilo nido",
            "provider_name": "Cooperativa Esempio",
            "ownership": "Privato",
            "opening_hours": "Mo-Fr 07:30-18:00",
            "capacity_authorised": "30",
            "capacity_accredited": "24",
            "min_age_months": "3",
            "max_age_months": "36",
            "is_open_to_others": "sì",
            "monthly_fee_min_eur": "150,00",
            "monthly_fee_max_eur": "450,00",
            "fee_includes_it": "Pasti e pannolini",
            "fee_includes_en": "Meals and nappies",
            "isee_fee_bands": "10000:150|20000:280|:450",
            "fee_source": "https://www.esempio.it/rette",
            "fee_as_of_on": "01/09/2026",
        },
        "organisations": {
            **_PLACE,
            "organisation_id": "meccanica-esempio",
            "organisation_name": "Meccanica Esempio S.r.l.",
            "organisation_kind": "Impresa",
            "vat_code": "00000000000",
            "sector_code": "25.62.00",
            "size_class": "Piccola (10–49 addetti)",
            "employee_count": "32",
        },
        "practices": {
            "practice_id": "navetta-condivisa",
            "title_it": "Una navetta per tre aziende",
            "description_it": "Tre aziende vicine dividono il costo di una navetta dalla stazione.",
            "themes": "Servizi interaziendali | Orari di lavoro",
            "size_classes": "micro | small",
            "cost_class": "Costo basso",
            "phase": "In corso",
            "initiative_id": "codice dell'accordo",
            "document_id": "codice del documento",
            "paragraph": "3",
        },
        "adhesions": {
            "organisation_id": "meccanica-esempio",
            "initiative_id": "codice dell'accordo",
            "role": "Aderente",
            "since_year": "2024",
        },
        "needs_offers": {
            "need_offer_id": "nido-posti-2026",
            "organisation_id": "meccanica-esempio",
            "direction": "Bisogno",
            "exchange_kind": "Asilo nido",
            "theme": "",
            "quantity": "4",
            "unit": "posti",
            "from_on": "01/09/2026",
            "hours": "Mo-Fr 07:30-18:00",
            "description": "Posti nido per chi lavora su turni",
            "visibility": "Solo nei conteggi",
        },
        "availability": {
            "service_id": "nido-girasole",
            "band": "Semidivezzi (12–24 mesi)",
            "free_count": "3",
            "waiting_count": "5",
            "free_in_1_month_count": "3",
            "free_in_2_months_count": "4",
            "free_in_3_months_count": "6",
            "as_of_on": "15/09/2026",
            "expires_on": "15/10/2026",
        },
    }
)
