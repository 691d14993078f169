"""What a brief remembers of itself: its own JSON, read back for the comparison with the next one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from geodata.errors import InputError
from welfare_map.model import (
    BriefAnswer,
    BriefFigure,
    BriefMemory,
    BriefMunicipality,
    BriefNamed,
    BriefRecord,
    FigureMemory,
    Missing,
)

BROKEN = (KeyError, TypeError, ValueError, AttributeError)
"""What a file that is no brief of ours does when it is read as one."""


def memory_of(answer: BriefAnswer) -> BriefMemory:
    """Return what a brief remembers."""
    return BriefMemory(
        version=answer.version,
        made_on=answer.made_on,
        district_id=answer.district_id,
        has_demo=answer.has_demo,
        figures={figure.indicator: _figure(figure) for figure in answer.rows},
        municipalities={town.municipality_code: _between(town) for town in answer.municipalities},
        firms=_named(answer.firms),
        practices=_named(answer.practices),
    )


def _figure(figure: BriefFigure) -> FigureMemory:
    return FigureMemory(
        definition=figure.definition,
        numerator=figure.numerator,
        numerator_low=figure.numerator_low,
        numerator_high=figure.numerator_high,
        is_demo=figure.is_demo,
        records={record.record_id: record for record in figure.records},
    )


def _between(town: BriefMunicipality) -> tuple[float, float | None]:
    return town.numerator_low, town.numerator_high


def _named(items: Sequence[BriefNamed]) -> dict[str, Mapping[str, str]]:
    return {item.record_id: item.name for item in items}


def read_memory(content: object) -> BriefMemory:
    """
    Read the memory of an earlier brief out of its JSON (``exports.envelope``), in whatever language it was written.

    Raises
    ------
    InputError
        ``error.no_brief``: it is not the JSON of a brief.
    """
    try:
        return _read(content)
    except BROKEN as error:
        raise InputError("error.no_brief") from error


def _read(content: Any) -> BriefMemory:
    return BriefMemory(
        version=int(content["version"]),
        made_on=date.fromisoformat(content["made_on"]),
        district_id=str(content["district_id"]),
        has_demo=bool(content["has_demo"]),
        figures={str(row["indicator"]): _read_figure(row) for row in content["rows"]},
        municipalities={
            str(town["municipality_code"]): (_number(town["numerator_low"]), _bound(town["numerator_high"]))
            for town in content["municipalities"]
        },
        firms=_read_named(content["firms"]),
        practices=_read_named(content["practices"]),
    )


def _read_figure(row: Any) -> FigureMemory:
    return FigureMemory(
        definition=str(row["definition"]),
        numerator=_bound(row["numerator"]),
        numerator_low=_number(row["numerator_low"]),
        numerator_high=_bound(row["numerator_high"]),
        is_demo=bool(row["is_demo"]),
        records={str(record["record_id"]): _read_record(record) for record in row["records"]},
    )


def _read_record(record: Any) -> BriefRecord:
    return BriefRecord(
        record_id=str(record["record_id"]),
        name=str(record["name"]),
        municipality_name=None if record["municipality_name"] is None else str(record["municipality_name"]),
        counted=_number(record["counted"]),
        missing=tuple(map(Missing, record["missing"])),
        source_id=str(record["source_id"]),
        source_name=str(record["source_name"]),
    )


def _read_named(items: Any) -> dict[str, Mapping[str, str]]:
    return {str(item["record_id"]): {str(lang): str(words) for lang, words in item["name"].items()} for item in items}


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return value


def _bound(value: Any) -> float | None:
    return None if value is None else _number(value)
