"""Who sees which needs, offers, commuters and counts of workers."""

from collections.abc import Callable
from typing import Any

import pytest

from geodata.errors import InputError
from welfare_map.model import PUBLIC, Firm, Viewer
from welfare_map.questions.firms_seen import firm_seen, firms_seen, viewer_of
from welfare_map.snapshot import Snapshot

VISIBILITIES = ("public", "adherents", "counts")


@pytest.fixture(scope="module")
def snapshot(make_snapshot: Callable[..., Snapshot], make_row: Callable[..., dict[str, Any]]) -> Snapshot:
    """Two firms of one initiative and one of none; the first declared something of each visibility."""
    firms = [
        make_row(
            name,
            organisation_id=name,
            organisation_name=name.title(),
            organisation_kind="company",
            position_quality="none",
            municipality_code="901001",
        )
        for name in ("alfa", "beta", "gamma")
    ]
    own = {"organisation_id": "alfa"}
    counted = {**own, "worker_count": 7, "as_of_on": "2026-09-01"}
    return make_snapshot(
        {
            "organisations": firms,
            "initiatives": [make_row("patto", initiative_id="patto", name="Patto", territory="municipality:901001")],
            "adhesions": [
                make_row(f"{name}-patto", organisation_id=name, initiative_id="patto", role="member")
                for name in ("alfa", "beta")
            ],
            "sites": [make_row("alfa-2", **own, site_number=2, site_name="Due", position_quality="none")],
            "shifts": [make_row("s", **own, shift_number=1, days="Mo-Fr", starts_at="06:00", ends_at="14:00")],
            "needs_offers": [
                make_row(seen, **own, need_offer_id=seen, direction="need", exchange_kind="nursery", visibility=seen)
                for seen in VISIBILITIES
            ],
            "commuters": [
                make_row(f"c-{seen}", **counted, municipality_code=f"90100{number}", shift_number=0, visibility=seen)
                for number, seen in enumerate(VISIBILITIES, start=1)
            ],
            "worker_needs": [
                make_row(f"w-{seen}", **counted, question="child_age", answer=seen, visibility=seen)
                for seen in VISIBILITIES
            ],
        }
    )


def seen_of(firm: Firm) -> tuple[set[str], set[str], set[str]]:
    parts = (firm.exchanges, firm.commuters, firm.worker_needs)
    first, second, third = ({one.visibility for one in part} for part in parts)  # type: ignore[attr-defined]
    return first, second, third


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        pytest.param(PUBLIC, {"public"}, id="everybody"),
        pytest.param(Viewer(organisation_ids=("gamma",)), {"public"}, id="a firm of no initiative"),
        pytest.param(
            Viewer(organisation_ids=("beta",), initiative_ids=("patto",)),
            {"public", "adherents"},
            id="a fellow adherent",
        ),
        pytest.param(Viewer(initiative_ids=("altro",)), {"public"}, id="an adherent of another initiative"),
        pytest.param(Viewer(organisation_ids=("alfa",)), set(VISIBILITIES), id="the firm itself"),
    ],
)
def test_what_is_declared_is_seen_by_those_it_is_for(snapshot: Snapshot, viewer: Viewer, expected: set[str]) -> None:
    assert seen_of(firm_seen(snapshot, "alfa", viewer)) == (expected, expected, expected)
    assert seen_of(firms_seen(snapshot, viewer)["alfa"]) == (expected, expected, expected)


def test_an_organisation_sees_with_the_eyes_of_its_own_initiatives(snapshot: Snapshot) -> None:
    assert viewer_of(snapshot, ["beta", "unknown"]) == Viewer(organisation_ids=("beta",), initiative_ids=("patto",))
    assert viewer_of(snapshot, ["gamma"]) == Viewer(organisation_ids=("gamma",))


def test_a_firm_knows_its_sites_and_shifts(snapshot: Snapshot) -> None:
    firm = firm_seen(snapshot, "alfa")
    assert [(site.site_number, site.site_name) for site in firm.sites] == [(1, None), (2, "Due")]
    assert [(shift.days, shift.starts_at) for shift in firm.shifts] == [("Mo-Fr", "06:00")]
    assert (firm.municipality_name, firm.initiative_ids) == ("Uno", ("patto",))


def test_an_unknown_organisation_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(InputError):
        firm_seen(snapshot, "delta")
