"""
School registers of the Ministry of Education (MIM), non-state (paritarie) and state: preschools.

The register of non-state schools 2023/24 has been seen: code, municipality by cadastral code (of merged ones too),
"Non Disponibile" for missing, house numbers stuck to the street, no coordinates and no places. The state register has
the same columns and two more; it has not been seen. Other grades are left out and counted. Addresses stay: a geocoder
may place a school better than its municipality. A missing file is answered with a web page, which is refused as one.
"""

from dataclasses import replace

from geodata.codes import Level, Ownership, ServiceKind
from geodata.sources import Access, Source, WholeList
from geodata.sources.kinds import kind_words
from geodata.sources.layout import NO_POINT, Layout, service_reader

CATALOGUE = "https://dati.istruzione.it/opendata/opendata/catalogo/elements1"
PRESCHOOLS = (
    "SCUOLA INFANZIA NON STATALE",
    "SCUOLA INFANZIA",
    "SCUOLA DELL'INFANZIA",
    "SCUOLA INFANZIA STATALE",
    "SCUOLA INFANZIA PARITARIA",
)
OTHER_GRADES = (
    "SCUOLA PRIMARIA",
    "SCUOLA PRIMO GRADO",
    "SCUOLA SEC. PRIMO GRADO",
    "SCUOLA SEC. SECONDO GRADO",
    "SCUOLA PRIMARIA NON STATALE",
    "SCUOLA SEC. PRIMO GRADO NON STATALE",
    "SCUOLA SEC. SECONDO GRADO NON STATALE",
    "ISTITUTO COMPRENSIVO",
    "ISTITUTO SUPERIORE",
    "ISTITUTO D'ARTE",
    "ISTITUTO PROFESSIONALE",
    "ISTITUTO TECNICO",
    "CENTRO TERRITORIALE",
    "CONVITTO ANNESSO",
    "CONVITTO NAZIONALE",
    "EDUCANDATO",
)
"""Grades of both registers that are no preschool; one that is not named here is noticed as unknown."""
KINDS = (ServiceKind.PRESCHOOL.value,)
NON_STATE_ID, STATE_ID = "mim-scuole-paritarie", "mim-scuole-statali"
NON_STATE = Source(
    source_id=NON_STATE_ID,
    name="Informazioni anagrafiche scuole paritarie",
    publisher="Ministero dell'istruzione e del merito",
    licence="IODL-2.0",
    portal_url="https://dati.istruzione.it",
    dataset_id="SCUANAGRAFEPAR20252620250901",
    page_path="/opendata/opendata/catalogo/elements1/leaf/?area=Scuole&datasetId=DS0410SCUANAGRAFEPAR",
    table="services",
    kinds=KINDS,
    access=Access.URL,
    resource_url=CATALOGUE + "/{dataset_id}.csv",
    whole=WholeList(KINDS, Level.PROVINCE, only_with=(STATE_ID,)),
)
STATE = replace(
    NON_STATE,
    source_id=STATE_ID,
    name="Informazioni anagrafiche scuole statali",
    dataset_id="SCUANAGRAFESTAT20252620250901",
    page_path="/opendata/opendata/catalogo/elements1/leaf/?area=Scuole&datasetId=DS0400SCUANAGRAFESTAT",
    is_tried=False,
    whole=WholeList(KINDS, Level.PROVINCE, only_with=(NON_STATE_ID,)),
)
LAYOUT = Layout(
    columns={
        "kind": ("DESCRIZIONETIPOLOGIAGRADOISTRUZIONESCUOLA",),
        "name": ("DENOMINAZIONESCUOLA",),
        "address": ("INDIRIZZOSCUOLA",),
        "postcode": ("CAPSCUOLA",),
        "cadastral_code": ("CODICECOMUNESCUOLA",),
        "municipality_name": ("DESCRIZIONECOMUNE",),
        "province": ("PROVINCIA",),
        "email": ("INDIRIZZOEMAILSCUOLA",),
        "website": ("SITOWEBSCUOLA",),
    },
    kind=kind_words({ServiceKind.PRESCHOOL: PRESCHOOLS}, left_out=OTHER_GRADES),
    key=("CODICESCUOLA",),
    expected=("name", "address", "postcode", "cadastral_code"),
    points=NO_POINT,
)
NON_STATE_READER = service_reader(NON_STATE, replace(LAYOUT, constants={"ownership": Ownership.PRIVATE.value}))
STATE_READER = service_reader(STATE, replace(LAYOUT, constants={"ownership": Ownership.PUBLIC.value}))
