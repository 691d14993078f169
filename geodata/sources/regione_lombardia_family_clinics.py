"""
Family clinics (consultori) of Lombardy: the Region's two lists, private and public.

The layouts have not been seen: columns are found by the names of the Region's other lists, codes are made of name,
municipality and address where there are none.
"""

from dataclasses import replace

from geodata.codes import Ownership, ServiceKind
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import (
    SOCIAL_COLUMNS,
    SOCIAL_KEY,
    UNSEEN_EXPECTED,
    UNSEEN_KEY_COLUMNS,
    lombardy_source,
)

KINDS = (ServiceKind.FAMILY_CLINIC.value,)
PRIVATE = lombardy_source(
    "regione-lombardia-consultori-privati", "Consultori Privati", "37zu-v2ye", KINDS, is_tried=False
)
PUBLIC = lombardy_source(
    "regione-lombardia-consultori-pubblici", "Elenco Consultori pubblici", "bnir-ka5k", KINDS, is_tried=False
)
NAMES = ("DENOMINAZIONE_CONSULTORIO", "DENOM_CONSULTORIO", "NOME_CONSULTORIO", "CONSULTORIO")
LAYOUT = Layout(
    columns={
        **{ours: names for ours, names in SOCIAL_COLUMNS.items() if ours not in {"kind", "capacity_authorised"}},
        "name": (*SOCIAL_COLUMNS["name"], *NAMES),
    },
    kind=ServiceKind.FAMILY_CLINIC,
    key=SOCIAL_KEY,
    key_columns=tuple(column for column in UNSEEN_KEY_COLUMNS if column != "kind"),
    expected=UNSEEN_EXPECTED,
)
PRIVATE_READER = service_reader(PRIVATE, replace(LAYOUT, constants={"ownership": Ownership.PRIVATE.value}))
PUBLIC_READER = service_reader(PUBLIC, replace(LAYOUT, constants={"ownership": Ownership.PUBLIC.value}))
