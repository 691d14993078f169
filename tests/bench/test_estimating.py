"""The errors of the estimate that *Dati e metodo* prints, and how they are measured."""

import numpy as np
import pytest
from estimating import BANDS_M, TABLE, errors

from geodata.codes import TravelMode
from geodata.store import read_csv_table
from geodata.tables.measured import ESTIMATE_ERRORS


def test_the_kept_figures_cover_every_mode_and_distance() -> None:
    table = read_csv_table(TABLE, ESTIMATE_ERRORS)
    bands = [(mode.value, low / 1000, high / 1000) for mode in TravelMode for low, high in BANDS_M]
    assert list(table[["mode", "from_km", "until_km"]].itertuples(index=False, name=None)) == bands
    assert (table["typical_error_pct"] <= table["large_error_pct"]).all()
    assert (table["typical_error_min"] <= table["large_error_min"]).all()


def test_errors_are_those_of_half_and_of_nine_in_ten_trips() -> None:
    on_roads = np.full(11, 10.0)
    found = errors(on_roads, on_roads + np.arange(11), np.full(11, 5_000.0))
    assert (found["typical_error_min"], found["large_error_min"]) == (5.0, 9.0)
    assert (found["typical_error_pct"], found["large_error_pct"], found["bias_pct"]) == (50, 90, 50)
    assert found["line_kmh"] == pytest.approx(30.0)
