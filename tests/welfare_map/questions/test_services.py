"""Which services have a free place: all at once as each by itself, and none is not the same as not known."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.codes import AvailabilityBand, ElderRole
from welfare_map.model import ServiceFilter
from welfare_map.questions.services import passing, passing_and_silent, service_cells
from welfare_map.snapshot import Snapshot

ON = date(2026, 9, 30)
KINDS = ("nursery", "care_home", "senior_day_centre", "family_clinic")
TODDLERS, INFANTS = AvailabilityBand.TODDLERS, AvailabilityBand.INFANTS
Said = Mapping[tuple[int, AvailabilityBand], tuple[int | None, str]]
WithPlaces = Callable[[Said], Snapshot]

said_places = st.dictionaries(
    st.tuples(st.integers(0, len(KINDS) - 1), st.sampled_from(AvailabilityBand)),
    st.tuples(st.none() | st.integers(0, 2), st.sampled_from(["2026-09-29", "2026-09-30", "2026-10-01"])),
)
ages_months = st.none() | st.sampled_from([0, 3, 11, 12, 23, 24, 36, 37, 216])


@pytest.fixture(scope="session")
def with_places(
    make_snapshot: Callable[..., Snapshot],
    make_service: Callable[..., dict[str, Any]],
    make_row: Callable[..., dict[str, Any]],
) -> WithPlaces:
    """Make a snapshot of one service of each kind with the free places, and their terms, that it said."""
    services = [make_service(f"{number}", (number, 5), kind=kind) for number, kind in enumerate(KINDS)]

    def snapshot(said: Said) -> Snapshot:
        availability = [
            make_row(
                f"{number}/{band}",
                service_id=f"toy:{number}",
                band=band.value,
                free_count=free_count,
                as_of_on="2026-09-01",
                expires_on=expires_on,
                author_role="manager",
            )
            for (number, band), (free_count, expires_on) in said.items()
        ]
        return make_snapshot({"services": services, "availability": availability})

    return snapshot


def free_counts(snapshot: Snapshot, wanted: ServiceFilter) -> Sequence[object]:
    """Return the free places of every service as its card tells them."""
    return service_cells(snapshot, np.arange(len(KINDS)), wanted)["free_count"]


@settings(max_examples=40, deadline=None)
@given(said=said_places, age_months=ages_months, elder_role=st.none() | st.sampled_from(ElderRole))
def test_services_with_places_and_silent_ones_are_those_whose_cards_say_so(
    with_places: WithPlaces, said: Said, age_months: int | None, elder_role: ElderRole | None
) -> None:
    snapshot = with_places(said)
    everybody = ServiceFilter(as_of_on=ON, child_age_months=age_months, elder_role=elder_role)
    free = ServiceFilter(as_of_on=ON, child_age_months=age_months, elder_role=elder_role, only_with_free_places=True)
    counts = free_counts(snapshot, everybody)
    kept, silent = passing_and_silent(snapshot, free)

    others = passing(snapshot, everybody)
    assert kept.tolist() == (others & [bool(count) for count in counts]).tolist()
    assert silent.tolist() == (others & [count is None for count in counts]).tolist()


@pytest.mark.parametrize(
    ("infants", "toddlers", "free_count"),
    [
        pytest.param((2, "2026-09-29"), (0, "2026-09-30"), None, id="none known beside a band past its term"),
        pytest.param((None, "2026-09-30"), (0, "2026-09-30"), None, id="none known beside a band that says nothing"),
        pytest.param((2, "2026-09-29"), (1, "2026-09-30"), 1, id="one known is enough"),
        pytest.param((0, "2026-09-30"), (0, "2026-09-30"), 0, id="none of any band"),
    ],
)
def test_no_known_place_beside_an_unknown_band_is_not_no_place(
    with_places: WithPlaces,
    infants: tuple[int | None, str],
    toddlers: tuple[int | None, str],
    free_count: int | None,
) -> None:
    snapshot = with_places({(0, INFANTS): infants, (0, TODDLERS): toddlers})
    wanted = ServiceFilter(as_of_on=ON, only_with_free_places=True)

    assert free_counts(snapshot, wanted)[0] == free_count
    kept, silent = passing_and_silent(snapshot, wanted)
    assert (kept[0], silent[0]) == (bool(free_count), free_count is None)


def test_a_band_for_another_age_leaves_no_place_to_be_no_place(with_places: WithPlaces) -> None:
    snapshot = with_places({(0, INFANTS): (None, "2026-09-30"), (0, TODDLERS): (0, "2026-09-30")})
    assert free_counts(snapshot, ServiceFilter(as_of_on=ON, child_age_months=18))[0] == 0


def test_free_places_of_a_service_that_is_not_here_are_left_out(
    make_snapshot: Callable[..., Snapshot],
    make_service: Callable[..., dict[str, Any]],
    make_row: Callable[..., dict[str, Any]],
) -> None:
    cells = {"band": "day", "free_count": 1, "as_of_on": "2026-09-01", "expires_on": "2026-09-30"}
    gone = make_row("gone/day", service_id="toy:gone", author_role="manager", **cells)
    snapshot = make_snapshot({"services": [make_service("a", (5, 5))], "availability": [gone]})
    kept, silent = passing_and_silent(snapshot, ServiceFilter(as_of_on=ON, only_with_free_places=True))
    assert (kept.tolist(), silent.tolist()) == ([False], [True])
