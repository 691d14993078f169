"""Whom to telephone first, over all figures of a brief: each service once, with all that it should be asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from welfare_map.model import (
    MAX_CALL_COUNT,
    BriefCall,
    BriefLine,
    BriefTable,
    CallRow,
    Missing,
    Phrase,
    SettledArea,
)
from welfare_map.questions.brief.gathering import FIGURES, Gathered
from welfare_map.questions.brief.verdicts import PEOPLE, Verdict, verdicts
from welfare_map.questions.brief.words import cell, count_of, line, people, phone_words
from welfare_map.snapshot import Snapshot

LETTERS: Final = "ABCD"
"""Of the services in the table of a brief, and of the marks on its map; later ones are counted."""
Position = tuple[float, float, bool]


def calls_of(snapshot: Snapshot, gathered: Gathered) -> tuple[tuple[BriefCall, ...], int]:
    """
    Return the services to telephone about, and how many there are in all.

    In the order of the coverage question, figure by figure; who is on the list of several figures stands where it is
    first.
    """
    asked: dict[str, list[tuple[str, CallRow]]] = {}
    for indicator in FIGURES:
        for row in gathered.figures[indicator].to_call:
            asked.setdefault(row.record_id, []).append((indicator, row))
    first = list(asked.values())[:MAX_CALL_COUNT]
    at = _positions(snapshot, [rows[0][1].record_id for rows in first])
    return tuple(_call(number, rows, at) for number, rows in enumerate(first)), len(asked)


def _positions(snapshot: Snapshot, service_ids: Collection[str]) -> Mapping[str, Position]:
    """Return degrees (EPSG:4326) of services, and whether they stand for an area."""
    columns = snapshot.service_columns
    rows = np.flatnonzero(np.isin(columns.cells["service_id"].astype(str), list(service_ids)))
    return {
        str(columns.cells["service_id"][row]): (
            float(columns.lon[row]),
            float(columns.lat[row]),
            bool(columns.is_approximate[row]) or row in columns.unplaced_rows,
        )
        for row in rows
        if np.isfinite(columns.lon[row])
    }


def _call(number: int, rows: Sequence[tuple[str, CallRow]], at: Mapping[str, Position]) -> BriefCall:
    _, first = rows[0]
    lon, lat, is_approximate = at.get(first.record_id, (None, None, True))
    return BriefCall(
        letter=LETTERS[number] if number < len(LETTERS) else "",
        record_id=first.record_id,
        name=first.name,
        kind=first.kind,
        municipality_name=first.municipality_name,
        phone=first.phone,
        email=first.email,
        website=first.website,
        missing=tuple(one for one in Missing if any(one in row.missing for _, row in rows)),
        indicators=tuple(indicator for indicator, _ in rows),
        areas=tuple(_area(area) for area in first.areas),
        resident_count=first.resident_count,
        lon=lon,
        lat=lat,
        is_approximate=is_approximate,
        is_demo=first.is_demo,
    )


def _area(area: SettledArea) -> Phrase:
    return Phrase(f"brief.area.{area.level}", {"name": area.name})


# --- in words -------------------------------------------------------------------------------------------------------


def call_lines(gathered: Gathered, calls: Sequence[BriefCall], count: int) -> Iterator[BriefLine]:
    """Say what the telephone calls are good for, or why there are none."""
    found = set(verdicts(gathered).values())
    if calls:
        key = "invented" if all(call.is_demo for call in calls) else "intro_one" if count == 1 else "intro"
        yield line(Phrase(f"brief.calls.{key}", {"count": count}))
    elif (silent_count := _silent_count(gathered)) > 0:
        yield line(Phrase("brief.calls.together", {"services": count_of("services", silent_count)}))
    elif Verdict.UNLISTED in found:
        yield line(Phrase("brief.calls.list_first"))
    else:
        yield line(Phrase("brief.calls.nothing"))


def _silent_count(gathered: Gathered) -> int:
    """Return how many services do not say all."""
    opened = (answer.explanation for answer in gathered.figures.values())
    return len({one.record_id for found in opened if found for one in found.records if one.missing})


def call_table(calls: Sequence[BriefCall]) -> BriefTable | None:
    """Return the table of the first calls."""
    first = [call for call in calls if call.letter]
    if not first:
        return None
    heads = ("letter", "service", "phone", "ask", "settles")
    return BriefTable(
        header=tuple(Phrase(f"brief.call_head.{head}") for head in heads),
        rows=tuple(_cells(call) for call in first),
        number_columns=(),
        width_shares=(1.1, 3.5, 2.0, 2.8, 3.2),
    )


def _cells(call: BriefCall) -> tuple[Phrase, ...]:
    who = {"name": call.name, "town": call.municipality_name}
    count = count_of(PEOPLE.get(call.indicators[0], "elders"), people(call.resident_count))
    return (
        cell(call.letter),
        Phrase("brief.calls.who_where" if _needs_town(call) else "brief.calls.who", who),
        _contact(call),
        Phrase("brief.calls.ask", {"what": tuple(Phrase(f"brief.ask.{what}") for what in call.missing)}),
        Phrase("brief.calls.settles", {"areas": call.areas, "people": count}),
    )


def _needs_town(call: BriefCall) -> bool:
    """Tell whether the name of a service does not say its town already."""
    return call.municipality_name is not None and call.municipality_name.casefold() not in call.name.casefold()


def _contact(call: BriefCall) -> Phrase:
    if call.is_demo:
        return Phrase("brief.calls.no_contact_invented")
    if call.phone:
        return cell(phone_words(call.phone))
    return cell(call.email or call.website) if call.email or call.website else Phrase("brief.calls.no_contact")
