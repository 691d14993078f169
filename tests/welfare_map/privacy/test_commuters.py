"""Commuters by municipality and shift: what is told leaves nobody below five to be worked out."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.tables import CONTRACTS, conform
from welfare_map.firm_tables import _without_remainders
from welfare_map.questions.firms_seen import firm_seen
from welfare_map.snapshot import Snapshot

ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["alfa", "beta"]), st.sampled_from(["901001", "901002"]), st.integers(0, 3)),
    st.tuples(st.integers(5, 30), st.sampled_from(["public", "counts"])),
    max_size=10,
)


def table(rows: dict[tuple[str, str, int], tuple[int, str]]) -> pd.DataFrame:
    names = ["organisation_id", "municipality_code", "shift_number", "worker_count", "visibility"]
    days = {"as_of_on": "2026-09-01", "retrieved_on": "2026-09-01"}
    common = {**days, "source_id": "toy", "source_key": "", "licence": "IODL-2.0", "is_demo": "false"}
    cells = [{**dict(zip(names, (*key, *value), strict=True)), **common} for key, value in rows.items()]
    return conform(pd.DataFrame(cells), CONTRACTS["commuters"])


def remainders(found: pd.DataFrame) -> list[int]:
    """Return what all shifts less the known ones come to, of each firm and municipality that tells both."""
    homes: defaultdict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in found.to_dict("records"):
        homes[row["organisation_id"], row["municipality_code"]][row["shift_number"]] = row["worker_count"]
    return [
        counts[0] - sum(counts.values()) + counts[0] for counts in homes.values() if 0 in counts and len(counts) > 1
    ]


@settings(max_examples=60)
@given(ROWS)
def test_no_part_of_what_is_told_leaves_one_to_four(rows: dict[tuple[str, str, int], tuple[int, str]]) -> None:
    if not rows:
        return
    before = table(rows)
    kept = _without_remainders(before)
    for part in (kept, kept[kept["visibility"] == "public"]):
        assert not [left for left in remainders(part) if 1 <= left <= 4]
    assert (kept["shift_number"] == 0).sum() == (before["shift_number"] == 0).sum()
    if not [left for left in remainders(before) if left <= 4 and left]:
        assert len(kept) == len(before)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({0: 12, 1: 8}, {0: 12}, id="four of the other shifts"),
        pytest.param({0: 12, 1: 7}, {0: 12, 1: 7}, id="five of the other shifts"),
        pytest.param({0: 12, 1: 12}, {0: 12, 1: 12}, id="nobody of the other shifts"),
        pytest.param({0: 20, 1: 11, 2: 6}, {0: 20, 1: 11}, id="the smallest shift is left out"),
        pytest.param({0: 12, 1: 9, 2: 8}, {0: 12}, id="shifts that contradict all of them"),
        pytest.param({1: 8, 2: 6}, {1: 8, 2: 6}, id="no count of all shifts"),
    ],
)
def test_the_smallest_shift_hides_the_rest(
    make_snapshot: Callable[..., Snapshot],
    make_row: Callable[..., dict[str, Any]],
    counts: dict[int, int],
    expected: dict[int, int],
) -> None:
    firm = {"organisation_id": "alfa", "organisation_name": "Alfa", "organisation_kind": "company"}
    home = {"organisation_id": "alfa", "municipality_code": "901001", "as_of_on": "2026-09-01", "visibility": "public"}
    rows = [make_row(str(shift), **home, shift_number=shift, worker_count=count) for shift, count in counts.items()]
    organisations = [make_row("alfa", **firm, position_quality="none")]
    snapshot = make_snapshot({"organisations": organisations, "commuters": rows})
    seen = {one.shift_number: one.worker_count for one in firm_seen(snapshot, "alfa").commuters}
    assert seen == expected
