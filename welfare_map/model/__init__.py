"""
Frozen queries and answers.

A query carries ``as_of_on``, set at the edge: no question reads the clock. An answer holds the rows *and* what people
need to trust them; maps, lists, tables, exports and JSON are drawn from it alone, so they cannot disagree.
"""

from welfare_map.model.answer import Answer, Phrase, Plain, SourceNote, Value
from welfare_map.model.availability import COUNTS, MONTHS_AHEAD, BandPlaces, months_after
from welfare_map.model.commute import MAX_ADDED_MIN, Carer, CommuteAnswer, CommuteQuery, CommuteRow
from welfare_map.model.compare import MAX_SIDE_BY_SIDE_COUNT, CompareAnswer, CompareQuery, CompareRow
from welfare_map.model.cost import BenefitRow, CostAnswer, CostQuery, CostRow, FeeBandRow
from welfare_map.model.desk import (
    AdhesionRow,
    DeskAnswer,
    DeskInitiative,
    DeskPlace,
    DeskQuery,
    DeskRow,
    EmployerRow,
)
from welfare_map.model.firms import (
    OWN_FIRM,
    PUBLIC,
    Commuters,
    Exchange,
    Firm,
    FirmShift,
    FirmSite,
    Viewer,
    WorkerNeed,
)
from welfare_map.model.fits import (
    MAX_DAY_COUNT,
    MAX_HANDOVER_MIN,
    Fit,
    FitReason,
    FitsAnswer,
    FitsQuery,
    FitsRow,
    Stretch,
    WeekdayFit,
)
from welfare_map.model.initiatives import (
    DocumentRow,
    InitiativeRow,
    InitiativesAnswer,
    InitiativesQuery,
    MemberRow,
    PracticeRow,
    PracticesAnswer,
    PracticesQuery,
    StepRow,
)
from welfare_map.model.layers import LayerRow, LayersAnswer, LayersQuery
from welfare_map.model.nearby import (
    MAX_LIMIT_KM,
    MAX_LIMIT_MIN,
    NearbyAnswer,
    NearbyQuery,
    NearbyRow,
)
from welfare_map.model.neighbours import FirmRow, FirmsAnswer, FirmsQuery
from welfare_map.model.places import PlaceAnswer, PlaceQuery, PlaceRow
from welfare_map.model.reach import MAX_LIMIT_COUNT, ReachAnswer, ReachQuery, ReachRow
from welfare_map.model.services import MAX_CHILD_AGE_MONTHS, ServiceFilter, ServiceRow
from welfare_map.model.shifts import TEMPLATES as SHIFT_TEMPLATES
from welfare_map.model.shifts import WEEKDAYS, ShiftPattern, read_shifts
from welfare_map.model.territory import KindCount, OfficeRow, TerritoryAnswer, TerritoryQuery, TerritoryRow

__all__ = [
    "COUNTS",
    "MAX_ADDED_MIN",
    "MAX_CHILD_AGE_MONTHS",
    "MAX_DAY_COUNT",
    "MAX_HANDOVER_MIN",
    "MAX_LIMIT_COUNT",
    "MAX_LIMIT_KM",
    "MAX_LIMIT_MIN",
    "MAX_SIDE_BY_SIDE_COUNT",
    "MONTHS_AHEAD",
    "OWN_FIRM",
    "PUBLIC",
    "SHIFT_TEMPLATES",
    "WEEKDAYS",
    "AdhesionRow",
    "Answer",
    "BandPlaces",
    "BenefitRow",
    "Carer",
    "CommuteAnswer",
    "CommuteQuery",
    "CommuteRow",
    "Commuters",
    "CompareAnswer",
    "CompareQuery",
    "CompareRow",
    "CostAnswer",
    "CostQuery",
    "CostRow",
    "DeskAnswer",
    "DeskInitiative",
    "DeskPlace",
    "DeskQuery",
    "DeskRow",
    "DocumentRow",
    "EmployerRow",
    "Exchange",
    "FeeBandRow",
    "Firm",
    "FirmRow",
    "FirmShift",
    "FirmSite",
    "FirmsAnswer",
    "FirmsQuery",
    "Fit",
    "FitReason",
    "FitsAnswer",
    "FitsQuery",
    "FitsRow",
    "InitiativeRow",
    "InitiativesAnswer",
    "InitiativesQuery",
    "KindCount",
    "LayerRow",
    "LayersAnswer",
    "LayersQuery",
    "MemberRow",
    "NearbyAnswer",
    "NearbyQuery",
    "NearbyRow",
    "OfficeRow",
    "Phrase",
    "PlaceAnswer",
    "PlaceQuery",
    "PlaceRow",
    "Plain",
    "PracticeRow",
    "PracticesAnswer",
    "PracticesQuery",
    "ReachAnswer",
    "ReachQuery",
    "ReachRow",
    "ServiceFilter",
    "ServiceRow",
    "ShiftPattern",
    "SourceNote",
    "StepRow",
    "Stretch",
    "TerritoryAnswer",
    "TerritoryQuery",
    "TerritoryRow",
    "Value",
    "Viewer",
    "WeekdayFit",
    "WorkerNeed",
    "months_after",
    "read_shifts",
]
