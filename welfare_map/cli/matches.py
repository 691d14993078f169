"""The command that matches needs and offers, and says how often that is right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geodata.codes import TravelMode
from welfare_map.cli import options
from welfare_map.cli.answering import answer, travel_times
from welfare_map.cli.arguments import choice, count, given, number, today
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, MatchesQuery, Phrase
from welfare_map.texts import formats, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from welfare_map.register.matches.evaluation import MatchFigures
    from welfare_map.snapshot import Snapshot

DEFAULT_MAX_COUNT = 200
DEFAULT_MINUTES = 20.0
"""Minutes by car that the labelled set takes for near enough to be used every day."""
Evaluate = Annotated[bool, typer.Option("--evaluate", help=options.words("evaluate_matches"))]


@dataclass(frozen=True, kw_only=True)
class MatchEvaluationAnswer(Answer[Any]):
    """Figures of the score on the whole labelled set and on the part that is held out; the rows tell the rest."""

    precision_at_5: float | None
    recall: float | None
    pairs: int
    held_out_precision_at_5: float | None
    held_out_recall: float | None
    held_out_pairs: int
    training_precision_at_5: float | None
    training_recall: float | None
    training_pairs: int


def matches(
    organisation: options.Organisation = None,
    mode: options.Mode = "car",
    minutes: options.MatchMinutes = None,
    evaluate: Evaluate = False,
    max_count: options.MaxCount = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print who offers what a firm looks for, and who looks for what it offers."""
    if evaluate:
        _print_evaluation(output, lang)
        return
    organisation_id = given("--organisation", organisation)
    travel_mode = given("--mode", choice("--mode", mode, TravelMode))
    limit_min = number("--minutes", minutes)
    most = count("--max-count", max_count, DEFAULT_MAX_COUNT)

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.firms_seen import firm_seen, viewer_of
        from welfare_map.questions.matches import matches as question

        viewer = viewer_of(snapshot, [organisation_id])
        query = MatchesQuery(
            as_of_on=today(),
            me=firm_seen(snapshot, organisation_id, viewer),
            viewer=viewer,
            mode=travel_mode,
            limit_min=DEFAULT_MINUTES if limit_min is None else limit_min,
            max_count=most,
        )
        return question(snapshot, query, travel_times())

    answer(ask, output, lang)


def _print_evaluation(output: str, lang: str) -> None:
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register.matches.evaluation import evaluated
    from welfare_map.register.matches.labelled_pairs import labelled_pairs

    figures = evaluation_answer(evaluated(labelled_pairs()))
    print_report(figures, form, language, details=_lines(figures, language))


def evaluation_answer(rows: "Sequence[MatchFigures]") -> MatchEvaluationAnswer:
    """Return the figures as an answer."""
    scores = {row.part: row for row in rows if row.method == "score"}
    whole, training, held_out = (scores[part] for part in ("all", "training", "held_out"))
    return MatchEvaluationAnswer(
        rows=tuple(rows),
        sentence=Phrase(
            "matches.evaluation.sentence",
            {
                "pairs": whole.pair_count,
                "precision": _percent(whole.precision_at_5),
                "recall": _percent(whole.recall),
                "held_out_pairs": held_out.pair_count,
                "held_out_precision": _percent(held_out.precision_at_5),
                "held_out_recall": _percent(held_out.recall),
            },
        ),
        method=Phrase("matches.evaluation.method"),
        parameters={},
        precision_at_5=whole.precision_at_5,
        recall=whole.recall,
        pairs=whole.pair_count,
        held_out_precision_at_5=held_out.precision_at_5,
        held_out_recall=held_out.recall,
        held_out_pairs=held_out.pair_count,
        training_precision_at_5=training.precision_at_5,
        training_recall=training.recall,
        training_pairs=training.pair_count,
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def _lines(found: MatchEvaluationAnswer, lang: str) -> list[str]:
    return [
        text(
            "matches.evaluation.line",
            lang,
            part=text(f"matches.evaluation.part.{row.part}", lang),
            method=text(f"matches.evaluation.by.{row.method}", lang),
            precision=_share(row.precision_at_5, lang),
            recall=_share(row.recall, lang),
        )
        for row in found.rows
    ]


def _share(share: float | None, lang: str) -> str:
    return "–" if share is None else f"{formats.number(100 * share, lang, decimals=1)}%"
