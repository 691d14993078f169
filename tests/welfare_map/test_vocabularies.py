import itertools

import pytest

from geodata.codes import ServiceGroup, ServiceKind
from welfare_map.texts import LANGUAGES, text
from welfare_map.vocabularies import SYMBOLS, LayerFamily, Symbol, layer_id, layer_parts, symbol_of, symbol_svg

PAPER, WHITE = "#f6f4ef", "#ffffff"
MIN_GRAPHIC_CONTRAST, MIN_TEXT_CONTRAST = 3.0, 4.5
"""WCAG 2.1: 1.4.11 and 1.4.3."""


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("symbol", SYMBOLS.values(), ids=list(SYMBOLS))
def test_a_symbol_can_be_seen_on_paper_and_its_number_read(symbol: Symbol) -> None:
    assert contrast(symbol.colour, PAPER) >= MIN_GRAPHIC_CONTRAST
    assert contrast(symbol.colour, WHITE) >= MIN_TEXT_CONTRAST


def test_no_two_symbols_share_shape_or_colour() -> None:
    for one, other in itertools.combinations(SYMBOLS.values(), 2):
        assert one.path != other.path
        assert one.colour != other.colour


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_symbol_has_words(lang: str) -> None:
    assert all(text(symbol.text_key, lang) for symbol in SYMBOLS.values())


def test_every_kind_looks_like_its_group() -> None:
    assert symbol_of(ServiceKind.CARE_HOME) is symbol_of(ServiceGroup.ELDERS)
    assert all(symbol_of(kind) for kind in ServiceKind)


def test_an_unknown_code_has_no_symbol() -> None:
    with pytest.raises(KeyError):
        symbol_of("planet")


def test_a_demonstration_symbol_is_hollow() -> None:
    assert 'fill="#ffffff"' in symbol_svg("nursery", is_demo=True)
    assert 'fill="#b34700"' in symbol_svg("nursery")


def test_a_layer_identifier_gives_back_its_parts() -> None:
    assert layer_parts(layer_id(LayerFamily.SERVICES, "elders")) == ("services", "elders")
    assert layer_parts(layer_id(LayerFamily.PRACTICES)) == ("practices", "")
