"""How many firms declared a need or an offer for counts alone."""

from typing import TYPE_CHECKING, Any

from welfare_map.cli import options
from welfare_map.cli.answering import answer
from welfare_map.cli.arguments import today
from welfare_map.model import ExchangeCountsQuery

if TYPE_CHECKING:
    from welfare_map.model import Answer
    from welfare_map.snapshot import Snapshot


def exchange_counts(output: options.FormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Print the counts of firms by planning district, kind and direction."""
    query = ExchangeCountsQuery(as_of_on=today())

    def ask(snapshot: "Snapshot") -> "Answer[Any]":
        from welfare_map.questions.exchange_counts import exchange_counts as question

        return question(snapshot, query)

    answer(ask, output, lang)
