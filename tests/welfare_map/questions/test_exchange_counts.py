"""The one published table of what firms declared for counts alone."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_map.model import ExchangeCountRow, ExchangeCountsAnswer, ExchangeCountsQuery
from welfare_map.questions.exchange_counts import Cell, exchange_counts, told_count
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
VALLE, MONTE, NOWHERE = "901001", "901003", None
"""Municipalities of the two districts, and none."""
CELL = Cell("valle", "need", "nursery", is_demo=False)


@pytest.fixture(scope="module")
def make_declared(make_snapshot: Callable[..., Snapshot], make_row: Callable[..., dict[str, Any]]) -> Any:
    """Make a snapshot in which a firm of each line declares one thing; ``numbers`` let firms declare several."""

    def declared(*lines: tuple[str, str | None, str, str, str], firm_of: Callable[[int], int] = int) -> Snapshot:
        firms, exchanges = {}, []
        for number, (source_id, town, direction, kind, visibility) in enumerate(lines):
            name = f"firm-{firm_of(number)}"
            firms[name] = make_row(
                name,
                source_id,
                organisation_id=name,
                organisation_name=name,
                organisation_kind="company",
                position_quality="none",
                municipality_code=town,
            )
            exchanges.append(
                make_row(
                    f"{name}-{number}",
                    source_id,
                    need_offer_id=f"{name}-{number}",
                    organisation_id=name,
                    direction=direction,
                    exchange_kind=kind,
                    visibility=visibility,
                )
            )
        return make_snapshot({"organisations": list(firms.values()), "needs_offers": exchanges})

    return declared


def asked(snapshot: Snapshot) -> ExchangeCountsAnswer:
    return exchange_counts(snapshot, ExchangeCountsQuery(as_of_on=DAY))


def counts(snapshot: Snapshot) -> list[tuple[str, str, str, int, bool]]:
    return [
        (row.district_id, row.direction, row.exchange_kind, row.at_least_count, row.is_demo)
        for row in asked(snapshot).rows
    ]


@pytest.mark.parametrize(
    ("firm_count", "expected"),
    [
        pytest.param(0, [], id="nobody"),
        pytest.param(4, [], id="four are not told"),
        pytest.param(5, [5], id="exactly five"),
        pytest.param(9, [5], id="nine are at least five"),
        pytest.param(10, [10], id="ten"),
        pytest.param(14, [10], id="fourteen are at least ten"),
    ],
)
def test_a_count_is_rounded_down_to_a_multiple_of_five(
    make_declared: Any, firm_count: int, expected: list[int]
) -> None:
    snapshot = make_declared(*[("toy", VALLE, "need", "nursery", "counts")] * firm_count)
    assert [row.at_least_count for row in asked(snapshot).rows] == expected


def test_only_what_is_for_counts_alone_is_counted(make_declared: Any) -> None:
    shown = [("toy", VALLE, "need", "nursery", visibility) for visibility in ("public", "adherents")] * 9
    assert counts(make_declared(*shown)) == []


def test_demonstration_firms_are_in_no_row_with_real_ones(make_declared: Any) -> None:
    four_and_four = [(source, VALLE, "need", "nursery", "counts") for source in ("toy", "demo")] * 4
    assert counts(make_declared(*four_and_four)) == []
    six_and_five = [("toy", VALLE, "need", "nursery", "counts")] * 6 + [
        ("demo", VALLE, "need", "nursery", "counts")
    ] * 5
    found = asked(make_declared(*six_and_five))
    assert [(row.at_least_count, row.is_demo) for row in found.rows] == [(5, False), (5, True)]
    assert found.has_demo


def test_cells_are_districts_directions_and_kinds_and_a_firm_is_counted_once(make_declared: Any) -> None:
    lines = [
        *[("toy", VALLE, "need", "nursery", "counts")] * 5,
        *[("toy", MONTE, "need", "nursery", "counts")] * 5,
        *[("toy", VALLE, "offer", "nursery", "counts")] * 5,
        *[("toy", VALLE, "need", "training_room", "counts")] * 5,
        *[("toy", NOWHERE, "need", "shuttle", "counts")] * 9,
    ]
    assert counts(make_declared(*lines)) == [
        ("monte", "need", "nursery", 5, False),
        ("valle", "need", "nursery", 5, False),
        ("valle", "need", "training_room", 5, False),
        ("valle", "offer", "nursery", 5, False),
    ]
    twice = [("toy", VALLE, "need", "nursery", "counts")] * 8
    assert counts(make_declared(*twice, firm_of=lambda number: number // 2)) == []


def test_there_is_no_total_and_no_number_of_those_left_out(make_declared: Any) -> None:
    found = asked(make_declared(*[("toy", NOWHERE, "need", "nursery", "counts")] * 9))
    assert (found.rows, found.without_position_count, found.sources) == ((), 0, ())
    assert {field for field in ExchangeCountRow.__dataclass_fields__ if field.endswith("_count")} == {"at_least_count"}


LINES = st.tuples(
    st.sampled_from(["toy", "demo"]),
    st.sampled_from([VALLE, "901002", MONTE, NOWHERE]),
    st.sampled_from(["need", "offer"]),
    st.sampled_from(["nursery", "shuttle"]),
    st.sampled_from(["counts", "counts", "counts", "public"]),
)


@settings(max_examples=25)
@given(lines=st.lists(LINES, max_size=60))
def test_counts_are_those_of_a_table_made_otherwise(make_declared: Any, lines: list[Any]) -> None:
    table = pd.DataFrame(lines, columns=["source", "town", "direction", "kind", "visibility"])
    told = table[(table["visibility"] == "counts") & table["town"].notna()]
    told = told.assign(district=told["town"].map({VALLE: "valle", "901002": "valle", MONTE: "monte"}))
    sizes = told.groupby(["district", "direction", "kind", "source"]).size()
    expected = {(*key[:3], key[3] == "demo"): int(size) // 5 * 5 for key, size in sizes.items() if size >= 5}
    assert {(*row[:3], row[4]): row[3] for row in counts(make_declared(*lines))} == expected


def salt(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


@given(count=st.integers(0, 200), number=st.integers(0, 10**6))
def test_a_told_count_is_a_multiple_of_five_and_never_more_than_there_are(count: int, number: int) -> None:
    told = told_count(count, CELL, salt(number))
    assert told % 5 == 0
    assert told == 0 or told >= 5
    assert count - 9 < told <= count
    assert told_count(count + 1, CELL, salt(number)) - told in {0, 5}


def test_who_watches_a_count_appear_does_not_learn_how_many_there_were() -> None:
    begins = {next(count for count in range(99) if told_count(count, CELL, salt(number))) for number in range(200)}
    assert begins == {5, 6, 7, 8, 9}
    others = [cell for kind in ("shuttle", "canteen", "errands") for cell in [CELL._replace(exchange_kind=kind)]]
    assert len({told_count(7, cell, salt(number)) for cell in others for number in range(9)}) == 2


def test_the_secret_moves_the_table_and_never_shows(make_declared: Any) -> None:
    plain = make_declared(*[("toy", VALLE, "need", "nursery", "counts")] * 7)
    tables = {tuple(counts(replace(plain, salt=salt(number)))) for number in range(50)}
    assert tables == {(), (("valle", "need", "nursery", 5, False),)}
    assert salt(1) not in repr(replace(plain, salt=salt(1)))


def test_words_are_there_in_both_languages(make_declared: Any) -> None:
    five = [("toy", VALLE, "need", "nursery", "counts")] * 5
    for lines in ([], five, [*five, *[("toy", MONTE, "need", "nursery", "counts")] * 5]):
        found = asked(make_declared(*lines))
        assert all(phrase.words(lang) for phrase in (found.sentence, found.method) for lang in ("it", "en"))
