"""
Family clinics (consultori) of Lombardy: the Region's two lists, private and public.

The layouts have not been seen: columns are found by the names of the Region's other lists, codes are made of name,
municipality and address where there are none.
"""

from dataclasses import replace

from geodata.codes import Level, Ownership, ServiceKind
from geodata.sources import WholeList
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import (
    LOMBARDY_CODE,
    SOCIAL_COLUMNS,
    SOCIAL_KEY,
    UNSEEN_EXPECTED,
    UNSEEN_KEY_COLUMNS,
    lombardy_source,
)

KINDS = (ServiceKind.FAMILY_CLINIC.value,)
PRIVATE_ID, PUBLIC_ID = "regione-lombardia-consultori-privati", "regione-lombardia-consultori-pubblici"
PRIVATE = replace(
    lombardy_source(PRIVATE_ID, "Consultori Privati", "37zu-v2ye", KINDS, is_tried=False),
    whole=WholeList(KINDS, Level.PROVINCE, LOMBARDY_CODE, only_with=(PUBLIC_ID,)),
)
PUBLIC = replace(
    lombardy_source(PUBLIC_ID, "Elenco Consultori pubblici", "bnir-ka5k", KINDS, is_tried=False),
    whole=WholeList(KINDS, Level.PROVINCE, LOMBARDY_CODE, only_with=(PRIVATE_ID,)),
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
