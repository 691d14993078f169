"""Which firms must write a home-work travel plan: over 100 employees at a site in a place where it is due."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from geodata.territory import RawTerritory, build_territory
from welfare_map.model import Duty, Firm, FirmSite
from welfare_map.questions.shuttle.duty import plan_duty
from welfare_map.snapshot import Snapshot
from welfare_map.texts import text

CHIEF, SMALL, LARGE = "901001", "901002", "902005"
"""Uno is a chief town; Due is not and is small; Nove is not and has 51,000 residents here."""


@pytest.fixture(scope="module")
def snapshot(toy_raw: RawTerritory, make_snapshot: Callable[..., Snapshot]) -> Snapshot:
    counts = toy_raw.population.copy()
    is_large = (counts["municipality_code"] == LARGE) & (counts["age"] == 40)
    counts.loc[is_large, "resident_count"] = 50_370
    return make_snapshot({}, territory=build_territory(replace(toy_raw, population=counts), ("region:91",)))


def site(number: int, code: str | None, count: int | None) -> FirmSite:
    return FirmSite(
        site_number=number,
        site_name=None,
        municipality_code=code,
        lon=None,
        lat=None,
        position_quality="none",
        employee_count=count,
    )


@pytest.mark.parametrize(
    ("cells", "code", "duty"),
    [
        pytest.param({"employee_count": 101}, CHIEF, Duty.YES, id="101 in a chief town"),
        pytest.param({"employee_count": 100}, CHIEF, Duty.NO, id="100 in a chief town"),
        pytest.param({"employee_count": 900}, SMALL, Duty.NO, id="900 in a small municipality"),
        pytest.param({"employee_count": 101}, LARGE, Duty.YES, id="101 where more than 50,000 live"),
        pytest.param({"employee_count": 101}, None, Duty.UNKNOWN, id="101 nobody knows where"),
        pytest.param({"employee_count": 100}, None, Duty.NO, id="100 nobody knows where"),
        pytest.param({}, CHIEF, Duty.UNKNOWN, id="nobody knows how many"),
        pytest.param({}, SMALL, Duty.NO, id="nobody knows how many, in a small municipality"),
        pytest.param({"size_class": "small"}, CHIEF, Duty.NO, id="a small firm"),
        pytest.param({"size_class": "medium"}, CHIEF, Duty.UNKNOWN, id="50 to 249"),
        pytest.param({"size_class": "large"}, CHIEF, Duty.YES, id="250 and more"),
    ],
)
def test_a_firm_with_one_site(snapshot: Snapshot, cells: dict[str, Any], code: str | None, duty: Duty) -> None:
    firm = Firm(
        organisation_id="a",
        organisation_name="A",
        organisation_kind="company",
        municipality_code=code,
        sites=(site(1, code, None),),
        **cells,
    )
    found, why = plan_duty(snapshot, firm)
    assert found is duty
    assert why.words("it") == text(f"shuttle.duty_why.{duty}", "it", employees=100, residents="50.000")


@pytest.mark.parametrize(
    ("total", "sites", "duty"),
    [
        pytest.param(150, [(CHIEF, 150), (SMALL, 60)], Duty.NO, id="90 in the chief town, 60 elsewhere"),
        pytest.param(170, [(CHIEF, 170), (SMALL, 60)], Duty.YES, id="110 in the chief town"),
        pytest.param(300, [(SMALL, 300), (CHIEF, 120)], Duty.YES, id="the second site is large enough"),
        pytest.param(300, [(SMALL, 300), (CHIEF, None)], Duty.UNKNOWN, id="nobody knows the second site"),
        pytest.param(90, [(CHIEF, 90), (CHIEF, None)], Duty.NO, id="too few in all"),
    ],
)
def test_units_count_one_by_one(
    snapshot: Snapshot, total: int, sites: list[tuple[str, int | None]], duty: Duty
) -> None:
    placed = tuple(site(number, code, count) for number, (code, count) in enumerate(sites, start=1))
    firm = Firm(
        organisation_id="a",
        organisation_name="A",
        organisation_kind="company",
        employee_count=total,
        municipality_code=sites[0][0],
        sites=placed,
    )
    assert plan_duty(snapshot, firm)[0] is duty
