"""What services cost and what is left to pay, on fees and benefits that can be checked by hand."""

from collections.abc import Callable
from datetime import date
from math import inf
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import InputError
from geodata.tables.fee_bands import FeeBand
from welfare_map.exports.envelope import envelope
from welfare_map.model import BenefitRow, CostAnswer, CostQuery
from welfare_map.questions.cost import cost, fee_range, left_to_pay

DAY = date(2026, 9, 15)
GRADED = {
    "isee_fee_bands": "10000:150|20000:280|:450",
    "monthly_fee_min_eur": "150",
    "monthly_fee_max_eur": "450",
    "fee_source": "https://example.org/fees",
    "fee_as_of_on": "2026-09-01",
}
BONUS = {"benefit_id": "bonus", "name_it": "Bonus", "name_en": "Bonus"}
Make = Callable[..., Any]


@pytest.fixture
def ask(make_snapshot: Make, make_service: Make) -> Callable[..., CostAnswer]:
    """Ask about one nursery with these cells, and rows of benefits."""

    def answer(cells: dict[str, Any] = GRADED, benefits: tuple[dict[str, Any], ...] = (), **asked: Any) -> CostAnswer:
        service = make_service("a", (5, 5), **{"municipality_code": "901001", **cells})
        rows = [{"band_number": number, **row} for number, row in enumerate(benefits, start=1)]
        snapshot = make_snapshot({"services": [service], "benefits": rows})
        return cost(snapshot, CostQuery(as_of_on=DAY, **{"service_ids": ("toy:a",), **asked}))

    return answer


def left(answer: CostAnswer) -> tuple[float | None, float | None]:
    return answer.rows[0].cost_min_eur, answer.rows[0].cost_max_eur


@pytest.mark.parametrize(
    ("cells", "isee_eur", "fees"),
    [
        pytest.param(GRADED, None, (150, 450), id="without an ISEE the range"),
        pytest.param(GRADED, 10_000, (150, 150), id="exactly at the end of a band"),
        pytest.param(GRADED, 10_001, (280, 280), id="a euro above it"),
        pytest.param(GRADED, 90_000, (450, 450), id="the last band has no end"),
        pytest.param({"isee_fee_bands": "9000:50|:60"}, None, (50, 60), id="a record with bands alone"),
        pytest.param({"monthly_fee_min_eur": "200", "monthly_fee_max_eur": "300"}, 5, (200, 300), id="no bands"),
        pytest.param({"monthly_fee_max_eur": "300"}, None, (None, 300), id="one bound alone"),
        pytest.param({}, 5, (None, None), id="no fee at all"),
    ],
)
def test_the_fee_is_that_of_the_familys_band_or_the_range(
    ask: Callable[..., CostAnswer], cells: dict[str, Any], isee_eur: float | None, fees: tuple[float | None, ...]
) -> None:
    (row,) = ask(cells, isee_eur=isee_eur).rows
    assert (row.fee_min_eur, row.fee_max_eur) == fees


@pytest.mark.parametrize(
    ("benefits", "asked", "expected"),
    [
        pytest.param((), {}, (None, None), id="no benefit known: nothing is said to be left"),
        pytest.param((BONUS,), {}, (None, None), id="a blank benefit stays unknown"),
        pytest.param((BONUS,), {"benefit_eur": 200}, (0, 250), id="what the family knows counts, never below 0"),
        pytest.param((), {"benefit_eur": 0}, (150, 450), id="a family that gets nothing"),
        pytest.param(({**BONUS, "monthly_amount_eur": 100},), {}, (50, 350), id="an amount"),
        pytest.param(({**BONUS, "fee_share": 0.5},), {}, (75, 225), id="a share of the fee"),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100}, {**BONUS, "benefit_id": "b", "monthly_amount_eur": 9}),
            {},
            (None, None),
            id="two: nobody says whether they add up",
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "region_code": "77"},), {}, (None, None), id="of another region"
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "region_code": "77"},),
            {"region_code": "77"},
            (50, 350),
            id="of the region where the family lives",
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "valid_to_on": "2026-09-14"},), {}, (None, None), id="no longer valid"
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "valid_to_on": "2026-09-15"},), {}, (50, 350), id="on its last day"
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "max_age_months": 36},), {}, (None, None), id="age not given"
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "max_age_months": 36},),
            {"child_age_months": 36},
            (50, 350),
            id="exactly of that age",
        ),
        pytest.param(
            (
                {**BONUS, "monthly_amount_eur": 100, "isee_up_to_eur": 10_000},
                {**BONUS, "monthly_amount_eur": 40, "isee_up_to_eur": 30_000},
            ),
            {"isee_eur": 20_000},
            (240, 240),
            id="by ISEE: 280 less 40",
        ),
        pytest.param(
            ({**BONUS, "monthly_amount_eur": 100, "isee_up_to_eur": 10_000},), {}, (None, None), id="ISEE not given"
        ),
    ],
)
def test_what_is_left_is_the_fee_less_the_benefit_where_both_are_known(
    ask: Callable[..., CostAnswer],
    benefits: tuple[dict[str, Any], ...],
    asked: dict[str, Any],
    expected: tuple[float | None, float | None],
) -> None:
    assert left(ask(benefits=benefits, **asked)) == expected


