"""A made-up kind of answer with every shape of cell that an answer may hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import libreoffice
import pytest

from geodata.codes import TravelMode
from geodata.notices import Notice, Severity
from welfare_map.model import Answer, Phrase, SourceNote


@dataclass(frozen=True, slots=True)
class Part:
    """A record inside a row."""

    name: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A row."""

    thing_id: str
    title: Mapping[str, str]
    office: Part | None
    parts: tuple[Part, ...]
    tags: tuple[str, ...]
    label: Phrase
    lon: float | None
    lat: float | None
    checked_on: date | None
    is_open: bool | None
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class ThingAnswer(Answer[Thing]):
    """An answer with two fields of its own."""

    mode: TravelMode
    share: float


def _thing(**cells: Any) -> Thing:
    defaults: dict[str, Any] = {
        "thing_id": "a",
        "title": {"it": "Uno", "en": "One"},
        "office": Part("Ufficio", None),
        "parts": (Part("nido, grande", 3), Part('"virgolette"', 0)),
        "tags": ("x", "y"),
        "label": Phrase("codes.mode.walk"),
        "lon": 9.12345678,
        "lat": 45.5,
        "checked_on": date(2026, 9, 15),
        "is_open": None,
        "is_demo": False,
    }
    return Thing(**{**defaults, **cells})


@pytest.fixture
def make_thing() -> Callable[..., Thing]:
    """Make a row, cells given by name."""
    return _thing


@pytest.fixture
def make_answer() -> Callable[..., ThingAnswer]:
    """Make an answer with rows."""

    def answer(*rows: Thing, share: float = 0.5) -> ThingAnswer:
        return ThingAnswer(
            rows=rows,
            sentence=Phrase("layers.sentence", {"count": 1234}),
            method=Phrase("layers.named", {"name": "codes.mode.car"}),
            parameters={"mode": TravelMode.CAR, "kinds": (), "as_of_on": date(2026, 9, 15)},
            without_position_count=2,
            sources=(SourceNote("toy", "Toy", "MIT", "https://example.org", "2026-09-01"),),
            notices=(Notice("bad_format", Severity.WARNING, "services", "a", "x"),),
            has_demo=True,
            mode=TravelMode.WALK,
            share=share,
        )

    return answer


Convert = Callable[[bytes], bytes]
"""From a DOCX to its PDF."""


@pytest.fixture(scope="session")
def as_pdf(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Turn a DOCX into a PDF with LibreOffice; whatever it complains of fails the test."""
    program = libreoffice.find_program() or libreoffice.install_program()
    if program is None:
        pytest.fail(libreoffice.ADVICE)
    profile = tmp_path_factory.mktemp("profile")

    def convert(content: bytes) -> bytes:
        pdf, complaints = libreoffice.convert(program, content, tmp_path_factory.mktemp("pdf"), profile=profile)
        assert complaints == ""
        return bytes(pdf)

    return convert
