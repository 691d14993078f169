"""Who may use a way, which way, and how fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.codes import TravelMode
from geodata.routing.roads.access import CLASSES, directions
from geodata.routing.roads.barriers import may_pass
from geodata.routing.roads.speeds import FASTEST_KMH, limit_of, speed_kmh

BOTH, AHEAD, BACK, CLOSED = (True, True), (True, False), (False, True), (False, False)
CAR, CYCLE, WALK = TravelMode.CAR, TravelMode.CYCLE, TravelMode.WALK


def tags_of(words: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in words.split())


@pytest.mark.parametrize(
    ("words", "car", "cycle", "walk"),
    [
        pytest.param("highway=residential", BOTH, BOTH, BOTH, id="a street"),
        pytest.param("highway=residential oneway=yes", AHEAD, AHEAD, BOTH, id="a one-way street"),
        pytest.param("highway=residential oneway=-1", BACK, BACK, BOTH, id="one-way against its nodes"),
        pytest.param("highway=residential oneway=no", BOTH, BOTH, BOTH, id="said to be two-way"),
        pytest.param("highway=residential oneway=yes oneway:bicycle=no", AHEAD, BOTH, BOTH, id="bicycles both ways"),
        pytest.param("highway=residential oneway=yes cycleway=opposite_lane", AHEAD, BOTH, BOTH, id="lane against"),
        pytest.param("highway=residential oneway=reversible", CLOSED, CLOSED, BOTH, id="direction by the hour"),
        pytest.param("highway=tertiary junction=roundabout", AHEAD, AHEAD, BOTH, id="a roundabout"),
        pytest.param("highway=motorway", AHEAD, CLOSED, CLOSED, id="a motorway"),
        pytest.param("highway=motorway oneway=no", BOTH, CLOSED, CLOSED, id="a two-way motorway"),
        pytest.param("highway=trunk", BOTH, CLOSED, CLOSED, id="a trunk road"),
        pytest.param("highway=primary motorroad=yes", BOTH, CLOSED, CLOSED, id="for motors alone"),
        pytest.param("highway=footway", CLOSED, BOTH, BOTH, id="a footway, where bicycles are pushed"),
        pytest.param("highway=footway bicycle=no", CLOSED, CLOSED, BOTH, id="a footway without bicycles"),
        pytest.param("highway=steps", CLOSED, CLOSED, BOTH, id="steps"),
        pytest.param("highway=steps oneway:foot=yes", CLOSED, CLOSED, AHEAD, id="an escalator"),
        pytest.param("highway=cycleway", CLOSED, BOTH, BOTH, id="a cycleway"),
        pytest.param("highway=cycleway foot=no", CLOSED, BOTH, CLOSED, id="a cycleway without people on foot"),
        pytest.param("highway=track", CLOSED, BOTH, BOTH, id="a track"),
        pytest.param("highway=track motor_vehicle=yes", BOTH, BOTH, BOTH, id="a track open to cars"),
        pytest.param("highway=service access=private", CLOSED, CLOSED, CLOSED, id="private"),
        pytest.param("highway=service access=private foot=yes", CLOSED, CLOSED, BOTH, id="private, but not on foot"),
        pytest.param("highway=residential access=destination", BOTH, BOTH, BOTH, id="residents and visitors"),
        pytest.param("highway=residential motor_vehicle=no", CLOSED, BOTH, BOTH, id="without motors"),
        pytest.param("highway=residential motor_vehicle=no motorcar=yes", BOTH, BOTH, BOTH, id="most particular key"),
        pytest.param("highway=residential vehicle=no", CLOSED, CLOSED, BOTH, id="without vehicles"),
        pytest.param("highway=service service=emergency_access", CLOSED, CLOSED, CLOSED, id="for fire engines"),
        pytest.param("highway=construction", CLOSED, CLOSED, CLOSED, id="being built"),
        pytest.param("route=ferry", CLOSED, CLOSED, CLOSED, id="a ferry"),
    ],
)
def test_who_may_use_a_way(
    words: str, car: tuple[bool, bool], cycle: tuple[bool, bool], walk: tuple[bool, bool]
) -> None:
    tags = tags_of(words)
    assert [directions(tags, mode) for mode in (CAR, CYCLE, WALK)] == [car, cycle, walk]


@pytest.mark.parametrize(
    ("words", "car", "cycle", "walk"),
    [
        pytest.param("barrier=bollard", False, True, True, id="a bollard"),
        pytest.param("barrier=bollard bollard=rising", True, True, True, id="a bollard that sinks"),
        pytest.param("barrier=bollard motor_vehicle=yes", True, True, True, id="a bollard that lets cars pass"),
        pytest.param("barrier=gate", True, True, True, id="a gate without words"),
        pytest.param("barrier=gate access=private", False, False, False, id="a private gate"),
        pytest.param("barrier=gate access=no foot=yes", False, False, True, id="a gate for people on foot"),
        pytest.param("barrier=stile", False, False, True, id="a stile"),
        pytest.param("barrier=wall", False, False, False, id="a wall"),
        pytest.param("barrier=lift_gate", True, True, True, id="a lift gate"),
        pytest.param("highway=crossing bicycle=no", True, True, True, id="a crossing says who crosses"),
        pytest.param("highway=traffic_signals", True, True, True, id="traffic lights"),
    ],
)
def test_whom_a_barrier_stops(words: str, *, car: bool, cycle: bool, walk: bool) -> None:
    assert [may_pass(tags_of(words), mode) for mode in (CAR, CYCLE, WALK)] == [car, cycle, walk]


@pytest.mark.parametrize(
    ("words", "limit_kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28032),
        ("IT:urban", 50),
        ("it:rural", 90),
        ("IT:trunk", 110),
        ("IT:motorway", 130),
        ("IT:zone30", 30),
        ("walk", 5),
        ("none", 130),
        ("70; 50", 70),
        ("300", 130),
        ("1", 5),
        ("signals", None),
        ("variable", None),
        ("0", None),
        ("-50", None),
        ("", None),
        ("fifty", None),
    ],
)
def test_limits_are_read_as_mappers_write_them(words: str, limit_kmh: float | None) -> None:
    assert limit_of(words) == (None if limit_kmh is None else pytest.approx(limit_kmh))


@given(st.text(max_size=12))
def test_whatever_stands_there_gives_a_sensible_limit_or_none(words: str) -> None:
    found = limit_of(words)
    assert found is None or 5 <= found <= FASTEST_KMH


@pytest.mark.parametrize(
    ("words", "mode", "is_forward", "kmh"),
    [
        pytest.param("highway=residential", CAR, True, 25, id="by class"),
        pytest.param("highway=primary maxspeed=50", CAR, True, 40, id="80 % of the limit"),
        pytest.param("highway=primary maxspeed=signals", CAR, True, 65, id="an unreadable limit"),
        pytest.param("highway=primary maxspeed=50 maxspeed:backward=30", CAR, False, 24, id="another limit back"),
        pytest.param("highway=primary maxspeed=50 maxspeed:backward=30", CAR, True, 40, id="there as said"),
        pytest.param("highway=track motorcar=yes", CAR, True, 10, id="a class without a speed"),
        pytest.param("highway=residential maxspeed=30", CYCLE, True, 15, id="bicycles know no limit"),
        pytest.param("highway=footway", CYCLE, True, 4, id="pushed"),
        pytest.param("highway=footway bicycle=yes", CYCLE, True, 15, id="ridden"),
        pytest.param("highway=track", CYCLE, True, 12, id="a track"),
        pytest.param("highway=primary maxspeed=90", WALK, True, 4.5, id="on foot"),
        pytest.param("highway=steps", WALK, True, 2, id="steps"),
    ],
)
def test_how_fast_a_way_is(words: str, mode: TravelMode, *, is_forward: bool, kmh: float) -> None:
    assert speed_kmh(tags_of(words), mode, is_forward=is_forward) == pytest.approx(kmh)


@given(
    st.sampled_from(sorted(CLASSES)),
    st.sampled_from(TravelMode),
    st.sampled_from(["forward", "backward"]),
    st.text(max_size=6),
)
def test_every_way_that_may_be_used_has_a_speed(highway: str, mode: TravelMode, direction: str, limit: str) -> None:
    tags = {"highway": highway, "maxspeed": limit}
    assert 0 < speed_kmh(tags, mode, is_forward=direction == "forward") <= FASTEST_KMH
