"""Rows of the demonstration agreements, one per province, and of the invented firms that adhere to them."""

from collections.abc import Iterator, Mapping

from geodata.codes import AdhesionRole
from geodata.territory import Territory
from welfare_map.register.demo.dice import Dice
from welfare_map.register.demo.labels import Row, provenance

ADHERENT_SHARE = 0.65
START_YEAR = 2025
SINCE_YEARS = (2025, 2025, 2026)
NAME = "Accordo dimostrativo – Provincia di {province_name}"
TEXTS = {
    "summary_it": "Accordo inventato per mostrare come funziona la mappa: non esiste, e le sue imprese sono inventate.",
    "summary_en": "An invented agreement that shows how the map works: it does not exist, and its firms are invented.",
    "aim_it": "Nessuno scopo reale: serve soltanto alla dimostrazione.",
    "aim_en": "No real aim: it serves the demonstration only.",
    "how_to_adhere_it": "Non si può aderire: è un accordo inventato.",
    "how_to_adhere_en": "Nobody can join: the agreement is invented.",
}


def agreement_rows(territory: Territory) -> Iterator[Row]:
    """Invent one agreement per province of the territory, by province code."""
    columns = ["province_code", "province_short", "province_name"]
    provinces = territory.municipalities[columns].drop_duplicates("province_code").sort_values("province_code")
    for row in provinces.to_dict("records"):
        key = f"accordo-{str(row['province_short']).lower()}"
        name = NAME.format(province_name=row["province_name"])
        yield {
            "initiative_id": f"demo-{key}",
            "name": name,
            "short_name": f"Accordo dimostrativo {row['province_short']}",
            **TEXTS,
            "territory": f"province:{row['province_code']}",
            "start_year": START_YEAR,
            "is_ongoing": True,
            **provenance(key),
        }


def adhesion_rows(firm: Row, agreements: Mapping[str, str]) -> Iterator[Row]:
    """
    Let about two firms in three adhere to the demonstration agreement of their province.

    Parameters
    ----------
    firm
        An invented firm.
    agreements
        Province code -> ``initiative_id`` of its demonstration agreement.
    """
    dice = Dice(firm["source_key"], "adhesion")
    if not dice.chance(ADHERENT_SHARE):
        return
    initiative_id = agreements[str(firm["municipality_code"])[:3]]
    yield {
        "organisation_id": firm["organisation_id"],
        "initiative_id": initiative_id,
        "role": AdhesionRole.MEMBER.value,
        "since_year": dice.pick(SINCE_YEARS),
        **provenance(f"{firm['source_key']}:{initiative_id}"),
    }