def test_benefits_for_nurseries_are_not_for_care_homes(ask: Callable[..., CostAnswer]) -> None:
    answer = ask({**GRADED, "kind": "care_home"}, ({**BONUS, "monthly_amount_eur": 100},))
    assert (answer.rows[0].benefits, left(answer)) == ((), (None, None))


def test_a_familys_means_are_not_repeated(ask: Callable[..., CostAnswer]) -> None:
    said = str(envelope(ask(isee_eur=12_345, benefit_eur=67.5), "it"))
    assert "12345" not in said
    assert "67.5" not in said


def test_every_answer_sends_to_the_office(ask: Callable[..., CostAnswer]) -> None:
    answer = ask()
    assert "Verifica con l'ufficio" in answer.sentence.words("it")
    assert "Check with the office" in answer.sentence.words("en")


@pytest.mark.parametrize(
    "asked", [{"isee_eur": -1}, {"benefit_eur": 2e6}, {"service_ids": ()}, {"child_age_months": -1}]
)
def test_what_means_nothing_is_refused(ask: Callable[..., CostAnswer], asked: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        ask(**asked)


# --- properties

EUROS = st.integers(0, 5_000).map(float)
BANDS = st.lists(st.tuples(st.integers(1, 60_000), EUROS), min_size=1, max_size=5, unique_by=lambda band: band[0]).map(
    lambda pairs: tuple(
        FeeBand(float(bound), fee)
        for bound, fee in zip(
            [*sorted(bound for bound, _ in pairs)[:-1], inf], sorted(f for _, f in pairs), strict=True
        )
    )
)
BENEFITS = st.builds(
    lambda amount, share: BenefitRow(
        benefit_id="b",
        name={},
        monthly_amount_eur=amount,
        fee_share=None if amount is not None else share,
        document_url=None,
        document_on=None,
    ),
    st.none() | EUROS,
    st.none() | st.floats(0, 1),
)


@given(BANDS, st.integers(0, 80_000), st.integers(0, 80_000), BENEFITS)
def test_who_has_more_never_pays_less_where_the_bands_grow(
    bands: tuple[FeeBand, ...], one: int, other: int, benefit: BenefitRow
) -> None:
    poorer, richer = (fee_range(bands, None, None, isee)[0] for isee in sorted((one, other)))
    assert poorer is not None
    assert richer is not None
    assert poorer <= richer
    paid = [left_to_pay(fee, (benefit,), None) for fee in (poorer, richer)]
    assert paid == [None, None] or (paid[0] is not None and paid[1] is not None and 0 <= paid[0] <= paid[1])


@given(st.just(()) | BANDS, st.none() | EUROS, st.none() | EUROS, st.none() | EUROS, BENEFITS, st.none() | EUROS)
def test_bounds_are_ordered_and_unknown_stays_unknown(
    bands: tuple[FeeBand, ...],
    low: float | None,
    high: float | None,
    isee: float | None,
    benefit: BenefitRow,
    told: float | None,
) -> None:
    fees = fee_range(bands, low, high, isee)
    paid = tuple(left_to_pay(fee, (benefit,), told) for fee in fees)
    is_blank = told is None and benefit.monthly_amount_eur is None and benefit.fee_share is None
    assert [amount is None for amount in paid] == [fee is None or is_blank for fee in fees]
    for bounds in (fees, paid):
        known = [amount for amount in bounds if amount is not None]
        assert known == sorted(known)
        assert all(amount >= 0 for amount in known)
