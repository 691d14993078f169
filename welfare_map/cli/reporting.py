"""Reports of administrative commands on stdout."""

import sys
from collections.abc import Sequence
from typing import Any

from geodata.notices import Notice, count_by_rule
from welfare_map.cli.answering import write_json
from welfare_map.cli.options import ReportFormat
from welfare_map.exports.envelope import envelope
from welfare_map.model import Answer
from welfare_map.texts import text

MOST_NOTICES_SHOWN = 50
PARTS = frozenset({"register", "accounts", "settings"})
"""What is no table and has words all the same."""


def print_report(answer: Answer[Any], form: ReportFormat, lang: str, *, details: Sequence[str] = ()) -> None:
    """Print the sentence of an administrative answer, its details and its notices; or the whole envelope as JSON."""
    if form is ReportFormat.JSON:
        write_json(envelope(answer, lang))
        return
    from welfare_map.cli.tables import report_table, shown

    for line in (answer.sentence.words(lang), *details):
        sys.stdout.write(f"{shown(line)}\n")
    if answer.notices:
        counts = [(text(f"notice.{rule}", lang), str(count)) for rule, count in count_by_rule(answer.notices).items()]
        report_table(("rule", "count"), counts, lang)
        cells = [_cells(notice, lang) for notice in answer.notices[:MOST_NOTICES_SHOWN]]
        report_table(("severity", "rule", "table", "row", "detail"), cells, lang)
    if len(answer.notices) > MOST_NOTICES_SHOWN:
        left_count = len(answer.notices) - MOST_NOTICES_SHOWN
        sys.stdout.write(text("cli.more_notices", lang, count=left_count) + "\n")


def table_words(name: str, lang: str) -> str:
    """Return the title of a table; what is none, such as a file, is called by its name."""
    from geodata.tables import CONTRACTS

    if name in CONTRACTS:
        return text(f"exports.table.{name}", lang)
    return text(f"cli.part.{name}", lang) if name in PARTS else name


def _cells(notice: Notice, lang: str) -> tuple[str, ...]:
    severity, rule = text(f"cli.severity.{notice.severity}", lang), text(f"notice.{notice.rule}", lang)
    return severity, rule, table_words(notice.table, lang), notice.row, notice.detail
