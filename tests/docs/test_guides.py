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


@pytest.mark.parametrize("path", [*PAGES_OF_DOCS, *GUIDES], ids=name)
def test_accounts_that_a_page_adds_have_the_scope_that_their_role_asks_for(path: Path) -> None:
    """Without it the command ends with an error."""
    scopes = {"curator": "--district", "contributor": "--organisation"}
    added = [words for words in commands_of(path.read_text(encoding="utf-8")) if words[:2] == ["user", "add"]]
    roles = [(words, words[words.index("--role") + 1]) for words in added if "--role" in words]
    assert [" ".join(words) for words, role in roles if role in scopes and scopes[role] not in words] == []


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


def headings(path: Path) -> set[str]:
    return set(re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (
            "operating.md",
            (
                "Install|Update the data|Backup|Restore|Upgrade the program|Accounts|Background tiles|Travel minutes"
                "|PostgreSQL|On the web"
            ),
        ),
        ("developing.md", "A source|A question|A page|A kind of service|A territory"),
    ],
)
def test_who_runs_or_extends_the_map_finds_a_section_for_each_task(name: str, wanted: str) -> None:
    assert set(wanted.split("|")) - headings(ROOT / "docs" / name) == set()


QUESTIONS = {
    path.stem
    for path in (ROOT / "welfare_map" / "model").glob("*.py")
    if re.search(r"^class \w+Query\b", path.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_every_question_has_its_method_written_down() -> None:
    told = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    assert len(QUESTIONS) > 20
    assert {one for one in QUESTIONS if f"`{one}`" not in told} == set()


PATH = re.compile(r"`((?:geodata|welfare_map|tests|data|bench|docs)/[\w./]+\.\w+|tests/[\w/]+/)`")


@pytest.mark.parametrize("path", [ROOT / "CONTRIBUTING.md", *PAGES_OF_DOCS], ids=name)
def test_files_that_a_page_names_are_there(path: Path) -> None:
    named = PATH.findall(path.read_text(encoding="utf-8"))
    assert [one for one in named if not (ROOT / one).exists()] == []


TEST_NAME = re.compile(r"`(?:[\w/]*/)?(test_\w+\.py|\w+)/?`")


def test_every_threat_has_tests_that_are_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    threats = re.findall(r"^\| (?!---|who)[^|]+\|[^|]+\|([^|]+)\|$", page.split("## Headers")[0], re.MULTILINE)
    there = {path.name for path in (ROOT / "tests").rglob("*")} | {"make audit"}
    assert len(threats) > 15
    for tested_in in threats:
        named = TEST_NAME.findall(tested_in)
        assert named or "`make audit`" in tested_in, tested_in
        assert set(named) - there == set()


def test_the_list_for_plain_pip_prepares_what_make_test_prepares() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").split("\ntest:")[1].split("\n\n")[0]
    listed = re.findall(r"python (\S+\.py) --install", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert listed == re.findall(r"python (\S+\.py) --install", recipe)
