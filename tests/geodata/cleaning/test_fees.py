"""Fees by ISEE as people write them become the form of the contract."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.fees import clean_fee_bands
from geodata.tables import FeeBand, fee_bands

CENTS = st.integers(0, 999_999).map(lambda cents: cents / 100)


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        pytest.param("10000:150|20000:280|:450", "10000:150|20000:280|:450", id="as it should be"),
        pytest.param("10.000: 150 | 20.000: 280,50 € | : 1.450", "10000:150|20000:280.5|:1450", id="Italian figures"),
        pytest.param(":0", ":0", id="free for everybody"),
        pytest.param("20000:280|10000:150|:450", None, id="going down"),
        pytest.param("10000:150|20000:280", None, id="no open end"),
        pytest.param("10000:-150|:450", None, id="below nothing"),
        pytest.param("da 10000 a 20000 euro: 150", None, id="words"),
        pytest.param("10000:150|", None, id="an empty band"),
        pytest.param("-", None, id="a dash"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_bands_are_read_or_missing(written: object, clean: str | None) -> None:
    assert clean_fee_bands(written) == clean


@given(st.lists(st.integers(0, 99_999), unique=True, max_size=6), CENTS, st.data())
def test_what_is_written_is_read_back_and_cleaning_twice_changes_nothing(
    bounds: list[int], last_eur: float, data: st.DataObject
) -> None:
    bands = [FeeBand(float(bound), data.draw(CENTS)) for bound in sorted(bounds)] + [FeeBand(math.inf, last_eur)]
    items = (f"{int(b.up_to_isee_eur) if b.up_to_isee_eur < math.inf else ''}:{b.monthly_fee_eur:.2f}" for b in bands)
    clean = clean_fee_bands(" | ".join(items))
    assert clean is not None
    assert list(fee_bands(clean)) == bands
    assert clean_fee_bands(clean) == clean
