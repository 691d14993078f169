"""
Access query <-> parameters of an address, beside those of ``share`` and ``share_coverage``.

=============  =======================================================================================================
``services``   kinds of service, all for the same ages; without them all those up to three years
``method``     ``e2sfca``, where it is not spatial availability
``radius``     longest trip in minutes, where it is not 20
``travel``     ``walk`` or ``cycle``, where it is not by car
``decay``      ``step``, ``gaussian`` or ``uniform``, where it is not the method's own
``areas``      level of the areas, where it is not municipality
``within``     only areas inside this one: ISTAT code or ``district_id``
``threshold``  places per 100 below which an area is a "desert", where it is not the published one
``places``     ``accredited`` or ``authorised``, where it is not the services' own
``real``       ``true``: demonstration records take no part
``show``       what the map shows, one of ``SHOWN``, where it is not the places that are left
``unit``       code of the area whose figure is open
=============  =======================================================================================================

Nothing raises: junk counts as absent. The day of the question is never in an address.
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Final
from urllib.parse import urlencode

from geodata.codes import Level, ServiceKind, TravelMode
from welfare_map.model import (
    ACCESS_MINUTES,
    BASIN,
    MAX_ACCESS_MIN,
    RESIDENTS_OF,
    AccessAnswer,
    AccessMethod,
    AccessQuery,
    Decay,
    PlacesBasis,
)
from welfare_map.model.indicators import CHILD_KINDS
from welfare_map.parameters import Params, code, codes, is_true, join_list, leave_out, number, one, written
from welfare_map.share_coverage import PAGE, tab_params

MAX_THRESHOLD: Final = 1_000.0
FIRST_KINDS: Final = CHILD_KINDS
"""All services up to three years: the published threshold is for all of them together."""


class Shown(StrEnum):
    """What the map of access shows."""

    LEFT = "left"
    DISAGREEMENT = "disagreement"
    SENSITIVITY = "sensitivity"


def read_access(params: Params, as_of_on: date) -> AccessQuery:
    """Return the query of an address; what is not there is as the section begins."""
    return AccessQuery(
        as_of_on=as_of_on,
        kinds=_kinds(params),
        method=code(params, "method", AccessMethod) or AccessMethod.SPATIAL_AVAILABILITY,
        limit_min=number(params, "radius", 1, MAX_ACCESS_MIN) or ACCESS_MINUTES,
        mode=code(params, "travel", TravelMode) or TravelMode.CAR,
        decay=code(params, "decay", Decay),
        level=code(params, "areas", Level) or Level.MUNICIPALITY,
        within=one(params, "within") or None,
        places=code(params, "places", PlacesBasis),
        threshold=number(params, "threshold", 0, MAX_THRESHOLD),
        with_demo=not is_true(params, "real"),
    )


def read_shown(params: Params) -> Shown:
    """Return what the map shows."""
    return code(params, "show", Shown) or Shown.LEFT


def access_params(query: AccessQuery, *, shown: Shown = Shown.LEFT, unit: str = "") -> dict[str, str]:
    """Return the parameters of a query; what is as the section begins is left out."""
    params = {
        "services": "" if query.kinds == FIRST_KINDS else join_list(query.kinds),
        "method": "" if query.method is AccessMethod.SPATIAL_AVAILABILITY else query.method.value,
        "radius": "" if query.limit_min == ACCESS_MINUTES else written(query.limit_min),
        "travel": "" if query.mode is TravelMode.CAR else query.mode.value,
        "decay": query.decay.value if query.decay else "",
        "areas": "" if query.level in {None, Level.MUNICIPALITY} else query.level.value,
        "within": join_list([query.within or ""]),
        "places": query.places.value if query.places else "",
        "threshold": "" if query.threshold is None else written(query.threshold) or "0",
        "real": "" if query.with_demo else "true",
        "show": "" if shown is Shown.LEFT else shown.value,
        "unit": join_list([unit]),
    }
    return {name: value for name, value in params.items() if value}


def carried_basin(codes: tuple[str, ...]) -> dict[str, str]:
    """Return the parameter of a group: other sections ask about it, this one keeps it in the address."""
    return {"basin": join_list(codes)} if codes else {}


def linked(answer: AccessAnswer, query: AccessQuery) -> AccessAnswer:
    """
    Return an answer with the address that restores its view; of one area alone, with its figure open.

    A group of municipalities has none: the section does not ask about groups. A municipality alone is open in its own.
    """
    if answer.level == BASIN:
        return answer
    is_one = query.code is not None or bool(query.municipality_codes)
    unit = answer.rows[0].unit_code if is_one and answer.rows else ""
    within = unit if query.municipality_codes else query.within
    params = access_params(replace(query, level=Level(answer.level), within=within), unit=unit)
    return replace(answer, link=f"{PAGE}?{urlencode({**tab_params('access'), **params})}")


def _kinds(params: Params) -> tuple[ServiceKind, ...]:
    """Return the kinds of an address where they are for the same ages."""
    asked = codes(params, "services", ServiceKind)
    found = tuple(kind for kind in asked if kind in RESIDENTS_OF)
    is_one_age = len({RESIDENTS_OF[kind] for kind in found}) == 1
    left_out = [kind for kind in asked if kind not in found or not is_one_age]
    if left_out:
        leave_out(params, "services", ", ".join(left_out))
    return found if is_one_age else FIRST_KINDS
