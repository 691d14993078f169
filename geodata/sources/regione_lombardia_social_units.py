"""
All social units of Lombardy with their managers: here only the kinds that no other list of the Region gives.

The same unit stands in this list and in that of its area. Nurseries, youth centres, day camps, day centres and
sheltered housing for elders are therefore left out and counted: they come from their own lists. What remains are the
day services for people with a disability. The layout has not been seen.
"""

from dataclasses import replace

from geodata.codes import ServiceKind
from geodata.sources import regione_lombardia_early_childhood as early_childhood
from geodata.sources import regione_lombardia_elders as elders
from geodata.sources import regione_lombardia_minors as minors
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
    ServiceKind.DISABILITY_DAY_CENTRE: (
        "CENTRO SOCIO EDUCATIVO",
        "CENTRI SOCIO EDUCATIVI",
        "CENTRO SOCIOEDUCATIVO",
        "CENTRO SOCIO EDUCATIVO (CSE)",
        "CSE",
        "SERVIZIO DI FORMAZIONE ALL'AUTONOMIA",
        "SERVIZI DI FORMAZIONE ALL'AUTONOMIA",
        "SERVIZIO FORMAZIONE AUTONOMIA (SFA)",
        "SFA",
    )
}
OTHER_LISTS = (*early_childhood.WORDS.values(), *elders.WORDS.values(), *minors.WORDS.values())
RESIDENTIAL = (
    "COMUNITA' EDUCATIVA",
    "COMUNITA' EDUCATIVE",
    "COMUNITA' FAMILIARE",
    "COMUNITA' FAMILIARI",
    "ALLOGGIO PER L'AUTONOMIA",
    "ALLOGGI PER L'AUTONOMIA",
    "COMUNITA' ALLOGGIO DISABILI",
    "COMUNITA' ALLOGGIO PER DISABILI",
)
"""Units that people live in: no kind of ours."""
SOURCE = replace(
    lombardy_source(
        "regione-lombardia-unita-sociali",
        "Elenco Unità di Offerta Sociali",
        "ube8-b3ju",
        tuple(kind.value for kind in WORDS),
        is_tried=False,
    ),
    whole=None,
)
"""Day centres of the health service (CDD) are of the same kind and in no list that is read: it is whole of nothing."""
LAYOUT = Layout(
    columns=SOCIAL_COLUMNS,
    kind=kind_words(WORDS, left_out=[*RESIDENTIAL, *(words for ones in OTHER_LISTS for words in ones)]),
    key=SOCIAL_KEY,
    key_columns=UNSEEN_KEY_COLUMNS,
    expected=UNSEEN_EXPECTED,
)
READER = service_reader(SOURCE, LAYOUT)
parse = READER.parse
