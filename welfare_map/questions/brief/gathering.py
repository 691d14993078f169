"""What a brief is made of, as the questions answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from geodata.codes import Level
from welfare_map.model import (
    BriefNamed,
    BriefQuery,
    CoverageAnswer,
    CoverageQuery,
    CoverageRow,
    SourceNote,
    TerritoryQuery,
    TerritoryRow,
)
from welfare_map.questions.cells import both_languages, records
from welfare_map.questions.coverage import coverage
from welfare_map.questions.territory import level_and_code, territory
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES

LEP: Final = "lep_nursery"
SHARE: Final = "municipalities_with_nursery_pct"
PRESCHOOLS: Final = "preschool_places_per_100_aged_3_5"
CARE_HOMES: Final = "care_home_places_per_100_aged_75"
DAY_CENTRES: Final = "day_centre_places_per_100_aged_75"
FIGURES: Final = (LEP, SHARE, PRESCHOOLS, CARE_HOMES, DAY_CENTRES)
"""Indicators of a brief, in order."""
EVERYBODY: Final = 100_000
"""Calls are counted over all figures, each service once."""
FIRMS, PRACTICES = "adherent_firms_per_1000_residents", "practices_count"


@dataclass(frozen=True)
class Gathered:
    """
    The answers of other questions about one district.

    Parameters
    ----------
    figures
        Indicator -> its answer for the district, opened.
    towns, homes
        ``lep_nursery`` and care homes by municipality.
    firms, practices
        Documented ones.
    initiatives, past_initiatives
        Names of documented ones that are not known to have ended, and of those that have.
    """

    place: TerritoryRow
    figures: Mapping[str, CoverageAnswer]
    towns: CoverageAnswer
    homes: CoverageAnswer
    firms: tuple[BriefNamed, ...]
    practices: tuple[BriefNamed, ...]
    initiatives: tuple[str, ...]
    past_initiatives: tuple[str, ...]
    sources: tuple[SourceNote, ...]

    @property
    def has_demo(self) -> bool:
        """An invented record took part in something."""
        return any(answer.has_demo for answer in self.figures.values())

    def row(self, indicator: str) -> CoverageRow:
        """Return the district's row of an indicator."""
        return self.figures[indicator].rows[0]


def gather(snapshot: Snapshot, query: BriefQuery) -> Gathered:
    """
    Ask what a brief needs to know.

    Raises
    ------
    InputError
        There is no such district.
    """
    _, district = level_and_code(snapshot, query.district, Level.DISTRICT)
    place = territory(snapshot, TerritoryQuery(as_of_on=query.as_of_on, code=district)).rows[0]

    def opened(indicator: str, *, with_demo: bool = query.with_demo) -> CoverageAnswer:
        return coverage(
            snapshot,
            _asked(
                query,
                indicator,
                code=district,
                with_demo=with_demo,
                is_explained=True,
                max_call_count=EVERYBODY,
            ),
        )

    def by_town(indicator: str) -> CoverageAnswer:
        return coverage(snapshot, _asked(query, indicator, within=district, with_demo=query.with_demo))

    figures = {indicator: opened(indicator) for indicator in FIGURES}
    firms, practices = opened(FIRMS, with_demo=False), opened(PRACTICES, with_demo=False)
    answers = (*figures.values(), firms, practices)
    return Gathered(
        place=place,
        figures=figures,
        towns=by_town(LEP),
        homes=by_town(CARE_HOMES),
        firms=_firms(firms),
        practices=_practices(snapshot, practices),
        initiatives=_names(snapshot, place.initiative_ids),
        past_initiatives=_names(snapshot, place.past_initiative_ids),
        sources=source_notes(snapshot, {note.source_id for answer in answers for note in answer.sources}),
    )


def _asked(query: BriefQuery, indicator: str, **asked: object) -> CoverageQuery:
    return CoverageQuery(as_of_on=query.as_of_on, indicator=indicator, **asked)  # type: ignore[arg-type]


def _firms(answer: CoverageAnswer) -> tuple[BriefNamed, ...]:
    used = answer.explanation.records if answer.explanation else ()
    return tuple(BriefNamed(record_id=one.record_id, name=dict.fromkeys(LANGUAGES, one.name)) for one in used)


def _practices(snapshot: Snapshot, answer: CoverageAnswer) -> tuple[BriefNamed, ...]:
    used = answer.explanation.records if answer.explanation else ()
    titles = {
        str(record["practice_id"]): both_languages(record, "title") for record in records(snapshot.table("practices"))
    }
    return tuple(BriefNamed(record_id=one.record_id, name=titles[one.record_id]) for one in used)


def _names(snapshot: Snapshot, initiative_ids: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of documented initiatives."""
    documented = {
        str(record["initiative_id"]): str(record["short_name"] or record["name"])
        for record in records(snapshot.table("initiatives"))
        if not record["is_demo"]
    }
    return tuple(documented[one] for one in initiative_ids if one in documented)
