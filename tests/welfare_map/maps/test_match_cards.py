"""Cards of possible exchanges: the bar and the words say the same, and nothing from data becomes HTML."""

import dataclasses
import re

import pytest

from welfare_map.maps.match_cards import match_card
from welfare_map.model import Exchange, MatchBridge, MatchPart, MatchRow, MatchSide, Phrase

NASTY = "<script>alert('x')</script>"
MINE = Exchange(
    need_offer_id="n", organisation_id="me", direction="need", exchange_kind="nursery", quantity=2, description=NASTY
)
ROW = MatchRow(
    side=MatchSide.RECEIVE,
    score=0.45,
    is_fitting=False,
    organisation_id="other",
    organisation_name=NASTY,
    municipality_code="901001",
    municipality_name=NASTY,
    lon=9.0,
    lat=45.0,
    is_approximate=True,
    travel_min=12.4,
    is_estimate=True,
    need_offer_id="o",
    exchange_kind="nursery",
    theme=None,
    quantity=3,
    unit="places",
    from_on="2027-01-07",
    hours="Mo-Fr 08:00-18:00",
    description=NASTY,
    own_need_offer_id="n",
    own_exchange_kind="nursery",
    own_theme=None,
    own_quantity=2,
    own_unit="places",
    shared_initiative_ids=("patto",),
    others_count=0,
    others_quantity=0,
    bridge=None,
    parts=(
        MatchPart(name="kind", value=0.9, weight=1.0, words=()),
        MatchPart(name="obstacle", value=0.9, weight=-0.5, words=()),
    ),
    why=(Phrase("matches.agreement.same"),),
    why_not=(Phrase("matches.quantity.other_unit", {"sought": NASTY, "offered": "ore"}),),
    is_demo=True,
    source_id="demo",
)
BRIDGE = MatchBridge(
    organisation_id="bus",
    organisation_name=NASTY,
    need_offer_id="s",
    seat_count=8,
    hours=NASTY,
    lon=9.0,
    lat=45.0,
    travel_min=31.0,
    is_demo=True,
)


@pytest.mark.parametrize("bridge", [None, BRIDGE], ids=["straight", "on a shuttle"])
def test_what_firms_write_stays_text(bridge: MatchBridge | None) -> None:
    html = match_card(dataclasses.replace(ROW, bridge=bridge), MINE, "it", number=1)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_the_bar_is_as_long_as_the_score_says() -> None:
    html = match_card(ROW, MINE, "it", number=1)
    assert "width:45%" in html
    assert "Punteggio 0,45 su 1" in html


def test_the_parts_are_told_with_their_weights() -> None:
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', match_card(ROW, MINE, "it", number=1))
    cells = {name: re.findall(r"<td>(.*?)</td>", cells) for name, cells in rows}
    assert cells == {"che cosa": ["0,90", "1,00", "0,90"], "ostacolo": ["0,90", "-0,50", "-0,45"]}


def test_an_invented_firm_and_an_invented_shuttle_say_so() -> None:
    assert match_card(ROW, MINE, "it", number=1).count("wm-demo") == 1
    assert match_card(dataclasses.replace(ROW, bridge=BRIDGE), MINE, "it", number=1).count("wm-demo") == 2


def test_minutes_to_an_area_are_about() -> None:
    assert "≈ 12 min" in match_card(ROW, MINE, "it", number=1)


def test_a_firm_on_no_map_has_no_number() -> None:
    row = dataclasses.replace(ROW, lon=None, lat=None, travel_min=None)
    html = match_card(row, MINE, "it", number=None)
    assert "wm-number" not in html
    assert '<span class="wm-minutes"></span>' in html
