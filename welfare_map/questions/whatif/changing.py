"""
The snapshot on which a scenario holds.

It is the register's with some cells of some services changed, services that are only imagined beside them, and other
numbers of residents. It knows the register's snapshot (``base``): which lists there are, and how large a service that
does not say its places may be, are not for a scenario to change. The register is never written to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geodata.codes import KIND_FACTS, PositionQuality
from geodata.tables import SERVICES, conform
from welfare_map.model import (
    AddService,
    ChangeHours,
    ChangePopulation,
    CloseService,
    EnlargeService,
    MoveService,
    OpenToOthers,
    Phrase,
)
from welfare_map.questions.coverage.areas import IntpArray
from welfare_map.questions.whatif.peopling import peopled
from welfare_map.questions.whatif.reading import HYPOTHESIS, ReadChange, row_of_services
from welfare_map.snapshot import Snapshot, free_places, index_points, service_columns
from welfare_map.texts import DEFAULT_LANGUAGE


def changed_services(snapshot: Snapshot, changes: Iterable[ReadChange], as_of_on: date) -> Snapshot:
    """
    Return the snapshot on which changes hold with the services that they change or imagine, and no others.

    Parameters
    ----------
    snapshot
        The register's; never changed.
    as_of_on
        Day of the question: from it on a closed service is closed.
    """
    found = tuple(changes)
    services = snapshot.table("services").iloc[rows_changed(snapshot, found)].reset_index(drop=True)
    return _with_services(snapshot, found, _services(snapshot, services, found, as_of_on))


def rows_changed(snapshot: Snapshot, changes: Iterable[ReadChange]) -> IntpArray:
    """Return the rows of the register's services that changes name, each once, in order."""
    row_of = row_of_services(snapshot)
    named = {row_of[one.service_id] for one in changes if one.service_id is not None and one.cells}
    return np.array(sorted(named), np.intp)


def _with_services(snapshot: Snapshot, found: tuple[ReadChange, ...], services: pd.DataFrame) -> Snapshot:
    index = index_points(services)
    territory = peopled(snapshot.territory, [one for one in found if isinstance(one.change, ChangePopulation)])
    return replace(
        snapshot,
        version=f"{snapshot.version}?{';'.join(f'{one.change.verb}:{one.change.argument}' for one in found)}",
        tables={**snapshot.tables, "services": services},
        territory=territory,
        services_index=index,
        service_columns=service_columns(services, index, territory.municipalities),
        free_places=free_places(snapshot.tables["availability"], services),
        base=snapshot.registered,
    )


def _services(snapshot: Snapshot, held: pd.DataFrame, changes: tuple[ReadChange, ...], as_of_on: date) -> pd.DataFrame:
    services = held.copy()
    row_of = {str(name): row for row, name in enumerate(services["service_id"])}
    for one in changes:
        for column, value in _cells(snapshot, one, as_of_on).items():
            services.loc[row_of[str(one.service_id)], column] = value
    imagined = [_imagined(snapshot, one, one.change) for one in changes if isinstance(one.change, AddService)]
    if not imagined:
        return services
    rows = conform(pd.DataFrame(imagined), SERVICES)
    rows = rows.assign(group=[KIND_FACTS[row["kind"]].group.value for row in imagined])
    whole = pd.concat([services, rows[services.columns].astype(services.dtypes)])
    return whole.sort_values("service_id", kind="stable").reset_index(drop=True)


def _cells(snapshot: Snapshot, one: ReadChange, as_of_on: date) -> Mapping[str, Any]:
    """Return the cells that a change of an existing service sets."""
    match one.change:
        case CloseService():
            return {"no_longer_listed_on": as_of_on.isoformat()}
        case EnlargeService(places=places):
            return {"capacity_authorised": places, "capacity_accredited": places}
        case MoveService(lon=lon, lat=lat):
            return _position(snapshot, one, lon, lat)
        case ChangeHours(opening_hours=hours):
            return {"opening_hours": hours}
        case OpenToOthers():
            return {"is_open_to_others": True}
    return {}


def _position(snapshot: Snapshot, one: ReadChange, lon: float, lat: float) -> dict[str, Any]:
    code = snapshot.territory.municipalities["municipality_code"].to_numpy(object)[one.to_rows[0]]
    quality = PositionQuality.EXACT.value
    place = {"lon": lon, "lat": lat, "position_quality": quality, "municipality_code": code}
    return {**place, "address": None, "postcode": None}


def _imagined(snapshot: Snapshot, one: ReadChange, change: AddService) -> dict[str, Any]:
    """Return the record of a service that is only imagined; whoever meets it reads so in its name."""
    name = Phrase("whatif.hypothetical_name", {"kind": f"codes.kind.{change.kind}"}).words(DEFAULT_LANGUAGE)
    places = ("capacity_authorised", "capacity_accredited")
    return {
        "service_id": one.service_id,
        "name": name,
        "kind": change.kind.value,
        **_position(snapshot, one, change.lon, change.lat),
        **dict.fromkeys(places, change.places),
        "capacity_part_time": 0,
        "source_id": HYPOTHESIS,
        "source_key": str(one.service_id).removeprefix(f"{HYPOTHESIS}:"),
        "licence": "",
        "retrieved_on": "",
        "is_demo": False,
    }
