"""What the map shows of an answer: the rows of the list, all of them, in their order."""

from types import SimpleNamespace
from typing import Any

import pytest

from geodata.codes import Level
from welfare_map.ui.components import answer_map
from welfare_map.ui.components.layers import ShownLayers

SHOWN = ShownLayers((), Level.PROVINCE, fit=None, tiles=None, has_demo=False)


def row(number: int) -> Any:
    return SimpleNamespace(
        service_id=f"s{number}",
        name=f"Servizio {number}",
        lon=9.0,
        lat=45.0,
        kind="nursery",
        added_total_min=float(number),
        is_approximate=False,
        is_demo=False,
    )


def test_the_map_has_every_row_of_the_list_in_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_map.state, "get", lambda _key: None)
    rows = tuple(row(number) for number in range(40))
    answer: Any = SimpleNamespace(rows=rows)
    points = answer_map.nearby_view(None, None, answer, SHOWN).points
    listed = [(one.service_id, one.name, one.added_total_min) for one in rows]
    assert [(point.item_id, point.name, point.travel_min) for point in points] == listed
