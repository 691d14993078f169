import json
from collections.abc import Callable
from typing import Any

import pytest

from welfare_map.maps.legend import area_line, legend_html, tints_html
from welfare_map.maps.popups import escape, link, script_json
from welfare_map.maps.view import AreaFill
from welfare_map.palette import FAMILY, PRACTICE


def test_a_hostile_name_stays_text_between_tags_and_in_attributes() -> None:
    assert escape('<b onclick="x">\'&') == "&lt;b onclick=&quot;x&quot;&gt;&#x27;&amp;"


def test_a_web_address_becomes_a_link_with_escaped_words() -> None:
    made = link('https://example.org/?a="b"', "<i>")
    assert made == '<a href="https://example.org/?a=&quot;b&quot;" rel="noopener noreferrer">&lt;i&gt;</a>'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "www.example.org",
        "http://[broken",
        "",
    ],
)
def test_an_address_that_is_no_address_is_not_linked(address: str) -> None:
    assert link(address, "words & more") == "words &amp; more"


def test_script_json_reads_back_as_it_was() -> None:
    value = {"a": ["</script>", "l'è \u2028", None, 1.5, True], "b": {"{{ x }}": "&"}}
    written = script_json(value)
    assert json.loads(written) == value
    assert not set("<>&'\u2028") & set(written)


def test_the_legend_explains_tints_only_where_a_territory_is_shown() -> None:
    assert "territorio di un accordo" not in legend_html(["services:elders"], "it")
    assert "territorio di un accordo" in legend_html(["initiatives:one"], "it")


def test_the_legend_says_in_words_what_is_hollow() -> None:
    assert "dimostrativo" in legend_html([], "it")
    assert "invented" in legend_html([], "en")


@pytest.mark.parametrize(("lang", "home"), [("it", "Casa"), ("en", "Home")])
def test_the_legend_says_in_words_what_the_house_is(read: Callable[[str], Any], lang: str, home: str) -> None:
    assert home in read(legend_html([], lang).replace("section", "div")).words


def test_lines_around_what_is_reached_differ_in_their_pattern(read: Callable[[str], Any]) -> None:
    lines = [read(area_line(number)).images[0] for number in range(3)]
    assert len({line.partition("stroke-dasharray")[2] for line in lines}) == 3


def test_the_key_of_tints_lists_each_colour_with_its_name_once(read: Callable[[str], Any]) -> None:
    fills = [AreaFill(("099001",), FAMILY, "Uno"), AreaFill(("099002",), PRACTICE, "Due")]
    found = read(tints_html([*fills, fills[0]], "it").replace("section", "div"))
    assert found.text == "Territori tinti sulla mappa Uno Due"
    assert ["%2300704f" in image for image in found.images] == [True, False]


def test_the_key_of_tints_keeps_a_hostile_name_as_text(read: Callable[[str], Any], hostile: str) -> None:
    found = read(tints_html([AreaFill(("099001",), FAMILY, hostile)], "en").replace("section", "div"))
    assert len(found.images) == 1


def test_nothing_tinted_or_nothing_named_has_no_key() -> None:
    assert tints_html([], "it") == ""
    assert tints_html([AreaFill(("099001",), FAMILY)], "it") == ""
