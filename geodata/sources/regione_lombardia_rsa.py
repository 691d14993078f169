"""
Care homes (RSA) of Lombardy: the Region's list of authorised and accredited homes.

Seen in the export of August 2026: every field quoted, CAP as ``24.126``, decimal comma, ``POINT (lon lat)``, marks
doubled inside names, capital letters, places missing where a home is not accredited. The portal's API gives the same
columns in small letters. ``FL_ACCREDITATA`` says of the latter homes that they are not accredited.
"""

from geodata.codes import ServiceKind
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import HEALTH_COLUMNS, HEALTH_KEY, lombardy_source

SOURCE = lombardy_source("regione-lombardia-rsa", "Elenco RSA Accreditate", "vef4-8fnp", (ServiceKind.CARE_HOME.value,))
LAYOUT = Layout(
    columns={**HEALTH_COLUMNS, "is_accredited": ("FL_ACCREDITATA",)},
    kind=ServiceKind.CARE_HOME,
    key=HEALTH_KEY,
    expected=tuple(HEALTH_COLUMNS),
    sparse=("capacity_accredited",),
    is_point_expected=True,
)
"""A home without accredited places has a rule of its own in the register; one that is not accredited has none."""
READER = service_reader(SOURCE, LAYOUT)
parse = READER.parse
