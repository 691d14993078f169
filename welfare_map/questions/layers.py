"""Which layers a map can show, and how many things are in each."""

from collections.abc import Iterator

import pandas as pd

from geodata.codes import Level, ServiceGroup
from welfare_map.model import LayerRow, LayersAnswer, LayersQuery, Phrase
from welfare_map.questions.cells import records
from welfare_map.questions.initiatives import territories
from welfare_map.questions.territory import CODE_COLUMNS, TERRITORY_SOURCES
from welfare_map.questions.trust import listed_services, source_notes
from welfare_map.snapshot import Snapshot
from welfare_map.vocabularies import LayerFamily, layer_id, layer_parts

BOUNDARY_LEVELS = (Level.MUNICIPALITY, Level.DISTRICT, Level.PROVINCE)


def layers(snapshot: Snapshot, query: LayersQuery) -> LayersAnswer:
    """
    List the layers in legend order: boundaries, services by group, adherents, practices, territories of initiatives.

    ``count`` counts what the layer can say: units, services, organisations, practices, municipalities; those without a
    position are in it and once more in ``without_position_count``.
    """
    services = listed_services(snapshot, query.as_of_on)
    rows = (
        *_boundaries(snapshot),
        *_services(services),
        *_adherents(snapshot),
        _practices(snapshot),
        *_initiatives(snapshot),
    )
    source_tables = (services, *(snapshot.table(name) for name in ("organisations", "initiatives", "practices")))
    used = {source_id for table in source_tables for source_id in table["source_id"].unique()}
    return LayersAnswer(
        rows=rows,
        sentence=Phrase("layers.sentence", {"count": len(rows)}),
        method=Phrase("layers.method"),
        parameters={},
        without_position_count=sum(row.without_position_count for row in rows if row.family == LayerFamily.SERVICES),
        sources=source_notes(snapshot, used.union(TERRITORY_SOURCES)),
        has_demo=any(row.demo_count for row in rows),
    )


def _boundaries(snapshot: Snapshot) -> Iterator[LayerRow]:
    municipalities = snapshot.territory.municipalities
    for level in BOUNDARY_LEVELS:
        count = int(municipalities[CODE_COLUMNS[level]].nunique())
        yield _layer(layer_id(LayerFamily.BOUNDARIES, level), Phrase(f"codes.level.{level}"), count)


def _services(services: pd.DataFrame) -> Iterator[LayerRow]:
    for group in ServiceGroup:
        table = services[services["group"] == group.value]
        yield _of_table(table, layer_id(LayerFamily.SERVICES, group), Phrase(f"codes.group.{group}"))


def _adherents(snapshot: Snapshot) -> Iterator[LayerRow]:
    organisations, adhesions = snapshot.table("organisations"), snapshot.table("adhesions")
    for initiative_id, label in _names(snapshot):
        members = adhesions.loc[adhesions["initiative_id"] == initiative_id, "organisation_id"]
        table = organisations[organisations["organisation_id"].isin(members)]
        yield _of_table(table, layer_id(LayerFamily.ORGANISATIONS, initiative_id), label)


def _practices(snapshot: Snapshot) -> LayerRow:
    practices, organisations = snapshot.table("practices"), snapshot.table("organisations")
    placed = organisations.loc[_has_place(organisations), "organisation_id"]
    without = int((~practices["organisation_id"].isin(placed)).sum())
    demo = int(practices["is_demo"].astype(bool).sum())
    identifier = layer_id(LayerFamily.PRACTICES)
    label = Phrase("layers.practices")
    return _layer(identifier, label, len(practices), without_position_count=without, demo_count=demo)


def _initiatives(snapshot: Snapshot) -> Iterator[LayerRow]:
    covered = territories(snapshot)
    is_demo = snapshot.table("initiatives").set_index("initiative_id")["is_demo"].astype(bool)
    for initiative_id, label in _names(snapshot):
        count = len(covered[initiative_id])
        demo_count = count if is_demo[initiative_id] else 0
        yield _layer(layer_id(LayerFamily.INITIATIVES, initiative_id), label, count, demo_count=demo_count)


def _names(snapshot: Snapshot) -> list[tuple[str, Phrase]]:
    """Return initiative_id and label, by name, the demonstration ones last."""
    ordered = sorted(records(snapshot.table("initiatives")), key=lambda r: (bool(r["is_demo"]), r["name"].casefold()))
    return [
        (str(record["initiative_id"]), Phrase("layers.named", {"name": record["short_name"] or record["name"]}))
        for record in ordered
    ]


def _of_table(table: pd.DataFrame, identifier: str, label: Phrase) -> LayerRow:
    without = int((~_has_position(table)).sum())
    demo = int(table["is_demo"].astype(bool).sum())
    return _layer(identifier, label, len(table), without_position_count=without, demo_count=demo)


def _has_position(table: pd.DataFrame) -> "pd.Series[bool]":
    return (table["position_quality"] != "none") & table["lon"].notna() & table["lat"].notna()


def _has_place(organisations: pd.DataFrame) -> "pd.Series[bool]":
    return _has_position(organisations) | organisations["municipality_code"].notna()


def _layer(
    identifier: str, label: Phrase, count: int, *, without_position_count: int = 0, demo_count: int = 0
) -> LayerRow:
    return LayerRow(
        layer_id=identifier,
        family=layer_parts(identifier)[0],
        label=label,
        count=count,
        without_position_count=without_position_count,
        demo_count=demo_count,
    )
