from collections.abc import Callable
from typing import Any

from welfare_map.maps.comparison import comparison_table
from welfare_map.model import CompareRow, NearbyRow

MakeNearby = Callable[..., NearbyRow]
Read = Callable[[str], Any]


def compared(*rows: NearbyRow, **cells: Any) -> tuple[CompareRow, ...]:
    names = CompareRow.__dataclass_fields__
    return tuple(CompareRow(**({name: getattr(row, name) for name in names} | cells)) for row in rows)


def test_services_stand_side_by_side(make_nearby: MakeNearby, read: Read) -> None:
    rows = compared(make_nearby(), make_nearby(name="RSA Verde", kind="care_home", capacity_authorised=80))
    said = read(comparison_table(rows, "it")).text
    for words in ("Nido Girasole", "RSA Verde", "80 autorizzati", "non noti", "RSA – residenza per anziani", "4 min"):
        assert words in said


def test_demonstration_rows_and_unknown_values_are_named(make_nearby: MakeNearby, read: Read) -> None:
    said = read(comparison_table(compared(make_nearby(is_demo=True, municipality_name=None)), "it")).text
    assert "Dimostrazione" in said
    assert "indirizzo non noto" in said


def test_a_service_without_a_position_has_no_minutes(make_nearby: MakeNearby, read: Read) -> None:
    rows = compared(make_nearby(), lon=None, lat=None, distance_m=None, travel_min=None, is_estimate=None)
    said = read(comparison_table(rows, "it")).text
    assert "Minuti –" in said
    assert "None" not in said


def test_hostile_words_stay_words(hostile: str, make_nearby: MakeNearby, read: Read) -> None:
    read(comparison_table(compared(make_nearby(name=hostile, provider_name=hostile, address=hostile)), "it"))
