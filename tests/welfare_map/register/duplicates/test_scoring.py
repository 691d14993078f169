"""The sum, and its properties."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from welfare_map.register.duplicates.labelled_pairs import LabelledPairs
from welfare_map.register.duplicates.prepare import prepared
from welfare_map.register.duplicates.scoring import POINTS, highest_scores, levels_of, parts_of, scores
from welfare_map.texts import LANGUAGES, has_text, text

NAMES = st.sampled_from(["Nido Gufo", "RSA Betulla 2", "Asilo nido", "Coop Prisma", "Santa Marta", "San Marco II", ""])
RECORDS = st.fixed_dictionaries(
    {
        "name": NAMES,
        "provider_name": NAMES,
        "kind": st.sampled_from(["nursery", "micro_nursery", "care_home", None]),
        "ownership": st.sampled_from(["public", "private", None]),
        "address": st.sampled_from(["Via Melzi, 12", "Via Melzi", "Via Novara, 3", None]),
        "postcode": st.sampled_from(["20025", "20100", "20131", None]),
        "municipality_code": st.sampled_from(["015118", "015046", None]),
        "lon": st.sampled_from([8.918, 8.9181, 8.95, None]),
        "position_quality": st.sampled_from(["exact", "municipality"]),
        "phone": st.sampled_from(["+390331000001", "+390331000002", None]),
        "email": st.sampled_from(["a@example.org", None]),
        "website": st.sampled_from(["uno.it/a", "uno.it/b", "facebook.com/a", None]),
        "vat_code": st.sampled_from(["01234567890", "11111111111", None]),
        "capacity_authorised": st.sampled_from([10, 11, 60, None]),
        "source_id": st.sampled_from(["one", "two", "curated"]),
    }
)


def score(one: dict[str, Any], other: dict[str, Any]) -> float:
    left, right = (pd.DataFrame([{**record, "lat": 45.594}]) for record in (one, other))
    return float(scores(prepared(left), prepared(right))[0])


@settings(deadline=None, max_examples=60)
@given(RECORDS, RECORDS)
def test_the_order_of_two_records_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert score(one, other) == score(other, one)


@settings(deadline=None, max_examples=60)
@given(RECORDS, RECORDS)
def test_no_record_is_more_like_a_record_than_itself(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert score(one, other) <= score(one, dict(one))


def test_a_score_is_the_sum_of_its_parts(labelled: LabelledPairs) -> None:
    left, right = prepared(labelled.left.iloc[:200]), prepared(labelled.right.iloc[:200])
    levels, total = levels_of(left, right), scores(left, right)
    parts = [parts_of({name: str(of_pairs[at]) for name, of_pairs in levels.items()}) for at in range(len(left))]
    assert np.allclose(total, [sum(part.points for part in of_pair) for of_pair in parts])


def test_no_score_is_higher_than_what_the_quick_features_allow(labelled: LabelledPairs) -> None:
    left, right = prepared(labelled.left.iloc[:1_000]), prepared(labelled.right.iloc[:1_000])
    assert bool((scores(left, right) <= highest_scores(left, right) + 1e-9).all())


def test_no_pairs_have_no_scores() -> None:
    nothing = prepared(pd.DataFrame(columns=["service_id", "name", "lon", "lat"]))
    assert len(scores(nothing, nothing)) == 0


def test_every_level_says_why_in_both_languages() -> None:
    keys = [f"duplicates.why.{name}.{level}" for name, levels in POINTS.items() for level in levels]
    assert [key for key in keys if not has_text(key)] == []
    assert all(text(key, lang) for key in keys for lang in LANGUAGES)


def test_the_inputs_stay_as_they_are(service: Callable[..., dict[str, Any]]) -> None:
    rows = pd.DataFrame([service("a:1"), service("b:1")])
    before = rows.copy(deep=True)
    prepared(rows)
    pd.testing.assert_frame_equal(rows, before)
