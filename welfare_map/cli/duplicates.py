"""The command that looks for records that may be one, and says how often it is right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, whole_number
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report
from welfare_map.model import Answer, Phrase
from welfare_map.settings import current_settings
from welfare_map.texts import formats, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from welfare_map.model import Plain
    from welfare_map.register.duplicates import Part, Verdict
    from welfare_map.register.duplicates.evaluation import Evaluation
    from welfare_map.register.duplicates.register_pairs import RegisterPair
    from welfare_map.register.duplicates.shares import Share

DEFAULT_MAX_COUNT = 500
TableWord = Annotated[str, options.option("--table", "duplicates_table", "services|organisations")]
Evaluate = Annotated[bool, typer.Option("--evaluate", help=options.words("evaluate"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two records that may be one: what they are called, how far apart they are, how alike and why."""

    first_id: str
    second_id: str
    first_name: str
    second_name: str
    first_address: str | None
    second_address: str | None
    first_municipality_code: str | None
    second_municipality_code: str | None
    distance_m: float | None
    score: float
    verdict: "Verdict"
    parts: "tuple[Part, ...]"


@dataclass(frozen=True, kw_only=True)
class DuplicatesAnswer(Answer[PairRow]):
    """Pairs of the register that nobody has decided; ``same_count`` and ``undecided_count`` count all of them."""

    same_count: int
    undecided_count: int


@dataclass(frozen=True, kw_only=True)
class EvaluationAnswer(Answer[Any]):
    """Precision and recall of the class ``same`` on the evaluation half; the rows tell the other classes."""

    precision: float | None
    recall: float | None
    pairs: int
    precision_share: "Share"
    recall_share: "Share"
    found_recall_share: "Share"
    blocking_recall_share: "Share"
    same_from: float
    undecided_from: float
    training_pair_count: int
    hand_written_pair_count: int


def duplicates(
    table: TableWord = "services",
    evaluate: Evaluate = False,
    max_count: options.MaxCount = None,
    output: options.ReportFormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print the pairs of the register that may be one, or how often the classes are right."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    most = whole_number("--max-count", max_count)
    from welfare_map.register.duplicates import Table

    name = given("--table", choice("--table", table, Table))
    if evaluate:
        figures = evaluation_answer(_evaluated())
        print_report(figures, form, language, details=_class_lines(figures, language))
        return
    answer = duplicates_answer(_register_pairs(name), name, DEFAULT_MAX_COUNT if most is None else max(most, 0))
    print_report(answer, form, language, details=_pair_lines(answer, language))


def duplicates_answer(pairs: "Sequence[RegisterPair]", table: str, max_count: int) -> DuplicatesAnswer:
    """Return pairs as an answer, the most certain ones first."""
    same_count = sum(found.pair.verdict == "same" for found in pairs)
    counts: dict[str, Plain] = {"same_count": same_count, "undecided_count": len(pairs) - same_count}
    return DuplicatesAnswer(
        rows=tuple(_row(found) for found in pairs[:max_count]),
        sentence=Phrase("duplicates.sentence", counts),
        method=Phrase("duplicates.method"),
        parameters={"table": table, "max_count": max_count},
        same_count=same_count,
        undecided_count=len(pairs) - same_count,
    )


def evaluation_answer(figures: "Evaluation") -> EvaluationAnswer:
    """Return the figures as an answer."""
    return EvaluationAnswer(
        rows=figures.rows,
        sentence=Phrase("duplicates.evaluation_sentence", _in_percent(figures)),
        method=Phrase("duplicates.evaluation_method"),
        parameters={},
        precision=figures.precision.value,
        recall=figures.recall.value,
        pairs=figures.pairs,
        precision_share=figures.precision,
        recall_share=figures.recall,
        found_recall_share=figures.found_recall,
        blocking_recall_share=figures.blocking_recall,
        same_from=figures.thresholds.same_from,
        undecided_from=figures.thresholds.undecided_from,
        training_pair_count=figures.training_pair_count,
        hand_written_pair_count=figures.hand_written_pair_count,
    )


def _evaluated() -> "Evaluation":
    from welfare_map.register.duplicates.evaluation import evaluated
    from welfare_map.register.duplicates.labelled_pairs import labelled_pairs

    return evaluated(labelled_pairs())


def _register_pairs(table: str) -> "tuple[RegisterPair, ...]":
    from welfare_map.register import open_register
    from welfare_map.register.duplicates.register_pairs import register_pairs

    return register_pairs(open_register(current_settings()), table)


def _row(found: "RegisterPair") -> PairRow:
    first, second = found.first, found.second
    return PairRow(
        first_id=found.pair.first_id,
        second_id=found.pair.second_id,
        first_name=_name(first),
        second_name=_name(second),
        first_address=_words(first, "address"),
        second_address=_words(second, "address"),
        first_municipality_code=_words(first, "municipality_code"),
        second_municipality_code=_words(second, "municipality_code"),
        distance_m=found.pair.distance_m,
        score=found.pair.score,
        verdict=found.pair.verdict,
        parts=found.pair.parts,
    )


def _name(cells: "Mapping[str, Plain]") -> str:
    return _words(cells, "name") or _words(cells, "organisation_name") or ""


def _words(cells: "Mapping[str, Plain]", column: str) -> str | None:
    value = cells.get(column)
    return None if value is None else str(value)


def _in_percent(figures: "Evaluation") -> "dict[str, Plain]":
    shares = {
        "precision": figures.precision.value,
        "lower": figures.precision.lower,
        "recall": figures.recall.value,
        "found": figures.found_recall.value,
    }
    percents = {name: None if share is None else round(100 * share, 1) for name, share in shares.items()}
    return {"pairs": figures.pairs, **percents}


def _pair_lines(answer: DuplicatesAnswer, lang: str) -> list[str]:
    return [
        text(
            "duplicates.line",
            lang,
            verdict=text(f"duplicates.verdict.{row.verdict}", lang),
            score=formats.number(row.score, lang),
            first=f"{row.first_name} ({row.first_id})",
            second=f"{row.second_name} ({row.second_id})",
            why=", ".join(part.why.words(lang) for part in row.parts),
        )
        for row in answer.rows
    ]


def _class_lines(answer: EvaluationAnswer, lang: str) -> list[str]:
    return [
        text(
            "duplicates.class_line",
            lang,
            half=text(f"duplicates.half.{row.half}", lang),
            origin=text(f"duplicates.origin.{row.origin}", lang),
            verdict=text(f"duplicates.verdict.{row.verdict}", lang),
            count=formats.number(row.pair_count, lang),
            precision=share_words(row.precision, lang),
            recall=share_words(row.recall, lang),
        )
        for row in answer.rows
    ]


def share_words(share: "Share", lang: str) -> str:
    """Write a share with its bounds in percent; a dash where there is nothing to count."""
    if share.value is None or share.lower is None or share.upper is None:
        return "–"
    value, lower, upper = (
        formats.number(100 * part, lang, decimals=1) for part in (share.value, share.lower, share.upper)
    )
    return f"{value}% ({lower}–{upper})"
