"""The commands that check the project and start the application."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

import welfare_map
from geodata.errors import InputError
from geodata.notices import Notice, Severity
from welfare_map.cli import options
from welfare_map.cli.arguments import choice, given, whole_number
from welfare_map.cli.options import Language, ReportFormat
from welfare_map.cli.reporting import print_report, table_words
from welfare_map.model import Answer, Phrase
from welfare_map.settings import Settings, current_settings

LAST_PORT = 65535
SETTINGS: Final = "settings"
SAID_TO_VISITORS: Final = ("operator_name", "privacy_contact", "accessibility_contact", "enforcement_url")
"""Settings whose absence a page says as "not known"."""


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Answer[Notice]):
    """What the check found, in ``notices``; the records of the register by table, none where it was not read."""

    is_fine: bool
    error_count: int
    counts: Mapping[str, int]


def check(output: options.ReportFormatWord = "table", lang: options.LanguageWord = "it") -> None:
    """Look at every shipped table and at the register; exit with 1 when something is not as it should be."""
    form = given("--format", choice("--format", output, ReportFormat))
    language = given("--lang", choice("--lang", lang, Language)).value
    from welfare_map.register import check_embedded
    from welfare_map.register.upkeep.soundness import check_register

    found = check_register(current_settings())
    notices = (*check_embedded(), *found.notices, *unsaid(current_settings()))
    answer = check_answer(notices, found.counts)
    counts = [f"{table_words(name, language)}: {count}" for name, count in answer.counts.items()]
    print_report(answer, form, language, details=counts)
    raise typer.Exit(0 if answer.is_fine else 1)


def check_answer(notices: Sequence[Notice], counts: Mapping[str, int]) -> CheckAnswer:
    """Return the result of a check: it fails by an error; settings that were not given are told, and not counted."""
    count = sum(notice.table != SETTINGS for notice in notices)
    error_count = sum(notice.severity is Severity.ERROR for notice in notices)
    outcome = "failed" if error_count else "fine" if counts else "fine_without_register"
    return CheckAnswer(
        rows=(),
        sentence=Phrase(f"cli.check_{outcome}", {"error_count": error_count, "count": count}),
        method=Phrase("cli.check_method"),
        parameters={},
        notices=tuple(notices),
        is_fine=not error_count,
        error_count=error_count,
        counts=dict(counts),
    )


def unsaid(settings: Settings) -> Iterator[Notice]:
    """Yield what the operator has not said, and pages therefore call not known."""
    for name in SAID_TO_VISITORS:
        if not getattr(settings, name):
            yield Notice("setting_unsaid", Severity.INFO, SETTINGS, f"WELFARE_MAP_{name.upper()}", "")


def run(port: options.Port = None, address: options.Address = None) -> None:
    """Start the application; this process becomes its server."""
    command = server_command(port, address)
    os.chdir(Path(command[4]).parent)
    os.execv(command[0], command)  # noqa: S606  # our own interpreter and application, no shell


def server_command(port: str | None, address: str | None) -> list[str]:
    """
    Return the words that start the application.

    Raises
    ------
    InputError
        The port is none, or ``app.py`` is not beside the packages.
    """
    number = whole_number("--port", port)
    if number is not None and not 1 <= number <= LAST_PORT:
        raise InputError("error.bad_port", value=number)
    app_path = Path(str(welfare_map.__file__)).resolve().parents[1] / "app.py"
    if not app_path.is_file():
        raise InputError("error.no_app", path=str(app_path))
    command = [sys.executable, "-m", "streamlit", "run", str(app_path)]
    command += [] if number is None else ["--server.port", str(number)]
    return command if address is None else [*command, "--server.address", address]
