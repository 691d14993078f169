"""Demonstration services with names, streets and contacts as lists write them: all invented, the same every time."""

from collections.abc import Mapping
from typing import Any

from geodata.codes import ServiceKind
from welfare_map.register.demo.dice import Dice

Record = Mapping[str, Any]
"""Cells of one record; a cell that is not there is unknown."""
DRAW = "duplicates-3"
"""Points and rules were set while looking at earlier draws: these pairs are new to them."""
NAMES = tuple(
    "Il Girasole|L'Aquilone|Arcobaleno|Il Melograno|La Coccinella|Il Bruco|Le Farfalle|Il Germoglio|Primi Passi|"  # noqa: SIM905  # a list of words reads best as words
    "Il Nido del Cuculo|La Quercia|Il Salice|I Tigli|Le Betulle|Il Mulino|La Filanda|La Cascina|Il Ponte|"
    "La Sorgente|L'Approdo|Villa Serena|Villa Aurora|Villa Flora|Villa dei Cedri|Parco delle Rose|"
    "Domus Laetitiae|Residenza del Lago|Monte Chiaro|Bel Soggiorno|Belvedere|San Giuseppe|San Carlo|San Martino|"
    "San Rocco|San Lorenzo|Sant'Anna|Sant'Ambrogio|Santa Marta|Santa Lucia|Santo Stefano|San Giovanni XXIII|"
    "Madonna della Neve|Sacra Famiglia|Maria Immacolata|Don Attilio Ferri|Don Ettore Balzani|Suor Clemenza Roda|"
    "Teresa Valmarin|Carlo Brivotti|Emilia Sartorelli|Fratelli Gandossi|Contessa Adele Morosati|"
    "Cavalier Zanfretti|Giulio Pedersoni|Ambra|Giada|Marea|Orizzonte|Peter Coniglio|Il Gatto e la Luna|"
    "Mille Colori|Giro Giro Tondo|Il Piccolo Principato|Pollicina|Il Trenino|Gli Scoiattoli|I Folletti|"
    "La Chiocciola|Il Cavalluccio|Stella Alpina|La Rondine|Il Fiordaliso|Le Margherite|Il Glicine|La Magnolia|"
    "Il Faggio|Oasi Serena|La Mimosa|Il Pioppo|Casa di Nonna Ida".split("|")
)
TITLES: Mapping[str, tuple[str, ...]] = {
    ServiceKind.NURSERY: ("Asilo nido", "Nido", "Nido d'infanzia"),
    ServiceKind.MICRO_NURSERY: ("Micronido", "Micro nido"),
    ServiceKind.FAMILY_NURSERY: ("Nido famiglia", "Nido in famiglia"),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: ("Centro prima infanzia", "Centro per la prima infanzia"),
    ServiceKind.SPRING_SECTION: ("Sezione primavera",),
    ServiceKind.PRESCHOOL: ("Scuola dell'infanzia", "Scuola materna", "Asilo infantile"),
    ServiceKind.CARE_HOME: ("RSA", "R.S.A.", "Residenza sanitaria assistenziale", "Casa di riposo"),
    ServiceKind.INTEGRATED_DAY_CENTRE: ("CDI", "Centro diurno integrato", "C.D.I."),
    ServiceKind.SENIOR_DAY_CENTRE: ("Centro diurno anziani", "CDA"),
    ServiceKind.DISABILITY_DAY_CENTRE: ("CDD", "Centro diurno disabili"),
    ServiceKind.DAY_CAMP: ("Centro ricreativo diurno", "CRE"),
    ServiceKind.YOUTH_CENTRE: ("Centro di aggregazione giovanile", "CAG"),
    ServiceKind.FAMILY_CLINIC: ("Consultorio familiare", "Consultorio"),
}
"""Words in front of a name; other kinds have the name alone."""
PROVIDERS = (
    "{} Società Cooperativa Sociale ONLUS",
    "Cooperativa Sociale {}",
    "Fondazione {} ONLUS",
    "{} S.r.l.",
    "Fondazione {} ETS",
    "Parrocchia {}",
    "Associazione {} APS",
)
STREETS = tuple(
    "Via Roma|Via Giuseppe Garibaldi|Via Alessandro Manzoni|Viale Europa|Via Guglielmo Marconi|Corso Italia|"  # noqa: SIM905  # a list of words reads best as words
    "Via XXV Aprile|Piazza della Libertà|Via Dante Alighieri|Via San Francesco|Via Santa Caterina|"
    "Viale dei Tigli|Via IV Novembre|Via del Lavoro|Via Monte Grappa|Via Giacomo Matteotti|Via Fratelli Cervi|"
    "Via delle Scuole|Vicolo Chiuso|Piazza Vittorio Veneto|Via Giuseppe Verdi|Via Don Luigi Sturzo|"
    "Via Cristoforo Colombo|Largo Donatori di Sangue|Via Aldo Moro|Strada Vecchia|Via dei Mille|Via 1 Maggio|"
    "Viale Kennedy|Via Torquato Tasso".split("|")
)


def dressed(service: Record) -> dict[str, Any]:
    """
    Return a demonstration service as a list would write it.

    Parameters
    ----------
    service
        Row of the demonstration set: kind, place, position and capacity stay.
    """
    dice = Dice(DRAW, service["service_id"])
    name = dice.pick(NAMES)
    title = dice.pick(TITLES.get(service["kind"], ("",)))
    kept = {column: service[column] for column in ("kind", "ownership", "municipality_code", "lon", "lat")}
    return {
        **kept,
        "service_id": f"list:{service['service_id'].removeprefix('demo:')}",
        "source_id": "list",
        "name": f"{title} {name}".strip(),
        "provider_name": dice.pick(PROVIDERS).format(dice.pick(NAMES)),
        "address": f"{dice.pick(STREETS)}, {dice.between(1, 120)}",
        "postcode": f"{dice.between(20010, 28900):05d}",
        "position_quality": "exact",
        "phone": new_phone(dice),
        "email": f"info@{mailbox(name)}{dice.between(1, 99)}.example" if dice.chance(0.6) else None,
        "website": f"https://www.{mailbox(name)}{dice.between(1, 99)}.example/" if dice.chance(0.4) else None,
        "capacity_authorised": service["capacity_authorised"],
    }


def new_phone(dice: Dice) -> str:
    """Return a telephone number of no network: area code 000."""
    return f"+39000{dice.between(100_000, 999_999)}"


def mailbox(name: str) -> str:
    """Return the letters of a name."""
    return "".join(letter for letter in name.lower() if letter.isalpha() and letter.isascii())
