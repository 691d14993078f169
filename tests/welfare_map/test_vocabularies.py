import itertools

import pytest

from geodata.codes import ServiceGroup, ServiceKind
from welfare_map.palette import LAND, SMALL_CHILDREN
from welfare_map.texts import LANGUAGES, text
from welfare_map.vocabularies import SYMBOLS, LayerFamily, layer_id, layer_parts, symbol_of, symbol_svg


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
    assert f'fill="{LAND.css}"' in symbol_svg("nursery", is_demo=True)
    assert f'fill="{SMALL_CHILDREN.css}"' in symbol_svg("nursery")


def test_a_layer_identifier_gives_back_its_parts() -> None:
    assert layer_parts(layer_id(LayerFamily.SERVICES, "elders")) == ("services", "elders")
    assert layer_parts(layer_id(LayerFamily.PRACTICES)) == ("practices", "")
