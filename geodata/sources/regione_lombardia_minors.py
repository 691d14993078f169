"""
Social units for minors by day of Lombardy: youth centres (CAG) and day camps (CRD).

The layout has not been seen: it is taken to be that of the units for elders, whose columns are found by name.
"""

from geodata.codes import ServiceKind
from geodata.sources.kinds import kind_words
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import (
    SOCIAL_COLUMNS,
    SOCIAL_KEY,
    UNSEEN_EXPECTED,
    UNSEEN_KEY_COLUMNS,
    lombardy_source,
)

WORDS = {
    ServiceKind.YOUTH_CENTRE: (
        "CENTRO DI AGGREGAZIONE GIOVANILE",
        "CENTRI DI AGGREGAZIONE GIOVANILE",
        "CENTRO AGGREGAZIONE GIOVANILE (CAG)",
        "CAG",
    ),
    ServiceKind.DAY_CAMP: (
        "CENTRO RICREATIVO DIURNO",
        "CENTRI RICREATIVI DIURNI",
        "CENTRO RICREATIVO DIURNO (CRD)",
        "CENTRO RICREATIVO DIURNO PER MINORI",
        "CENTRI RICREATIVI DIURNI PER MINORI",
        "CRD",
        "CRDM",
    ),
}
SOURCE = lombardy_source(
    "regione-lombardia-minori",
    "Unità di Offerta Sociale per Minori",
    "piii-2idd",
    tuple(kind.value for kind in WORDS),
    is_tried=False,
)
LAYOUT = Layout(
    columns=SOCIAL_COLUMNS,
    kind=kind_words(WORDS),
    key=SOCIAL_KEY,
    key_columns=UNSEEN_KEY_COLUMNS,
    expected=UNSEEN_EXPECTED,
)
READER = service_reader(SOURCE, LAYOUT)
parse = READER.parse
