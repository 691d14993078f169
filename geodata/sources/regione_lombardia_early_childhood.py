"""
Social units for early childhood of Lombardy: nurseries, micro-nurseries, family nurseries, early-childhood centres.

The layout has not been seen: it is taken to be that of the units for elders, whose columns are found by name; a list
without codes gets codes made of kind, name, municipality and address.
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
    ServiceKind.NURSERY: ("NIDO", "ASILO NIDO", "ASILI NIDO", "NIDI", "NIDO D'INFANZIA", "ASILO NIDO AZIENDALE"),
    ServiceKind.MICRO_NURSERY: ("MICRONIDO", "MICRO NIDO", "MICRONIDI", "MICRO-NIDO"),
    ServiceKind.FAMILY_NURSERY: ("NIDO FAMIGLIA", "NIDI FAMIGLIA", "NIDO IN FAMIGLIA"),
    ServiceKind.EARLY_CHILDHOOD_CENTRE: (
        "CENTRO PRIMA INFANZIA",
        "CENTRO PER LA PRIMA INFANZIA",
        "CENTRI PRIMA INFANZIA",
        "CENTRI PER LA PRIMA INFANZIA",
    ),
}
SOURCE = lombardy_source(
    "regione-lombardia-prima-infanzia",
    "Unità di Offerta Sociale Prima Infanzia",
    "v7mx-ns4h",
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
