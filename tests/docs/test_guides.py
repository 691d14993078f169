"""What the pages of ``docs/`` say is there: words of the application, commands with their options, settings, files."""

import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer.main

from geodata.store import load_readers
from welfare_map.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES_OF_DOCS = tuple(path for folder in (ROOT, ROOT / "docs") for path in sorted(folder.glob("*.md")))
GUIDES = tuple(sorted((ROOT / "docs" / "guide").glob("*.md")))
CODE = re.compile(r"```.*?\n(.*?)```|`([^`\n]+)`", re.DOTALL)
PRINTED = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)|\*{3}([^*\n]+)\*{3}")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")

PLACEHOLDER = "COMMAND"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def commands_of(page: str) -> Iterator[list[str]]:
    """Yield the words after ``welfare-map`` of each command in code."""
    for block, inline in CODE.findall(page):
        lines = (block or inline).replace("\\\n", " ").splitlines()
        for line in lines:
            said = line.split("welfare-map ", 1)
            if len(said) == 2 and not said[1].startswith(PLACEHOLDER) and re.fullmatch(r"(\S*/)?|.* (\S*/)?", said[0]):
                yield shlex.split(said[1].split(" # ")[0].split(" > ")[0].split(" | ")[0], comments=True)


def unknown_part(words: list[str]) -> str:
    """Return the first command or option that there is not; "" where all are."""
    command: Any = typer.main.get_command(app)
    for word in words:
        if hasattr(command, "commands") and not word.startswith("-"):
            if word not in command.commands:
                return word
            command = command.commands[word]
        elif word.startswith("--"):
            known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
            if word.split("=")[0] not in known:
                return f"{command.name} {word}"
    return ""


@pytest.mark.parametrize("path", [*PAGES_OF_DOCS, *GUIDES], ids=name)
def test_commands_in_the_pages_are_there_with_their_options(path: Path) -> None:
    told = list(commands_of(path.read_text(encoding="utf-8")))
    assert [" ".join(words) for words in told if unknown_part(words)] == []


def test_the_pages_tell_commands_at_all() -> None:
    """Else the test above looks at nothing."""
    assert sum(len(list(commands_of(path.read_text(encoding="utf-8")))) for path in PAGES_OF_DOCS) > 40


@pytest.mark.parametrize(
    "path", [*PAGES_OF_DOCS, *GUIDES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))], ids=name
)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def pictures_of(path: Path) -> dict[str, str]:
    """Return file under ``docs/`` -> words for who does not see it."""
    shown = re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", path.read_text(encoding="utf-8"))
    return {str((path.parent / file).resolve().relative_to(ROOT / "docs")): words for words, file in shown}


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_a_guide_has_pictures_that_can_be_made_again_and_are_told_in_words(path: Path) -> None:
    shown, made = (
        pictures_of(path),
        re.findall(r'^    "(.+\.png)":', (ROOT / "docs" / "make_pictures.py").read_text(), re.MULTILINE),
    )
    assert shown
    assert set(shown) <= set(made)
    assert all(len(words) > 20 for words in shown.values())


def texts(table: Mapping[str, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, str):
            yield value
        else:
            yield from texts(value)


@pytest.mark.parametrize("path", GUIDES, ids=name)
def test_what_a_guide_says_is_printed_on_the_page_is(path: Path) -> None:
    """Words in italics are words of the application, letter by letter."""
    files = (ROOT / "welfare_map" / "texts" / "it").glob("*.toml")
    printed = {words for file in files for words in texts(tomllib.loads(file.read_text(encoding="utf-8")))}
    told = {one or other for one, other in PRINTED.findall(path.read_text(encoding="utf-8"))}
    assert told
    assert told - printed == set()


def test_every_page_of_the_application_is_in_a_guide_or_in_the_readme() -> None:
    told = "".join(
        path.read_text(encoding="utf-8") for path in [*GUIDES, ROOT / "README.md", ROOT / "docs" / "operating.md"]
    )
    words = tomllib.loads((ROOT / "welfare_map" / "texts" / "it" / "app.toml").read_text(encoding="utf-8"))
    titles = {title for key, title in words.items() if key.startswith("page_")}
    assert len(titles) > 4
    assert {title for title in titles if title not in told} == set()


def test_every_source_is_in_the_page_for_who_runs_the_map() -> None:
    told = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [source_id for source_id in load_readers() if f"`{source_id}`" not in told] == []


def test_every_setting_is_in_the_readme() -> None:
    told = (ROOT / "README.md").read_text(encoding="utf-8")
    code = (ROOT / "welfare_map" / "settings.py").read_text(encoding="utf-8")
    names = {
        found.upper() for found in re.findall(r'value\("(\w+)"|WELFARE_MAP_(\w+)"', code) for found in found if found
    }
    assert len(names) > 10
    assert {one for one in names if f"`WELFARE_MAP_{one}`" not in told} == set()
