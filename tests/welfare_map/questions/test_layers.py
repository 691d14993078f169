from collections.abc import Callable
from datetime import date

from geodata.codes import ServiceGroup
from welfare_map.model import LayerRow, LayersAnswer, LayersQuery
from welfare_map.questions.layers import layers
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)


def _asked(snapshot: Snapshot) -> LayersAnswer:
    return layers(snapshot, LayersQuery(as_of_on=DAY))


def _by_id(snapshot: Snapshot) -> dict[str, LayerRow]:
    return {row.layer_id: row for row in _asked(snapshot).rows}


def test_layers_come_in_legend_order(agreements: Snapshot) -> None:
    assert list(_by_id(agreements)) == [
        "boundaries:municipality",
        "boundaries:district",
        "boundaries:province",
        *(f"services:{group}" for group in ServiceGroup),
        "organisations:alleanza",
        "organisations:bando",
        "organisations:demo-accordo",
        "practices",
        "initiatives:alleanza",
        "initiatives:bando",
        "initiatives:demo-accordo",
    ]


def test_counts_are_those_of_the_toy_tables(agreements: Snapshot) -> None:
    counts = {name: (row.count, row.without_position_count, row.demo_count) for name, row in _by_id(agreements).items()}

    assert counts["boundaries:municipality"] == (9, 0, 0)
    assert counts["boundaries:district"] == (2, 0, 0)
    assert counts["boundaries:province"] == (2, 0, 0)
    assert counts["services:small_children"] == (6, 2, 0)
    assert counts["services:elders"] == (2, 0, 1)
    assert counts["organisations:alleanza"] == (2, 1, 0)
    assert counts["organisations:demo-accordo"] == (1, 0, 1)
    assert counts["practices"] == (5, 3, 0)
    assert counts["initiatives:bando"] == (5, 0, 0)
    assert counts["initiatives:demo-accordo"] == (4, 0, 4)


def test_service_layers_add_up_to_the_services_still_listed(agreements: Snapshot) -> None:
    rows = [row for row in _asked(agreements).rows if row.family == "services"]

    assert sum(row.count for row in rows) == 9
    assert _asked(agreements).without_position_count == sum(row.without_position_count for row in rows) == 2


def test_labels_are_words_of_the_language_or_names(agreements: Snapshot) -> None:
    rows = _by_id(agreements)

    assert rows["services:elders"].label.words("it") == "Anziani"
    assert rows["boundaries:district"].label.words("it") == "Ambiti"
    assert rows["organisations:demo-accordo"].label.words("en") == "Demo Alfa"
    assert all(row.label.words(lang) for row in rows.values() for lang in ("it", "en"))


def test_demonstration_data_in_any_layer_label_the_answer(
    agreements: Snapshot, make_snapshot: Callable[..., Snapshot]
) -> None:
    assert _asked(agreements).has_demo
    assert not _asked(make_snapshot({})).has_demo
