"""
``welfare-map …``: every question without a browser.

Exit codes: 0 fine, 1 a check or a run failed, 2 bad arguments. Whatever goes wrong is one line on stderr.
"""

import io
import os
import sys
from collections.abc import Sequence

from typer.exceptions import Exit, TyperException
from typer.main import get_command

from geodata.errors import InputError, WelfareMapError
from welfare_map.cli.app import app
from welfare_map.texts import DEFAULT_LANGUAGE, LANGUAGES, text
from welfare_map.texts.errors import error_words

FINE, FAILED, BAD_ARGUMENTS, INTERRUPTED = 0, 1, 2, 130
LONGEST_ERROR = 400
"""Characters of an error line: a value of 100 kB is cut."""


def main(arguments: Sequence[str] | None = None) -> int:
    """
    Run one command.

    Parameters
    ----------
    arguments
        Words after ``welfare-map``; those of this process when None.

    Returns
    -------
    code
        Exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = _language(words)
    _write_utf8()
    try:
        return _run(words)
    except InputError as error:
        return _complain(error_words(error, lang), BAD_ARGUMENTS)
    except TyperException as error:
        return _complain(text("cli.bad_usage", lang, detail=error.format_message()), BAD_ARGUMENTS)
    except WelfareMapError as error:
        return _complain(error_words(error, lang), FAILED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the interpreter's last flush is silent
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(words: list[str]) -> int:
    """Run the command without Typer's own frame, which would print errors its way and end the process."""
    command = get_command(app)
    try:
        with command.make_context("welfare-map", words) as context:
            command.invoke(context)
        sys.stdout.flush()
    except Exit as finished:
        return finished.exit_code
    return FINE


def _language(words: Sequence[str]) -> str:
    """Return the language that the words ask for, whatever else is wrong with them."""
    for word, value in zip(words, [*words, ""][1:], strict=True):
        asked = value if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and asked in LANGUAGES:
            return asked
    return DEFAULT_LANGUAGE


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _complain(message: str, code: int) -> int:
    line = "".join(letter if letter.isprintable() else " " for letter in " ".join(message.split()))
    sys.stderr.write((line if len(line) <= LONGEST_ERROR else f"{line[:LONGEST_ERROR]}…") + "\n")
    return code
