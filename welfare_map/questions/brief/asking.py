"""The question itself: what is gathered, told part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from welfare_map.model import (
    BRIEF_VERSION,
    BriefAnswer,
    BriefFigure,
    BriefLine,
    BriefMunicipality,
    BriefPart,
    BriefPartKind,
    BriefQuery,
    BriefRecord,
    CoverageRow,
    Phrase,
    UsedRecord,
)
from welfare_map.model.indicators import INDICATORS
from welfare_map.questions.brief.around import firm_lines, note_lines, office_lines
from welfare_map.questions.brief.beyond import Beyond, beyond_lines, first_step_lines
from welfare_map.questions.brief.calling import call_lines, call_table, calls_of
from welfare_map.questions.brief.changes import change_lines
from welfare_map.questions.brief.gathering import FIGURES, LEP, Gathered, gather
from welfare_map.questions.brief.memory import memory_of
from welfare_map.questions.brief.own import own_lines, placed, sentence_for, title_of, town_name
from welfare_map.questions.brief.towns import (
    met_line,
    missing_line,
    municipalities_of,
    open_line,
    target_of,
    together_line,
    town_table,
)
from welfare_map.questions.brief.verdicts import (
    Verdict,
    about,
    figure_lines,
    homeless_line,
    is_told,
    label,
    unlisted_lines,
    verdicts,
)
from welfare_map.questions.brief.words import count_of, line
from welfare_map.questions.trust import asked
from welfare_map.snapshot import Snapshot


def brief(snapshot: Snapshot, query: BriefQuery, asked_beyond: Beyond | None = None) -> BriefAnswer:
    """
    Tell what a planning district needs to know.

    Every figure is that of ``questions.coverage``. One that an invented record takes part in is told apart from the
    others, as a demonstration, and nothing says of it that a target is met or not; ``label`` says which these are.

    Parameters
    ----------
    snapshot
        Tables and indexes; never changed.
    query
        The question.
    asked_beyond
        The questions of access and siting; with them the brief tells what is within reach and where to begin.

    Returns
    -------
    answer
        Rows in the order of ``FIGURES``; ``parts`` in the order in which they are read.

    Raises
    ------
    InputError
        There is no such district or municipality, or the previous brief is of another one or of a later day.
    """
    query = placed(snapshot, query)
    town = town_name(snapshot, query)
    gathered = gather(snapshot, query)
    towns = municipalities_of(snapshot, gathered)
    calls, calls_count = calls_of(snapshot, gathered)
    place = gathered.place
    told = BriefAnswer(
        rows=tuple(_figure(gathered, indicator) for indicator in FIGURES),
        sentence=sentence_for(town, _sentence(gathered)),
        method=Phrase("brief.method"),
        parameters=asked(query, without=("as_of_on", "previous")),
        without_position_count=gathered.figures[LEP].without_position_count,
        sources=gathered.sources,
        has_demo=gathered.has_demo,
        label=label(gathered),
        version=BRIEF_VERSION,
        made_on=query.as_of_on,
        district_id=place.code,
        district_name=place.name,
        municipality_count=place.municipality_count,
        title=title_of(town, place),
        municipality_code=query.municipality,
        municipality_name=town,
        municipalities=towns,
        calls=calls,
        calls_count=calls_count,
        firms=gathered.firms,
        practices=gathered.practices,
        initiatives=gathered.initiatives,
        offices=place.district_offices,
        parts=(),
    )
    return replace(
        told, parts=tuple(part for part in _parts(gathered, told, query, asked_beyond) if part.lines or part.table)
    )


def _figure(gathered: Gathered, indicator: str) -> BriefFigure:
    answer, row = gathered.figures[indicator], gathered.row(indicator)
    used = answer.explanation.records if answer.explanation else ()
    return BriefFigure(
        indicator=indicator,
        unit=answer.unit,
        value=row.value,
        value_low=row.value_low,
        value_high=row.value_high,
        numerator=row.numerator,
        numerator_low=row.numerator_low,
        numerator_high=row.numerator_high,
        denominator=row.denominator,
        target=row.target,
        status=row.status,
        record_count=row.record_count,
        unknown_count=row.unknown_count,
        is_listed=row.is_listed,
        definition=_definition(indicator, answer.parameters["part_time_share"], row),
        records=tuple(_record(one) for one in used),
        is_demo=row.is_demo,
    )


def _definition(indicator: str, part_time_share: object, row: CoverageRow) -> str:
    """Write what an indicator counts, divides and compares, so that another definition reads differently."""
    one = INDICATORS[indicator]
    kinds = "+".join(kind.value for kind in one.kinds)
    ages = "-".join(map(str, one.ages_months)) if one.ages_months else ""
    counted = (one.measure.value, one.basis and one.basis.value, kinds, ages, part_time_share)
    return "|".join(
        "" if part is None else str(part) for part in (*counted, one.denominator, one.per_count, row.target)
    )


def _record(one: UsedRecord) -> BriefRecord:
    return BriefRecord(
        record_id=one.record_id,
        name=one.name,
        municipality_name=one.municipality_name,
        counted=one.counted,
        missing=one.missing,
        source_id=one.source_id,
        source_name=one.source_name,
    )


def _sentence(gathered: Gathered) -> Phrase:
    """Say the brief in one sentence."""
    if gathered.has_demo:
        said = label(gathered)
        if said is not None:
            return Phrase("brief.sentence.mixed", {"name": gathered.place.name, "label": said})
        return Phrase("brief.sentence.demonstration", {"name": gathered.place.name})
    found = [
        one
        for indicator, one in verdicts(gathered).items()
        if gathered.row(indicator).target is not None and is_told(gathered, indicator)
    ]
    counts = {
        "reached": found.count(Verdict.MET),
        "unreached": found.count(Verdict.NOT_MET),
        "unclear": found.count(Verdict.UNDECIDABLE) + found.count(Verdict.UNLISTED),
    }
    counted = tuple(count_of(what, count) for what, count in counts.items() if count)
    if not counted:
        return Phrase("brief.sentence.no_target", {"name": gathered.place.name})
    return Phrase("brief.sentence.real", {"name": gathered.place.name, "counts": counted})


# --- the parts ------------------------------------------------------------------------------------------------------


def _parts(
    gathered: Gathered, told: BriefAnswer, query: BriefQuery, asked_beyond: Beyond | None
) -> Iterator[BriefPart]:
    """Yield the parts; beside a municipality's own steps those of its district are left to the district's brief."""
    own = list(own_lines(gathered, told.municipalities, query, asked_beyond))
    own_title = Phrase("brief.part.own", {"name": told.municipality_name or ""})
    yield replace(_part(BriefPartKind.OWN, own), title=own_title)
    yield _part(BriefPartKind.ABOUT, [about(gathered)])
    if asked_beyond is not None and not own:
        yield _part(BriefPartKind.FIRST_STEP, list(first_step_lines(gathered, query, asked_beyond)))
    yield from _verdict_parts(gathered, told.municipalities)
    others = [*figure_lines(gathered, Verdict.NO_TARGET), *([] if own else homeless_line(gathered))]
    yield _part(BriefPartKind.OTHERS, others)
    yield _part(BriefPartKind.DEMONSTRATION, [*figure_lines(gathered, Verdict.DEMONSTRATION)])
    if asked_beyond is not None and not own:
        yield _part(BriefPartKind.BEYOND, list(beyond_lines(gathered, query, asked_beyond)))
    yield _town_part(gathered, told.municipalities)
    yield BriefPart(
        part=BriefPartKind.CALLS,
        title=Phrase("brief.part.calls"),
        lines=tuple(call_lines(gathered, told.calls, told.calls_count)),
        table=call_table(told.calls),
    )
    yield _part(BriefPartKind.FIRMS, [*firm_lines(gathered), *office_lines(gathered)])
    if query.previous is not None:
        lines = change_lines(query.previous, memory_of(told), told.rows, gathered)
        title = Phrase("brief.part.changes", {"day": query.previous.made_on})
        yield BriefPart(part=BriefPartKind.CHANGES, title=title, lines=lines)
    yield _part(BriefPartKind.NOTES, list(note_lines(gathered)))


def _part(kind: BriefPartKind, lines: Sequence[BriefLine]) -> BriefPart:
    return BriefPart(part=kind, title=Phrase(f"brief.part.{kind}"), lines=tuple(lines))


def _verdict_parts(gathered: Gathered, towns: Sequence[BriefMunicipality]) -> Iterator[BriefPart]:
    unknown = [
        *figure_lines(gathered, Verdict.UNDECIDABLE),
        *open_line(towns, is_listed=gathered.row(LEP).is_listed),
        *unlisted_lines(gathered),
    ]
    met = [*figure_lines(gathered, Verdict.MET), *met_line(towns, target_of(gathered))]
    missing = [*figure_lines(gathered, Verdict.NOT_MET), *missing_line(towns)]
    if gathered.has_demo:  # what is not told is told below, with invented data
        yield _part(BriefPartKind.MET, met)
        yield _part(BriefPartKind.NOT_MET, missing)
        yield _part(BriefPartKind.UNKNOWN, unknown)
        return
    yield _part(BriefPartKind.MET, met or [line(Phrase("brief.none.met"))])
    yield _part(BriefPartKind.NOT_MET, missing or [line(Phrase("brief.none.not_met"))])
    yield _part(BriefPartKind.UNKNOWN, unknown or [line(Phrase("brief.none.unknown"))])


def _town_part(gathered: Gathered, towns: Sequence[BriefMunicipality]) -> BriefPart:
    target = target_of(gathered)
    key = "brief.part.municipalities_invented" if gathered.row(LEP).is_demo else "brief.part.municipalities"
    table = town_table(towns, target) if target is not None else None
    return BriefPart(
        part=BriefPartKind.MUNICIPALITIES,
        title=Phrase(key, {"target": target}),
        lines=(line(Phrase("brief.towns.how_to_read")),) if table else (),
        table=table,
        below=tuple(together_line(towns)) if table else (),
    )
