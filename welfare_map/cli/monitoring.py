"""How far agreements have come: the command."""

from typing import TYPE_CHECKING, Annotated, Any

from welfare_map.cli import options
from welfare_map.cli.answering import answer
from welfare_map.cli.arguments import today
from welfare_map.model import MonitoringQuery

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot

Initiatives = Annotated[list[str] | None, options.option("--initiative", "initiative", "ID")]


def monitoring(
    initiative: Initiatives = None,
    include_demo: options.IncludeDemo = False,
    file: options.AnswerOutput = None,
    output: options.FormatWord = "table",
    lang: options.LanguageWord = "it",
) -> None:
    """Print promoters, adherents, practices and public plans of agreements, by phase and year."""
    query = MonitoringQuery(as_of_on=today(), initiative_ids=tuple(initiative or ()), include_demo=include_demo)

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.monitoring import monitoring as question

        return question(snapshot, query)

    answer(ask, output, lang, file=file)
