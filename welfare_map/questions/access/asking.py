"""The question itself: one row per area, and what makes it trustworthy."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from geodata.codes import Level
from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import BASIN, MAX_ACCESS_MIN, AccessAnswer, AccessQuery, Decay, SmallArea
from welfare_map.questions.access.deserts import threshold_of
from welfare_map.questions.access.disagreement import mean_of_lists
from welfare_map.questions.access.equity import equity
from welfare_map.questions.access.explaining import explanation, reached_services
from welfare_map.questions.access.reaching import Reached, reach, touch_demo
from welfare_map.questions.access.rows import Compared, access_rows
from welfare_map.questions.access.saying import caveat, disagreement_sentence, method, sentence
from welfare_map.questions.access.sensitivity import RADIUS_SHARES, Scenario, scenario_notes, sensitivity
from welfare_map.questions.access.shared import places_of, shared_by_area
from welfare_map.questions.access.supply import basis_of, residents_of
from welfare_map.questions.coverage.areas import NOWHERE, Areas, BoolArray, areas_asked, areas_of_level
from welfare_map.questions.coverage.asking import TERRITORY_SOURCES
from welfare_map.questions.coverage.figures import figure, plain
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def access(
    snapshot: Snapshot,
    query: AccessQuery,
    travel_times: TravelTimes,
    *,
    small_areas: Sequence[SmallArea] = (),
    classes: Mapping[str, str] | None = None,
) -> AccessAnswer:
    """
    Share the places of services among all who reach them, across borders, and compare with the plain ratio.

    Each municipality is one point of demand (its places weighted by population, else a point inside it) unless small
    areas are given for it; trips inside it are at least its internal distance. Services stand at their point, else at
    that of their municipality. Services known to take nobody from outside are left out. What records do not say becomes
    an interval, as in ``coverage``; where a list is missing within reach, or the edge of the map, there is no upper
    bound. Residents of the rest of Italy who reach a service are in the least, which they share; places there are in
    none of the figures.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    travel_times
        Engine that gives the minutes.
    small_areas
        Parts of municipalities with their residents of the ages, instead of one point for each municipality.
    classes
        Municipality code -> zone of altitude, degree of urbanisation or whatever class a table gives it.

    Returns
    -------
    answer
        Rows by code. ``without_position_count`` counts the services of which not even the municipality is known.

    Raises
    ------
    InputError
        The kinds, an area, the radius or the threshold cannot be read, a small area is not on the map, or a figure is
        to be opened for more than one area.
    """
    residents_name = residents_of(query)
    if not 0 < query.limit_min <= MAX_ACCESS_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_ACCESS_MIN)
    areas, threshold = areas_asked(snapshot, query), threshold_of(snapshot, query)
    if query.is_explained and len(areas.codes) != 1:
        raise InputError("error.explain_one_area", value=len(areas.codes))
    longest_share = max(RADIUS_SHARES)
    reached = reach(snapshot, query, travel_times, residents_name, small_areas, longest_share=longest_share)
    reach_m = travel_times.reach_m(query.limit_min * longest_share, query.mode)
    level_areas = areas if areas.level == BASIN else areas_of_level(snapshot, Level(areas.level))
    scenarios, own = _scenarios(reached, level_areas, touch_demo(snapshot, reached, reach_m))
    supply, demand, points, found = reached.supply, reached.demand, reached.points, reached.found
    reference, placed = (mean_of_lists(one, demand) for one in (supply, replace(supply, lost_high=0.0)))
    number_of = {} if areas.level == BASIN else {code: number for number, code in enumerate(level_areas.codes)}
    compared = Compared(threshold, reference, placed, sensitivity(scenarios, own), number_of)
    rows = access_rows(snapshot, reached, areas, compared)
    places_reached = float(supply.records.counted[found.is_reached].sum())
    is_asked = areas.area_of[demand.municipality] != NOWHERE
    table = snapshot.territory.municipalities
    whole = demand.municipality[demand.is_whole]
    interior_count = int(table["point_is_interior"].to_numpy(bool)[whole].sum())
    formula = method(query, reached.decay, residents_name, travel_times)
    return AccessAnswer(
        rows=rows,
        sentence=sentence(rows, areas.level, query, residents_name),
        method=formula,
        parameters={
            **asked(query, without=("as_of_on", "basin_name")),
            "level": areas.level,
            "decay": reached.decay.value,
        },
        without_position_count=supply.nowhere_count,
        sources=source_notes(snapshot, {*TERRITORY_SOURCES, *_source_ids(snapshot, reached, is_asked)}),
        has_demo=bool(points.has_demo[is_asked].any()),
        kinds=query.kinds,
        sharing=query.method,
        limit_min=query.limit_min,
        mode=query.mode,
        decay=reached.decay,
        level=areas.level,
        places=basis_of(query),
        residents_name=residents_name,
        municipality_codes=query.municipality_codes,
        engine=travel_times.name,
        conservation_residual=float(points.counted.sum() - places_reached),
        places_stated=plain(supply.records.counted.sum()),
        places_reached=plain(places_reached),
        unreached_count=int((~found.is_reached).sum()),
        unknown_count=int(supply.records.is_unknown.sum()),
        lost_places_high=figure(supply.lost_high),
        closed_count=supply.closed_count,
        reference=None if reference is None else figure(reference.value),
        reference_low=None if reference is None else figure(reference.low),
        reference_high=None if reference is None else figure(reference.high),
        open_unknown_count=supply.open_unknown_count,
        is_estimate=reached.is_estimate,
        small_area_count=int((~demand.is_whole).sum()),
        centre_count=len(whole) - interior_count,
        interior_count=interior_count,
        scenarios=scenario_notes(scenarios, own) if areas.level != BASIN else (),
        equity=equity(snapshot, points.with_lost(supply.lost_high), demand, is_asked, threshold, classes or {}),
        difference=disagreement_sentence(rows, areas.level, reference),
        caveat=caveat(residents_name),
        counts=_counted(row.status for row in rows),
        disagreement_counts=_counted(row.disagreement for row in rows),
        depends_on_counts=_counted(row.depends_on for row in rows if row.depends_on),
        services=reached_services(snapshot, reached, is_asked) if query.is_explained else (),
        explanation=explanation(rows[0], formula, threshold, residents_name) if query.is_explained else None,
    )


def _scenarios(reached: Reached, areas: Areas, touches_demo: BoolArray) -> tuple[list[Scenario], Scenario]:
    """
    Return every radius with every decay, and the one asked for among them.

    Parameters
    ----------
    touches_demo
        Of each point of demand, whether with the longest radius anything invented is within reach.
    """
    wanted = [(share * reached.query.limit_min, decay) for share in RADIUS_SHARES for decay in Decay]
    is_demo = np.zeros(len(areas.codes), bool)
    touched = areas.area_of[reached.demand.municipality[touches_demo]]
    is_demo[touched[touched != NOWHERE]] = True
    made = [_scenario(reached, areas, limit_min, decay, is_demo) for limit_min, decay in wanted]
    return made, made[wanted.index((reached.query.limit_min, reached.decay))]


def _scenario(reached: Reached, areas: Areas, limit_min: float, decay: Decay, is_demo: BoolArray) -> Scenario:
    is_asked = (limit_min, decay) == (reached.query.limit_min, reached.decay)
    found = reached.found if is_asked else reached.catchments_at(limit_min, decay)
    counted = places_of(reached.query.method, found, reached.supply.records.counted)
    shared = shared_by_area(replace(reached.points, counted=counted), reached.demand, areas)
    return Scenario(limit_min, decay, shared.value, shared.residents, is_demo)


def _source_ids(snapshot: Snapshot, reached: Reached, is_asked: BoolArray) -> set[str]:
    """Return the sources of the services that somebody of the areas asked about reaches."""
    wanted = np.asarray(reached.found.weights.T @ is_asked.astype(float) > 0)
    rows = reached.supply.records.row[wanted]
    return set(snapshot.service_columns.cells["source_id"][rows])


def _counted(codes: Iterable[str]) -> dict[str, int]:
    return {str(code): count for code, count in sorted(Counter(codes).items())}
