import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import PracticeTheme, SizeClass, TravelMode
from geodata.errors import InputError
from geodata.routing.estimate import Estimate
from welfare_map.model import PracticesAnswer, PracticesQuery
from welfare_map.questions.practices import practices
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
AtKm = Callable[[float, float], tuple[float, float]]


def _asked(snapshot: Snapshot, **options: Any) -> PracticesAnswer:
    return practices(snapshot, PracticesQuery(as_of_on=DAY, **options), Estimate())


def _ids(answer: PracticesAnswer) -> list[str]:
    return [row.practice_id for row in answer.rows]


def test_without_a_point_practices_come_by_initiative_and_title(agreements: Snapshot) -> None:
    answer = _asked(agreements)

    assert _ids(answer) == ["cultura", "orari", "rete", "avvio", "turni"]
    assert {row.applies_here for row in answer.rows} == {None}
    assert {row.travel_min for row in answer.rows} == {None}


def test_with_a_point_the_nearest_come_first_and_then_what_applies_here(agreements: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)

    answer = _asked(agreements, lon=lon, lat=lat)

    assert _ids(answer) == ["orari", "turni", "cultura", "rete", "avvio"]
    assert [row.applies_here for row in answer.rows] == [True, False, True, True, False]
    assert answer.sentence.values == {"count": 5, "timed_count": 2, "here_count": 2}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "2 buone pratiche: 1 con i minuti di viaggio."),
        ("en", "2 good practices: 1 with travel minutes."),
    ],
)
def test_a_sentence_does_not_count_practices_here_where_there_are_none(
    agreements: Snapshot, at_km: AtKm, lang: str, words: str
) -> None:
    lon, lat = at_km(5, 5)

    answer = _asked(agreements, lon=lon, lat=lat, initiative_ids=("bando",))

    assert answer.sentence.words(lang) == words


def test_minutes_are_those_of_the_engine_from_the_person_to_the_practice(agreements: Snapshot, at_km: AtKm) -> None:
    lon, lat = at_km(5, 5)
    filanda_lon, filanda_lat = at_km(7, 7)

    row = _asked(agreements, lon=lon, lat=lat, mode=TravelMode.WALK).rows[0]

    expected = Estimate().one_to_many(lon, lat, [filanda_lon], [filanda_lat], TravelMode.WALK).travel_min[0]
    assert row.travel_min == round(float(expected), 1)


def test_a_practice_stands_at_its_organisation_else_in_its_municipality_else_in_the_territory(
    agreements: Snapshot,
) -> None:
    places = {row.practice_id: (row.place, row.is_approximate, row.lon is None) for row in _asked(agreements).rows}

    assert places == {
        "orari": ("organisation", False, False),
        "turni": ("municipality", True, False),
        "cultura": ("territory", False, True),
        "rete": ("territory", False, True),
        "avvio": ("territory", False, True),
    }


def test_practices_without_a_place_of_their_own_are_listed_and_counted(agreements: Snapshot) -> None:
    answer = _asked(agreements)

    assert answer.without_position_count == 3
    assert len(answer.rows) == 5


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"themes": (PracticeTheme.WORKING_HOURS,)}, {"orari"}, id="one theme"),
        pytest.param(
            {"themes": (PracticeTheme.WORKING_HOURS, PracticeTheme.INTERFIRM_SERVICES)},
            {"orari", "rete"},
            id="either theme",
        ),
        pytest.param(
            {"size_classes": (SizeClass.SMALL,)}, {"orari", "cultura", "rete", "avvio"}, id="no size is every size"
        ),
        pytest.param({"initiative_ids": ("bando",)}, {"turni", "avvio"}, id="initiative"),
        pytest.param({"municipality_codes": ("901001",)}, {"orari", "cultura", "rete"}, id="territory"),
        pytest.param({"municipality_codes": ("901003",)}, set(), id="no initiative there"),
    ],
)
def test_filters_keep_what_they_name(agreements: Snapshot, options: Mapping[str, Any], expected: set[str]) -> None:
    assert set(_ids(_asked(agreements, **options))) == expected


def test_a_practice_is_traced_to_document_and_paragraph(agreements: Snapshot) -> None:
    row = _asked(agreements).rows[0]

    assert (row.source_document_id, row.source_document, row.source_paragraph) == ("patto", "Patto della Valle", 4)
    assert row.title == {"it": "Cultura", "en": "Cultura (en)"}
    assert row.initiative_name == "Alleanza della Valle"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        pytest.param({"lon": 9.0}, "half_a_point", id="half a point"),
        pytest.param({"lon": math.nan, "lat": 45.0}, "bad_coordinates", id="not a number"),
        pytest.param({"initiative_ids": ("boh",)}, "unknown_initiative", id="unknown initiative"),
        pytest.param({"municipality_codes": ("000000",)}, "unknown_municipality", id="unknown municipality"),
    ],
)
def test_what_cannot_be_asked_is_refused(agreements: Snapshot, options: Mapping[str, Any], error: str) -> None:
    with pytest.raises(InputError, match=error):
        _asked(agreements, **options)


@settings(max_examples=20, deadline=None)
@given(x_km=st.floats(0.1, 29.9), y_km=st.floats(0.1, 29.9))
def test_a_point_changes_the_order_and_loses_nothing(
    agreements: Snapshot, at_km: AtKm, x_km: float, y_km: float
) -> None:
    lon, lat = at_km(x_km, y_km)

    rows = _asked(agreements, lon=lon, lat=lat).rows

    assert {row.practice_id for row in rows} == set(_ids(_asked(agreements)))
    minutes = [row.travel_min for row in rows if row.travel_min is not None]
    assert minutes == sorted(minutes)
    ranks = [0 if row.travel_min is not None else 1 if row.applies_here else 2 for row in rows]
    assert ranks == sorted(ranks)


def test_the_order_of_the_register_changes_nothing(
    agreements: Snapshot, agreement_tables: Mapping[str, Sequence[Any]], make_snapshot: Callable[..., Snapshot]
) -> None:
    turned = make_snapshot({name: rows[::-1] for name, rows in agreement_tables.items()})

    assert _asked(turned).rows == _asked(agreements).rows
