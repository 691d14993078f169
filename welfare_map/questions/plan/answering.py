"""From the firms and the frame of a plan to everything that stands in it."""

from collections.abc import Iterator

from geodata.errors import InputError
from geodata.routing import TravelTimes
from welfare_map.model import MAX_LIMIT_MIN, Phrase, PlanAnswer, PlanQuery, SourceNote
from welfare_map.questions.plan.following import indicators_of, signatures_of
from welfare_map.questions.plan.gathering import Gathered, gather
from welfare_map.questions.plan.remarks import remarks_on
from welfare_map.questions.territory import TERRITORY_SOURCES
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def plan(snapshot: Snapshot, query: PlanQuery, travel_times: TravelTimes) -> PlanAnswer:
    """
    Gather what stands in the draft plan of some firms, or of one alone; what is not known is None.

    Needs and counts of workers are those that the viewer sees, added up. An adhesion, a member of the initiative and
    with it a signature are told only where a document tells them. Services that take nobody from outside are left out.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    travel_times
        Engine that gives the minutes.

    Returns
    -------
    answer
        Measures in the order asked, else of the vocabulary; ``without_position_count`` counts services of their kinds.

    Raises
    ------
    InputError
        No firm or too many, an organisation, an initiative or a measure that is not known, a limit, a cost or a place
        out of bounds.
    """
    if not 0 < query.limit_min <= MAX_LIMIT_MIN:
        raise InputError("error.bad_minutes", value=query.limit_min, maximum=MAX_LIMIT_MIN)
    parts = gather(snapshot, query, travel_times)
    return PlanAnswer(
        rows=parts.measures,
        sentence=_sentence(parts),
        method=_method(query, travel_times),
        parameters=_parameters(query, parts, travel_times),
        without_position_count=parts.existing.without_position_count if parts.existing else 0,
        sources=_sources(snapshot, parts),
        has_demo=parts.has_demo,
        firms=parts.firms,
        point=parts.point,
        places=parts.places,
        initiative=parts.frame,
        needs=parts.declared.needs,
        offers=parts.declared.offers,
        workers=parts.workers,
        fees=parts.fees,
        practices=parts.practices,
        indicators=indicators_of(parts.firms, parts.measures, {phase for phase, _ in query.reached_on}),
        signatures=signatures_of(parts.firms, parts.frame),
        reached_on={phase.value: day for phase, day in query.reached_on},
        remarks=tuple(remarks_on(query, parts)),
        is_estimate=bool(parts.existing and parts.existing.is_estimate),
    )


def _sentence(parts: Gathered) -> Phrase:
    firms = Phrase(
        "plan.sentence_firm" if len(parts.firms) == 1 else "plan.sentence_firms",
        {"count": len(parts.firms), "name": parts.firms[0].organisation_name},
    )
    measures = Phrase(
        f"plan.sentence_{('none', 'one', 'many')[min(len(parts.measures), 2)]}", {"count": len(parts.measures)}
    )
    return Phrase("plan.sentence", {"firms": firms, "measures": measures})


def _method(query: PlanQuery, travel_times: TravelTimes) -> Phrase:
    travel = Phrase(f"nearby.method.{travel_times.name}.{query.mode}", dict(travel_times.facts(query.mode)))
    return Phrase("plan.method", {"travel": travel})


def _parameters(query: PlanQuery, parts: Gathered, travel_times: TravelTimes) -> dict[str, object]:
    """Return what was asked and what was made of it; a firm in no register is not repeated."""
    return {
        **asked(query, without=("me", "viewer", "reached_on", "assumptions")),
        "measures": [measure.exchange_kind for measure in parts.measures],
        "assumptions": _written(query),
        "lon": parts.point.lon if parts.point else None,
        "lat": parts.point.lat if parts.point else None,
        "has_own_firm": any(firm.is_own for firm in parts.firms),
        "engine": travel_times.name,
    }


def _written(query: PlanQuery) -> dict[str, dict[str, float]]:
    said: dict[str, dict[str, float]] = {}
    for kind, parameter, value in query.assumptions:
        said.setdefault(kind, {})[parameter.value] = value
    return said


def _sources(snapshot: Snapshot, parts: Gathered) -> tuple[SourceNote, ...]:
    used = {*TERRITORY_SOURCES, *_source_ids(snapshot, parts)}
    used |= {row.source_id for measure in parts.measures for row in measure.services}
    return source_notes(snapshot, used)


def _source_ids(snapshot: Snapshot, parts: Gathered) -> Iterator[str]:
    """Yield the sources of firms, adhesions, initiative and practices: those of what not everybody sees stay unsaid."""
    organisation_ids = {firm.organisation_id for firm in parts.firms}
    named = (
        *((name, "organisation_id", organisation_ids) for name in ("organisations", "adhesions")),
        ("initiatives", "initiative_id", {parts.frame.initiative_id} if parts.frame else set()),
        ("practices", "practice_id", {row.practice_id for row in parts.practices}),
    )
    for name, key, ids in named:
        table = snapshot.table(name)
        yield from table.loc[table[key].isin(ids), "source_id"]
