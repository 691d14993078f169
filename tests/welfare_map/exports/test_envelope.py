import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from welfare_map.exports.envelope import ENVELOPE_KEYS, envelope


def test_the_envelope_has_its_keys_in_order_and_then_those_of_the_answer(
    make_answer: Callable[..., Any], make_thing: Callable[..., Any]
) -> None:
    assert list(envelope(make_answer(make_thing()), "it")) == [*ENVELOPE_KEYS, "mode", "share"]


def test_every_value_is_what_json_reads_back(make_answer: Callable[..., Any], make_thing: Callable[..., Any]) -> None:
    whole = envelope(make_answer(make_thing()), "it")

    assert json.loads(json.dumps(whole, allow_nan=False)) == whole
    assert whole["rows"] == [
        {
            "thing_id": "a",
            "title": {"it": "Uno", "en": "One"},
            "office": {"name": "Ufficio", "count": None},
            "parts": [{"name": "nido, grande", "count": 3}, {"name": '"virgolette"', "count": 0}],
            "tags": ["x", "y"],
            "label": "A piedi",
            "lon": 9.12345678,
            "lat": 45.5,
            "checked_on": "2026-09-15",
            "is_open": None,
            "is_demo": False,
        }
    ]
    assert whole["parameters"] == {"mode": "car", "kinds": [], "as_of_on": "2026-09-15"}
    assert whole["notices"] == [
        {"rule": "bad_format", "severity": "warning", "table": "services", "row": "a", "detail": "x"}
    ]


@pytest.mark.parametrize(
    ("lang", "sentence", "method"),
    [
        pytest.param("it", "La mappa ha 1.234 strati.", "In auto", id="Italian"),
        pytest.param("en", "The map has 1,234 layers.", "By car", id="English"),
    ],
)
def test_sentences_numbers_and_codes_are_in_the_language(
    make_answer: Callable[..., Any], lang: str, sentence: str, method: str
) -> None:
    whole = envelope(make_answer(), lang)

    assert (whole["sentence"], whole["method"]) == (sentence, method)


@pytest.mark.parametrize("share", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_null(make_answer: Callable[..., Any], share: float) -> None:
    assert envelope(make_answer(share=share), "it")["share"] is None


def test_a_value_that_json_does_not_know_is_a_fault(make_answer: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="int64"):
        envelope(make_answer(share=np.int64(3)), "it")
