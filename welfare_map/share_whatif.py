"""
Scenarios <-> parameters of an address, beside those of ``share`` and ``share_coverage``.

====================================  ================================================================================
``scenario``                          changes that are imagined, as ``model.scenario`` writes them
``scenario_2``, ``scenario_3``        others that are compared with it
``within, basin``                     place of the other sections, carried along: it changes nothing here
``places, part_time, hours, real``    as for coverage
====================================  ================================================================================

Nothing raises: a change that cannot be read counts as absent, and an ``Address`` remembers it. The day of the
question is never in an address.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from geodata.errors import InputError
from welfare_map.model import MAX_SCENARIO_COUNT, CoverageQuery, Scenario, WhatifAnswer, WhatifQuery, read_scenario
from welfare_map.parameters import Params, leave_out, words
from welfare_map.share_coverage import FIRST_INDICATOR, PAGE, coverage_params, read_coverage

SCENARIOS: Final = ("scenario", *(f"scenario_{number}" for number in range(2, MAX_SCENARIO_COUNT + 1)))
VIEW: Final = "whatif"
"""Section of the page of coverage."""
SHARED: Final = ("within", "basin", "places", "part_time", "hours", "real")
"""Parameters of coverage that a scenario has too."""


def read_scenarios(params: Params) -> tuple[Scenario, ...]:
    """Return the scenarios of an address, in order; empty ones and what cannot be read are left out."""
    found = (_scenario(params, name) for name in SCENARIOS)
    return tuple(scenario for scenario in found if scenario.changes)


def read_whatif(params: Params, as_of_on: date) -> WhatifQuery:
    """Return the query of an address; without a scenario there is no question yet."""
    beside = read_coverage(params, as_of_on)
    return WhatifQuery(
        as_of_on=as_of_on,
        scenarios=read_scenarios(params),
        places=beside.places,
        part_time_share=beside.part_time_share,
        shift=beside.shift,
        with_demo=beside.with_demo,
    )


def scenario_params(scenarios: Iterable[Scenario]) -> dict[str, str]:
    """Return the parameters of scenarios; empty ones are left out."""
    texts = (scenario.text for scenario in scenarios if scenario.changes)
    return dict(zip(SCENARIOS, texts, strict=False))


def whatif_params(
    query: WhatifQuery, *, within: str | None = None, municipality_codes: tuple[str, ...] = ()
) -> dict[str, str]:
    """
    Return the parameters of a query; what is as the page begins is left out.

    Parameters
    ----------
    within, municipality_codes
        Place that the other sections are about, as in ``CoverageQuery``.
    """
    beside = CoverageQuery(
        as_of_on=query.as_of_on,
        indicator=FIRST_INDICATOR,
        within=within,
        municipality_codes=municipality_codes,
        places=query.places,
        part_time_share=query.part_time_share,
        shift=query.shift,
        with_demo=query.with_demo,
    )
    shared = {name: value for name, value in coverage_params(beside).items() if name in SHARED}
    return {**scenario_params(query.scenarios), **shared}


def linked(
    answer: WhatifAnswer, query: WhatifQuery, *, within: str | None = None, municipality_codes: tuple[str, ...] = ()
) -> WhatifAnswer:
    """Return an answer with the address, on this site, that restores its view; see ``whatif_params``."""
    params = whatif_params(query, within=within, municipality_codes=municipality_codes)
    return replace(answer, link=f"{PAGE}?{urlencode({'view': VIEW, **params})}")


def _scenario(params: Params, name: str) -> Scenario:
    """Return the changes of a scenario that can be read; together they may be none, as where two contradict."""
    written = words(params, name)
    whole = _read(written)
    if whole is not None:
        return whole
    parts = [part.strip() for part in written.split(";") if part.strip()]
    unread = [part for part in parts if _read(part) is None]
    leave_out(params, name, "; ".join(unread or parts))
    found = _read(";".join(part for part in parts if part not in unread)) if unread else None
    return found or Scenario()


def _read(written: str) -> Scenario | None:
    try:
        return read_scenario(written)
    except InputError:
        return None
