"""Scenarios in words."""

from collections.abc import Sequence

from geodata.codes import Level
from geodata.territory.area import LEVEL_COLUMNS
from welfare_map.model import (
    AccessChange,
    AddService,
    AreaPart,
    ChangeHours,
    ChangeNote,
    ChangePopulation,
    CloseService,
    EnlargeService,
    MoveService,
    OpenToOthers,
    Phrase,
    ScenarioNote,
    Value,
    WhatifRow,
    change_text,
    figure_words,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.coverage.saying import unit_words
from welfare_map.questions.whatif.reading import ReadChange
from welfare_map.snapshot import Snapshot

LETTERS = "ABC"
"""Names of scenarios where there are several."""
SAID_PARTS = (AreaPart.TOUCHED, AreaPart.DISTRICT, AreaPart.PROVINCE)
"""Of the figures that change, the sentence names the first area of each of these."""


def method() -> Phrase:
    """Return how the answer is computed."""
    return Phrase("whatif.method")


def caveat() -> Phrase:
    """Return what a hypothesis does not see."""
    return Phrase("whatif.caveat")


def sentence(notes: Sequence[ScenarioNote], rows: Sequence[WhatifRow], access: Sequence[AccessChange] = ()) -> Phrase:
    """Say what is imagined, how many figures change, the first of them, and whether they rest on invented records."""
    said = _of_one(notes[0], rows) if len(notes) == 1 else _of_several(notes, rows)
    invented = [row.is_demo for row in rows if row.is_changed] or [row.is_demo for row in rows]
    if all(invented):
        return Phrase("whatif.sentence.demo", {"said": said})
    if any(invented):
        said = Phrase("whatif.sentence.partly_demo", {"said": said})
    has_demo_access = any(one.is_demo for one in access)
    return Phrase("whatif.sentence.access_demo", {"said": said}) if has_demo_access else said


def _of_one(note: ScenarioNote, rows: Sequence[WhatifRow]) -> Phrase:
    values: dict[str, Value] = {"changes": tuple(change.words for change in note.changes)}
    changed = [row for row in rows if row.is_changed]
    if not changed:
        return Phrase("whatif.sentence.nothing", values)
    values |= {"changed": len(changed), "count": len(rows), "first": first_change(changed)}
    return Phrase("whatif.sentence.changes", values)


def headline(notes: Sequence[ScenarioNote], rows: Sequence[WhatifRow]) -> Phrase:
    """Say what changes first, for one scenario, or how many figures each of several changes."""
    changed = [row for row in rows if row.is_changed]
    if not changed:
        return Phrase("whatif.headline.nothing")
    if len(notes) == 1:
        return _headline_of(changed[0])
    counts = tuple(
        Phrase("whatif.headline.count", {"letter": LETTERS[note.scenario - 1], "count": note.changed_count})
        for note in notes
    )
    return Phrase("whatif.headline.several", {"counts": counts})


def _headline_of(row: WhatifRow) -> Phrase:
    """Say the first figure that changes, without its interval where it is known, and a status that it changes."""
    before, after = (
        figure_words(figure)
        if figure.value is None
        else Phrase("whatif.figure.known", {"value": round(figure.value, 2)})
        for figure in (row.before, row.after)
    )
    values: dict[str, Value] = {
        "indicator": Phrase(f"coverage.name.{row.indicator}"),
        "name": row.unit_name,
        "before": before,
        "after": after,
        "unit": unit_words(INDICATORS[row.indicator]),
    }
    said = Phrase("whatif.headline.first", values)
    if not row.is_status_changed:
        return said
    statuses = (Phrase(f"coverage.status.{figure.status}") for figure in (row.before, row.after))
    return Phrase("whatif.headline.status", {"said": said, **dict(zip(("was", "would_be"), statuses, strict=True))})


def _of_several(notes: Sequence[ScenarioNote], rows: Sequence[WhatifRow]) -> Phrase:
    of_each = tuple(
        Phrase(
            "whatif.sentence.of_scenario",
            {
                "number": note.scenario,
                "changes": tuple(change.words for change in note.changes),
                "changed": note.changed_count,
            },
        )
        for note in notes
    )
    return Phrase(
        "whatif.sentence.several",
        {"count": len(notes), "scenarios": of_each, "figures": len(rows) // len(notes)},
    )


def first_change(changed: Sequence[WhatifRow]) -> Phrase:
    """Say the first indicator that changes, for a municipality, its district and its province."""
    indicator = min((row.indicator for row in changed), key=list(INDICATORS).index)
    of_it = [row for row in changed if row.indicator == indicator]
    firsts = (next((row for row in of_it if row.part is part), None) for part in SAID_PARTS)
    return Phrase(
        "whatif.sentence.first",
        {
            "indicator": Phrase(f"coverage.name.{indicator}"),
            "areas": tuple(_from_to(row) for row in firsts if row is not None),
            "unit": unit_words(INDICATORS[indicator]),
        },
    )


def _from_to(row: WhatifRow) -> Phrase:
    values: dict[str, Value] = {"name": row.unit_name, "level": f"codes.level_one.{row.level}"}
    name = row.unit_name if row.part is AreaPart.TOUCHED else Phrase("whatif.unit", values)
    return Phrase(
        "whatif.from_to", {"name": name, "before": figure_words(row.before), "after": figure_words(row.after)}
    )


# --- changes --------------------------------------------------------------------------------------------------------


def change_note(snapshot: Snapshot, one: ReadChange) -> ChangeNote:
    """Say one change."""
    change = one.change
    names = snapshot.territory.municipalities["municipality_name"]
    is_peopled = isinstance(change, ChangePopulation)
    towns = () if is_peopled else tuple(str(names.iat[row]) for row in (*one.from_rows[:1], *one.to_rows[:1]))
    lon, lat = one.cells.get("lon"), one.cells.get("lat")
    if isinstance(change, AddService | MoveService):
        lon, lat = change.lon, change.lat
    return ChangeNote(
        text=change_text(change),
        words=change_words(snapshot, one),
        verb=change.verb,
        kind=change.kind.value if isinstance(change, AddService) else one.cells.get("kind"),
        service_id=one.service_id,
        municipality_names=tuple(dict.fromkeys(towns)),
        lon=lon,
        lat=lat,
        remark=_remark(one),
        is_demo=bool(one.cells.get("is_demo", False)),
    )


def change_words(snapshot: Snapshot, one: ReadChange) -> Phrase:
    """Say what a change is."""
    names = snapshot.territory.municipalities["municipality_name"]
    here, there = (str(names.iat[rows[0]]) if rows else "–" for rows in (one.from_rows, one.to_rows))
    values: dict[str, Value] = {"name": str(one.cells.get("name", "")), "where": here, "there": there}
    match one.change:
        case AddService(kind=kind, places=places):
            values |= {"kind": f"codes.kind.{kind}", "places": places, "where": there}
        case EnlargeService(places=places):
            values |= {"places": places, "before": _places_before(one)}
        case ChangeHours(opening_hours=hours):
            values |= {"hours": hours}
        case ChangePopulation(pct=pct, ages=ages):
            who = Phrase(f"whatif.ages.{ages.name.lower()}")
            values |= {"pct": abs(pct), "ages": who, "where": _unit_name(snapshot, one)}
            return Phrase("whatif.change.population_less" if pct < 0 else "whatif.change.population_more", values)
    return Phrase(f"whatif.change.{one.change.verb}", values)


def _places_before(one: ReadChange) -> Value:
    stated = (one.cells.get(name) for name in ("capacity_authorised", "capacity_accredited"))
    before = next((int(places) for places in stated if places is not None), None)
    return Phrase("whatif.change.places_unknown") if before is None else before


def _unit_name(snapshot: Snapshot, one: ReadChange) -> Value:
    """Return the place of a change of population: its level and its name."""
    level = one.level or Level.MUNICIPALITY
    name = str(snapshot.territory.municipalities[LEVEL_COLUMNS[level][1]].iat[one.to_rows[0]])
    return Phrase("whatif.unit", {"level": f"codes.level_one.{level}", "name": name})


def _remark(one: ReadChange) -> Phrase | None:
    """Return what whoever reads the figures has to know of a change."""
    match one.change:
        case OpenToOthers():
            return Phrase("whatif.remark.open")
        case CloseService() | MoveService() | EnlargeService() | ChangeHours() if not one.from_rows:
            return Phrase("whatif.remark.nowhere")
        case ChangePopulation():
            return Phrase("whatif.remark.population")
    return None
