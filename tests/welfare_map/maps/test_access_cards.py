"""Access as map and HTML: what the map shows stands in the list too, and nothing of the data becomes a tag."""

import html
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from geodata.codes import Level, ServiceKind
from geodata.routing.estimate import Estimate
from geodata.territory import Territory
from welfare_map.maps.access_cards import access_card, access_table, equity_html, scenarios_table
from welfare_map.maps.access_shades import DISAGREEMENT_COLOURS, access_shades
from welfare_map.model import AccessAnswer, AccessQuery, Decay
from welfare_map.palette import UNKNOWN
from welfare_map.questions.access import access
from welfare_map.share_access import Shown
from welfare_map.snapshot import Snapshot

Make = Callable[..., dict[str, Any]]
HOSTILE = "<img src=x onerror=alert(1)>"
LIST = "regione-lombardia-toy"


@pytest.fixture(scope="module")
def snapshot(make_snapshot: Callable[..., Snapshot], make_service: Make, toy_country: Territory) -> Snapshot:
    """Give Uno few places that all around want, Cinque many, and Nove a nursery that says nothing."""
    places = {"901001": (5, 5, 60), "902001": (15, 15, 600), "902005": (25, 25, None), "901003": (25, 5, 0)}
    services = [
        make_service(f"n-{code}", (x, y), LIST, municipality_code=code, capacity_authorised=count, name=HOSTILE)
        for code, (x, y, count) in places.items()
    ]
    return make_snapshot({"services": services}, territory=toy_country)


@pytest.fixture(scope="module")
def ask(snapshot: Snapshot) -> Callable[..., AccessAnswer]:
    def answer(**asked: Any) -> AccessAnswer:
        usual = {"as_of_on": date(2026, 9, 15), "kinds": (ServiceKind.NURSERY,), "limit_min": 21.0, "threshold": 33.3}
        return access(snapshot, AccessQuery(**{**usual, **asked}), Estimate())

    return answer


@pytest.mark.parametrize("shown", Shown)
@pytest.mark.parametrize("level", [Level.MUNICIPALITY, Level.PROVINCE])
def test_every_area_is_tinted_once_in_a_shade_that_the_legend_names(
    ask: Callable[..., AccessAnswer], toy_territory: Territory, shown: Shown, level: Level
) -> None:
    answer = ask(level=level)
    shades = access_shades(answer, toy_territory, "it", shown)
    plain = [fill for fill in shades.fills if not fill.is_hatched]
    tinted = [code for fill in plain for code in fill.codes]
    assert sorted(tinted) == sorted(toy_territory.municipalities["municipality_code"])
    assert {fill.colour for fill in plain} <= {shade.colour for shade in shades.shades}
    legend = html.unescape(shades.legend("Che cosa si vede"))
    assert all(shade.words in legend for shade in shades.shades)


def test_who_cannot_be_told_from_the_threshold_is_hatched(
    ask: Callable[..., AccessAnswer], toy_territory: Territory
) -> None:
    hatched = [fill for fill in access_shades(ask(), toy_territory, "it", Shown.LEFT).fills if fill.is_hatched]
    assert set(hatched[0].codes) == {row.unit_code for row in ask().rows if row.status == "undecidable"} != set()


def test_disagreement_is_told_by_colour_and_by_words(
    ask: Callable[..., AccessAnswer], toy_territory: Territory
) -> None:
    colour_of = {
        code: fill.colour
        for fill in access_shades(ask(), toy_territory, "it", Shown.DISAGREEMENT).fills
        for code in fill.codes
    }
    words = html.unescape(access_table(ask().rows, "it", Shown.DISAGREEMENT))
    assert "wm-stacked" in words
    for row in ask().rows:
        assert colour_of[row.unit_code] == DISAGREEMENT_COLOURS.get(row.disagreement, UNKNOWN)
        assert row.disagreement_words.words("it") in words
    assert len(set(colour_of.values())) >= 3


def test_an_opened_area_shows_its_figure_with_the_numbers(ask: Callable[..., AccessAnswer]) -> None:
    """60 places of Uno for 7 · 30 children, by hand 28.57; inside its border 60 for 30."""
    answer = ask(code="901001", decay=Decay.UNIFORM, is_explained=True)
    card = html.unescape(access_card(answer, "it"))
    assert "8,57 posti ÷ 30 bambini di 0-2 anni × 100 = 28,57" in card
    assert "60 posti ÷ 30 bambini di 0-2 anni × 100 = 200" in card
    assert "33,3 posti ogni 100" in card
    assert "Servizi usati: 1" in card
    assert "IODL-2.0" in card
    assert f"{answer.rows[0].rank} di {answer.rows[0].ranked_count} (" in card


@pytest.mark.parametrize("lang", ["it", "en"])
def test_nothing_of_the_data_becomes_a_tag(ask: Callable[..., AccessAnswer], lang: str) -> None:
    answer = ask()
    opened = ask(code="901001", is_explained=True)
    whole = access_card(opened, lang) + "".join(
        (
            *(access_table(answer.rows, lang, shown) for shown in Shown),
            scenarios_table(answer, lang),
            equity_html(answer, lang),
        )
    )
    assert "<img" not in whole


def test_all_nine_answers_and_the_one_asked_for_are_in_the_table(ask: Callable[..., AccessAnswer]) -> None:
    table = scenarios_table(ask(), "it")
    assert table.count("<tr>") == 10
    assert table.count("come chiesto") == 1
