"""Records as lists write them, and the labelled pairs once per run."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from welfare_map.register.duplicates.evaluation import Evaluation, evaluated
from welfare_map.register.duplicates.labelled_pairs import LabelledPairs, labelled_pairs

Row = dict[str, Any]


@pytest.fixture
def service() -> Callable[..., Row]:
    """Make a nursery in the middle of Legnano; cells given by name are put in."""

    def row(service_id: str, **cells: Any) -> Row:
        sound = {
            "service_id": service_id,
            "name": "Asilo nido Il Girasole",
            "kind": "nursery",
            "address": "Via Melzi, 12",
            "postcode": "20025",
            "municipality_code": "015118",
            "lon": 8.918,
            "lat": 45.594,
            "position_quality": "exact",
            "phone": "+390331000001",
            "capacity_authorised": 40,
            "source_id": service_id.partition(":")[0],
        }
        return {**sound, **cells}

    return row


@pytest.fixture
def rows_of() -> Callable[..., pd.DataFrame]:
    """Make a table out of rows."""
    return lambda *rows: pd.DataFrame(list(rows))


@pytest.fixture(scope="session")
def labelled() -> LabelledPairs:
    return labelled_pairs()


@pytest.fixture(scope="session")
def figures(labelled: LabelledPairs) -> Evaluation:
    return evaluated(labelled)
