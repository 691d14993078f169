"""What is on paper: all of a list, or in words what of it is not there; whence, when and where it can be read again."""

import re

import pytest

from welfare_map.maps.parts import stacked_table
from welfare_map.maps.printed import MOST_ENTRIES, MOST_ROWS, for_paper, imprint, left_out, printed_rest
from welfare_map.maps.source_words import sources_html
from welfare_map.model import SourceNote


def entries(count: int) -> list[str]:
    return [f"<b>{number}</b>" for number in range(1, count + 1)][:MOST_ENTRIES]


def test_paper_goes_on_where_the_cards_end_and_leaves_nothing_out_of_a_short_list() -> None:
    rest = printed_rest(entries(10), 8, 10, "it")
    assert rest == '<div class="wm-printed"><ol start="9"><li><b>9</b></li><li><b>10</b></li></ol></div>'


def test_entries_on_paper_alone_are_closed_by_what_their_cards_would_say_beside() -> None:
    assert "<li><b>10</b></li></ol><p>Fonti</p>" in printed_rest(entries(10), 8, 10, "it", foot="<p>Fonti</p>")
    assert printed_rest(entries(8), 8, 8, "it", foot="<p>Fonti</p>") == ""


def test_sources_and_licences_of_a_list_are_named_once_each() -> None:
    notes = [
        SourceNote(source_id, name, "IODL-2.0", "", "") for source_id, name in (("a", "Nidi"), ("b", "Nidi & RSA"))
    ]
    made = sources_html([*notes, notes[0]], "it")
    licence = "(Italian Open Data License 2.0)"
    assert made == f'<p class="wm-source">Fonti e licenze: Nidi {licence}; Nidi &amp; RSA {licence}.</p>'
    assert sources_html([], "it") == ""


def test_the_head_of_a_table_is_one_that_comes_again_on_each_sheet() -> None:
    assert '<thead><tr><th scope="col">Area</th></tr></thead><tr><td' in stacked_table(["Area"], [["x"]], "Aree")


def test_a_list_of_which_all_is_drawn_adds_nothing() -> None:
    assert printed_rest(entries(8), 8, 8, "it") == ""


@pytest.mark.parametrize(("shown", "printed"), [(8, 24), (48, 48)], ids=["folded", "unfolded by hand"])
def test_what_even_paper_leaves_out_is_said_with_the_way_to_all_of_it(shown: int, printed: int) -> None:
    rest = printed_rest(entries(150), shown, 150, "it")
    assert shown + rest.count("<li>") == printed
    assert f"le prime {printed} voci di 150" in rest
    assert "nei file che la pagina dà" in rest


@pytest.mark.parametrize(("total", "drawn"), [(94, 94), (1_506, MOST_ROWS)])
def test_rows_of_a_table_that_the_screen_folds_away_are_on_paper(total: int, drawn: int) -> None:
    rows = for_paper([[str(number)] for number in range(total)], 15)
    made = stacked_table(["Area"], rows, "Aree", shown_count=15)
    assert made.count("<tr><td") == 15
    assert made.count('<tr class="wm-printed"><td') == len(rows) - 15 == drawn - 15
    assert bool(left_out(len(rows), total, "it")) == (drawn < total)


@pytest.mark.parametrize("part", ["href", "pathname"])
def test_a_print_says_from_whom_with_data_of_which_day_and_where_it_is_without_the_key_of_a_link(part: str) -> None:
    made = imprint("2026-11-22", "it", is_address_whole=part == "href")
    assert f'data-part="{part}"' in made
    words = re.sub(r"<[^>]+>", " ", made)
    assert "Mappa del welfare" in words
    assert "22 novembre 2026" in words


def test_a_print_without_a_dated_source_names_no_day_of_data() -> None:
    assert "Dati letti" not in imprint("", "it", is_address_whole=True)
