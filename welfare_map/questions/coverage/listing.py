"""Which indicators there are, and with which to begin."""

from datetime import date

from welfare_map.model import CoverageQuery, IndicatorRow, IndicatorsAnswer, IndicatorsQuery, Phrase
from welfare_map.model.indicators import INDICATORS, Indicator
from welfare_map.questions.coverage.listed import listed
from welfare_map.questions.coverage.saying import caveat, formula
from welfare_map.questions.coverage.sums import MEASURES_OF_LISTS
from welfare_map.questions.coverage.targets import target_notes
from welfare_map.questions.trust import source_notes
from welfare_map.snapshot import Snapshot


def indicators(snapshot: Snapshot, query: IndicatorsQuery) -> IndicatorsAnswer:
    """List the indicators of coverage with their formulas, targets and caveats, in the order of the registry."""
    return IndicatorsAnswer(
        rows=tuple(_row(snapshot, indicator, query) for indicator in INDICATORS.values()),
        sentence=Phrase("coverage.sentence.indicators", {"count": len(INDICATORS)}),
        method=Phrase("coverage.method_indicators"),
        parameters={},
        sources=source_notes(snapshot, ("manual",)),
    )


def first_indicator(snapshot: Snapshot, as_of_on: date) -> str:
    """
    Return the code of the indicator with which to begin where none is asked for.

    It is the one whose lists have every service in the most municipalities, invented records aside; of several the
    first of the registry, as where no list is in the register.
    """
    counting = [one for one in INDICATORS.values() if one.kinds and one.measure in MEASURES_OF_LISTS]
    covered = {
        kinds: int(listed(snapshot.registered, kinds, as_of_on, with_demo=False).is_listed.sum())
        for kinds in dict.fromkeys(one.kinds for one in counting)
    }
    return max(counting, key=lambda one: covered[one.kinds]).code


def _row(snapshot: Snapshot, indicator: Indicator, query: IndicatorsQuery) -> IndicatorRow:
    as_by_default = CoverageQuery(as_of_on=query.as_of_on, indicator=indicator.code)
    return IndicatorRow(
        code=indicator.code,
        name=Phrase(f"coverage.name.{indicator.code}"),
        formula=formula(indicator, as_by_default),
        unit=indicator.unit,
        numerator=indicator.measure.value,
        denominator=indicator.denominator,
        kinds=tuple(kind.value for kind in indicator.kinds),
        legal_target_id=indicator.legal_target_id,
        target_ids=tuple(note.target_id for note in target_notes(snapshot, indicator)),
        caveat=caveat(indicator),
    )
