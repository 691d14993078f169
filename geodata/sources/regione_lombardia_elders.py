"""
Social units for elders of Lombardy: day centres and sheltered housing.

Seen in rows of August 2026: 25 columns, the district in AMBITO, no ISTAT code (the municipality by name and province),
``location`` in small letters, one number of places, e-mail addresses and sites in capitals.
"""

from geodata.codes import ServiceKind
from geodata.sources.kinds import kind_words
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import SOCIAL_COLUMNS, SOCIAL_EXPECTED, SOCIAL_KEY, lombardy_source

WORDS = {
    ServiceKind.SENIOR_DAY_CENTRE: (
        "CENTRO DIURNI ANZIANI",
        "CENTRO DIURNO ANZIANI",
        "CENTRI DIURNI ANZIANI",
        "CENTRO DIURNO PER ANZIANI",
        "CDA",
    ),
    ServiceKind.SHELTERED_HOUSING: (
        "ALLOGGIO PROTETTO ANZIANI",
        "ALLOGGI PROTETTI ANZIANI",
        "ALLOGGIO PROTETTO PER ANZIANI",
    ),
}
SOURCE = lombardy_source(
    "regione-lombardia-anziani",
    "Unità di Offerta Sociali per Anziani",
    "i846-pq8q",
    tuple(kind.value for kind in WORDS),
)
LAYOUT = Layout(columns=SOCIAL_COLUMNS, kind=kind_words(WORDS), key=SOCIAL_KEY, expected=SOCIAL_EXPECTED)
READER = service_reader(SOURCE, LAYOUT)
parse = READER.parse
