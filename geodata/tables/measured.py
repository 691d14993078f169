"""The contract of figures that this project measured itself; they are no table of the register."""

from geodata import codes
from geodata.tables.contract import Column, ColumnType, Contract

T, I, N, D = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.DATE

ESTIMATE_ERRORS = Contract(
    "estimate_errors",
    ("mode", "from_km"),
    (
        Column("mode", T, "How the person travels", is_required=True, allowed=tuple(codes.TravelMode)),
        Column("from_km", N, "Straight line of the trips, from", is_required=True, minimum=0),
        Column("until_km", N, "… until", is_required=True, minimum=0),
        Column("trip_count", I, "Trips measured", is_required=True, minimum=1),
        Column("typical_error_pct", N, "Half of the trips err by no more, % of the minutes on roads", minimum=0),
        Column("typical_error_min", N, "Half of the trips err by no more, minutes", minimum=0),
        Column("large_error_pct", N, "Nine trips of ten err by no more, %", minimum=0),
        Column("large_error_min", N, "Nine trips of ten err by no more, minutes", minimum=0),
        Column("bias_pct", N, "All estimated minutes together, above (+) or below (−) those on roads, %"),
        Column("line_kmh", N, "Straight line ÷ minutes on roads, km/h", minimum=0),
        Column("measured_on", D, "Day of the measurement", is_required=True),
    ),
)
