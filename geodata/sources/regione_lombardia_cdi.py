"""
Day centres for elders (centri diurni integrati, CDI) of Lombardy.

Seen in rows of August 2026: the columns of the care homes in another order, with legal form and ONLUS more, decimal
point, plain CAP, ``LOCATION``, names wrapped in three quotation marks.
"""

from geodata.codes import ServiceKind
from geodata.sources.layout import Layout, service_reader
from geodata.sources.regione_lombardia import HEALTH_COLUMNS, HEALTH_KEY, lombardy_source

SOURCE = lombardy_source(
    "regione-lombardia-cdi",
    "Elenco Centri Diurni Integrati Accreditati per Anziani",
    "rs6k-vuhs",
    (ServiceKind.INTEGRATED_DAY_CENTRE.value,),
)
LAYOUT = Layout(
    columns=HEALTH_COLUMNS,
    kind=ServiceKind.INTEGRATED_DAY_CENTRE,
    key=HEALTH_KEY,
    expected=tuple(HEALTH_COLUMNS),
    own=("NATURA_GIURIDICA",),
    sparse=("capacity_accredited",),
    is_point_expected=True,
)
READER = service_reader(SOURCE, LAYOUT)
parse = READER.parse
