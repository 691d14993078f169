import re
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from welfare_map.model import PlaceRow
from welfare_map.share import MAX_COMPARED_COUNT
from welfare_map.ui import state
from welfare_map.ui.components.place_search import MOST_CHARACTERS
from welfare_map.ui.components.unread import LONGEST
from welfare_map.ui.markdown import plain_markdown

OpenPage = Callable[..., AppTest]
LEGNANO = {"lon": "8.918", "lat": "45.594"}


def sentence(page: AppTest) -> str:
    return str(page.subheader[0].value)


def count(page: AppTest) -> int:
    found = re.match(r"\d+", sentence(page))
    return int(found[0]) if found else 0


def address(page: AppTest) -> dict[str, str]:
    return {name: str(value) for name, value in page.query_params.items()}


def test_before_the_first_question_the_page_asks_and_labels_what_it_counts(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find")
    assert page.title[0].value == "Dove lavori?"
    assert not page.subheader
    assert "Scrivi dove lavori" in html_words(page)
    assert "dati dimostrativi" in html_words(page)
    assert address(page) == {}


def test_the_place_of_a_map_that_is_on_its_way_says_so(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    assert "La mappa arriva" in html_words(open_page("find"))


def test_a_typed_town_is_answered_and_only_its_rounded_point_is_in_the_address(open_page: OpenPage) -> None:
    page = open_page("find")
    page.text_input(key=state.WORDS).input("Legnano")
    page.button[0].click().run()
    assert not page.exception
    assert "entro 15 min in auto da Legnano" in sentence(page)
    assert set(address(page)) == {"lon", "lat"}
    assert all(re.fullmatch(r"\d+\.\d{3}", value) for value in address(page).values())


@pytest.mark.parametrize(
    ("key", "value", "param"),
    [
        pytest.param(state.GROUPS, ["elders"], {"groups": "elders"}, id="group"),
        pytest.param(state.MODE, "walk", {"mode": "walk"}, id="mode"),
        pytest.param(state.MINUTES, 5.0, {"min": "5"}, id="minutes"),
        pytest.param(state.LIMIT, "km", {"limit": "km", "km": "5"}, id="kilometres"),
        pytest.param(state.KINDS, ["nursery"], {"kinds": "nursery"}, id="kind"),
        pytest.param(state.AGE, 48, {"age": "48"}, id="age of the child"),
        pytest.param(state.ELDER, "day", {"elder": "day"}, id="need of the elder"),
        pytest.param(state.CAPACITY, 100, {"capacity": "100"}, id="places"),
        pytest.param(state.OWNERSHIP, "public", {"ownership": "public"}, id="ownership"),
        pytest.param(state.OTHERS, True, {"others": "true"}, id="open to others"),
        pytest.param(state.FREE, True, {"free": "true"}, id="free places"),
    ],
)
def test_a_filter_narrows_the_answer_and_stands_in_the_address(
    open_page: OpenPage, key: str, value: object, param: dict[str, str]
) -> None:
    page = open_page("find", **LEGNANO)
    before = count(page)
    page.session_state[key] = value
    page.run()
    assert not page.exception
    assert address(page).items() >= param.items()
    assert 0 < count(page) <= before
    again = open_page("find", **address(page))
    assert sentence(again) == sentence(page)
    assert address(again) == address(page)


def test_services_without_position_are_counted_and_the_method_is_said(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO)
    captions = " ".join(caption.value for caption in page.caption)
    assert "non hanno posizione nota" in captions
    assert "Tempi stimati" in captions


def test_demonstration_services_bring_the_banner(open_page: OpenPage, html_words: Callable[[AppTest], str]) -> None:
    assert "In questa pagina ci sono dati dimostrativi" in html_words(open_page("find", **LEGNANO))


def test_no_more_than_four_services_are_compared(open_page: OpenPage) -> None:
    page = open_page("find", **LEGNANO)
    for number in range(MAX_COMPARED_COUNT):
        listed = [button for button in page.button if str(button.key).startswith(f"{state.COMPARED}-list-")]
        fresh = [button for button in listed if "aside" not in str(button.key)]
        fresh[number].click().run()
    assert len(page.session_state[state.COMPARED]) == MAX_COMPARED_COUNT
    listed = [button for button in page.button if str(button.key).startswith(f"{state.COMPARED}-list-")]
    assert [button.disabled for button in listed].count(False) == MAX_COMPARED_COUNT


@pytest.mark.parametrize(("saved", "said"), [("demo:a", "Hai un servizio salvato"), ("demo:a,demo:b", "Hai 2 servizi")])
def test_saved_services_that_wait_for_a_place_are_counted_in_words(open_page: OpenPage, saved: str, said: str) -> None:
    assert any(str(item.value).startswith(said) for item in open_page("find", saved=saved).caption)


def test_saved_services_that_are_gone_are_said(open_page: OpenPage) -> None:
    page = open_page("find", saved="demo:vanished", **LEGNANO)
    assert any("più nella mappa" in caption.value for caption in page.caption)


def test_a_firm_that_is_offered_as_a_place_is_called_by_the_words_of_its_name(open_page: OpenPage) -> None:
    page = open_page("find")
    name = ":red[Rossi] :material/home:"
    town = {"municipality_code": "015118", "municipality_name": "Legnano", "province_short": "MI"}
    found: dict[str, Any] = {
        "lon": 8.918,
        "lat": 45.594,
        "quality": "exact",
        "what": "organisation",
        "score": 90.0,
        "is_demo": False,
    }
    page.session_state[state.WORKPLACE.candidates] = (PlaceRow(label=name, **found, **town),)
    page.run()
    (offered,) = (button.label for button in page.button if str(button.key).startswith("candidate-"))
    assert offered == plain_markdown(name)


def test_words_that_name_no_place_are_answered(open_page: OpenPage) -> None:
    page = open_page("find")
    page.text_input(key=state.WORDS).input("zzqqxxw")
    page.button[0].click().run()
    [said] = page.warning
    assert said.value.startswith("Nessun luogo trovato su questa mappa, che copre: Lombardia, provincia di Verona.")
    assert not page.subheader


@pytest.mark.parametrize(
    ("words", "said", "label", "offered"),
    [
        pytest.param("Lugano", "Non trovato «Lugano» su questa mappa", "Quale intendi?", "Lurano (BG)", id="Lugano"),
        pytest.param("Reggio", "Non trovato «Reggio» su questa mappa", "Quale intendi?", "Bareggio (MI)", id="Reggio"),
        pytest.param(
            "Busto", "Più di un luogo si chiama o comincia così.", "Quale intendi?", "Busto Arsizio (VA)", id="Busto"
        ),
        pytest.param(
            "Torino",
            "Torino (TO) è fuori dal territorio",
            "Nella mappa ci sono nomi simili:",
            "Torno (CO)",
            id="Torino",
        ),
    ],
)
def test_a_town_that_is_merely_like_the_typed_one_is_offered_and_the_list_says_that_it_is_of_the_place_before(
    open_page: OpenPage, words: str, said: str, label: str, offered: str
) -> None:
    page = open_page("find", **LEGNANO)
    before = "Questa è ancora la risposta per il luogo di prima, Legnano."
    assert before not in [caption.value for caption in page.caption]
    page.text_input(key=state.WORDS).input(words)
    page.button[0].click().run()
    captions = [str(caption.value) for caption in page.caption]
    assert "da Legnano" in sentence(page)
    assert before in captions
    assert label in captions
    assert page.warning[0].value.replace("\\", "").startswith(said)
    assert page.button(key="candidate-work-0").label == plain_markdown(offered)
    page.button(key="candidate-work-0").click().run()
    assert not page.warning
    assert offered.partition(" (")[0] in sentence(page)
    assert not [caption for caption in page.caption if "luogo di prima" in str(caption.value)]


@pytest.mark.parametrize(("words", "label", "offered"), [("napoli", "Napoli (NA)", 0), ("Novara", "Novara (NO)", 1)])
def test_a_town_outside_the_map_is_said_to_be_outside_and_no_other_one_is_taken_for_it(
    open_page: OpenPage, words: str, label: str, offered: int
) -> None:
    page = open_page("find")
    page.text_input(key=state.WORDS).input(words)
    page.button[0].click().run()
    [said] = page.warning
    assert said.value == (
        f"{plain_markdown(label)} è fuori dal territorio di questa mappa, che copre: Lombardia, provincia di Verona."
    )
    assert not page.subheader
    assert sum(str(button.key).startswith("candidate-") for button in page.button) == offered


def test_what_is_wrong_with_the_words_is_said_as_long_as_they_stand_above_the_list_of_another_place(
    open_page: OpenPage,
) -> None:
    page = open_page("find", **LEGNANO)
    page.text_input(key=state.WORDS).input("Novara")
    page.button[0].click().run()
    page.segmented_control(key=state.MODE).set_value("walk").run()
    assert page.text_input(key=state.WORDS).value == "Novara"
    assert "Legnano" in sentence(page)
    assert [said.value.split(",")[0] for said in page.warning] == [
        f"{plain_markdown('Novara (NO)')} è fuori dal territorio di questa mappa"
    ]
    page.session_state[state.POINT], page.session_state[state.POINT_NAME] = (10.993, 45.438), None
    assert not page.run().warning


def test_a_pasted_text_is_said_to_be_too_long_and_the_field_has_an_end(open_page: OpenPage) -> None:
    page = open_page("find")
    field = page.text_input(key=state.WORDS)
    assert field.max_chars == MOST_CHARACTERS
    field.input("x" * MOST_CHARACTERS)
    page.button[0].click().run()
    assert page.warning[0].value.startswith("Il testo è troppo lungo")


@pytest.mark.parametrize("name", ["find", "firms"])
def test_the_place_of_an_address_is_named_in_the_field_until_another_one_is_typed(
    open_page: OpenPage, name: str
) -> None:
    page = open_page(name, **LEGNANO)
    field = page.text_input(key=state.WORDS)
    assert field.value == "Legnano"
    field.input("cremona")
    page.button[0].click().run()
    assert page.run().text_input(key=state.WORDS).value == "cremona"
    page.session_state[state.POINT], page.session_state[state.POINT_NAME] = (10.993, 45.438), None
    assert page.run().text_input(key=state.WORDS).value == "Verona"


def test_a_point_that_an_address_has_outside_the_map_names_nothing_in_the_field(open_page: OpenPage) -> None:
    page = open_page("find", lon="14.27", lat="40.85")
    assert not page.text_input(key=state.WORDS).value
    [said] = page.warning
    assert "fuori dal territorio" in said.value


def test_the_page_speaks_english(open_page: OpenPage, html_words: Callable[[AppTest], str]) -> None:
    page = open_page("find", lang="en", **LEGNANO)
    assert "services within 15 min" in sentence(page)
    assert "Demonstration" in html_words(page)
    assert not re.search(r"\b(Posti|Orari|Contatti|Fonte|Dati)\b", html_words(page))


def test_a_layer_that_is_gone_is_left_out(open_page: OpenPage) -> None:
    page = open_page("find", layers="services:elders,services:planets,organisations:nobody", level="galaxy")
    assert address(page) == {"layers": "services:elders"}
    [said] = page.warning
    assert "confini in evidenza «galaxy» (qui si usa: Province)" in said.value
    assert "che cosa mostra la mappa «services\\:planets, organisations\\:nobody» (non se ne tiene conto)" in said.value


def test_what_a_link_says_badly_is_said_until_the_visitor_changes_something(open_page: OpenPage) -> None:
    damaged = {"from": "xyz", "limit": "abc", "min": "0", "groups": "elders,planets", "planet": "mars"}
    page = open_page("find", **LEGNANO, **damaged, utm_source="newsletter", report="demo:1")
    [said] = page.warning
    assert said.value == (
        "Del collegamento non si è potuto leggere: minuti al massimo «0» (qui si usa: 15); "
        "limite in minuti o in chilometri «abc» (qui si usa: In minuti); "
        "che cosa cerchi «planets» (qui si usa: Anziani); "
        "primo giorno «xyz» (non se ne tiene conto); la parte «planet» (questa mappa non la conosce). "
        "Tutto il resto è come nel collegamento."
    )
    page.run()
    assert page.warning[0].value == said.value
    page.segmented_control(key=state.MODE).set_value("walk").run()
    assert not page.warning


def test_a_card_or_a_firm_that_is_not_on_this_map_is_said_and_leaves_the_address(open_page: OpenPage) -> None:
    page = open_page("find", selected="nope")
    assert "scheda aperta «nope» (non se ne tiene conto)" in page.warning[0].value
    assert address(page) == {}


def test_words_of_strangers_stand_in_no_sentence_of_ours(open_page: OpenPage) -> None:
    page = open_page("find", **{"Chiama subito 899": "vai", "Chiama-899-123": "vai", "grups": "elders"}, lang="8" * 99)
    assert page.warning[0].value == (
        f"Del collegamento non si è potuto leggere: lingua «{'8' * LONGEST}…» (qui si usa: italiano); "
        "la parte «grups» (questa mappa non la conosce); una parte che questa mappa non conosce. "
        "Tutto il resto è come nel collegamento."
    )


def test_half_a_place_is_said(open_page: OpenPage) -> None:
    page = open_page("find", lon="8.918", lat="45,594x")
    assert "latitudine del luogo «45,594x» (non se ne tiene conto)" in page.warning[0].value
    assert "longitudine" not in page.warning[0].value
    assert "longitudine del luogo «8\\.918»" in open_page("find", lon="8.918").warning[0].value


def test_the_desk_is_asked_only_once_somebody_opens_it(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find", **LEGNANO)
    assert "Dove lavori: Legnano (MI)" not in html_words(page)
    page.session_state["desk"] = True
    page.run()
    assert not page.exception
    assert "Dove lavori: Legnano (MI)" in html_words(page)
    assert "+39 03311816367" in html_words(page)


def test_an_employer_is_found_by_name_and_the_name_stays_out_of_the_address(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find", **LEGNANO)
    page.session_state["desk"] = True
    page.run()
    page.text_input(key=state.EMPLOYER).input("verona innovazione").run()
    assert not page.exception
    assert "Verona Secondo Welfare" in html_words(page)
    assert set(address(page)) == {"lon", "lat"}


def test_the_reachable_area_is_drawn_only_when_it_is_asked_for(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find", **LEGNANO)
    assert "km²" not in html_words(page)
    assert address(page) == LEGNANO
    page.toggle(key=state.REACH).set_value(True).run()
    assert not page.exception
    assert "entro circa 10 min" in html_words(page)
    assert address(page) == {**LEGNANO, "reach": "true"}
    assert html_words(open_page("find", **address(page))) == html_words(page)


def test_the_reachable_area_says_what_its_figures_do_not_know(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    said = html_words(open_page("find", reach="true", **LEGNANO))
    for words in ("Residenti, circa", "dimostrativi", "in linea d'aria", "come se in ogni comune"):
        assert words in said


def test_the_reachable_area_counts_the_services_of_the_filters(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find", reach="true", min="30", mode="walk", groups="elders", **LEGNANO)
    within = re.search(r"entro circa 30 min\s+\S+\s+\S+\s+(\d+)", html_words(page))
    assert within is not None
    assert int(within[1]) == count(page)


def test_without_a_place_there_is_no_area_and_the_address_keeps_the_wish(open_page: OpenPage) -> None:
    page = open_page("find", reach="true")
    assert address(page) == {"reach": "true"}


def test_the_fee_of_the_familys_isee_is_on_the_cards_and_in_no_address(
    open_page: OpenPage, html_words: Callable[[AppTest], str]
) -> None:
    page = open_page("find", **LEGNANO, groups="small_children")
    assert "Verifica con l'ufficio" in html_words(page)
    assert "Retta per il tuo ISEE" not in html_words(page)
    page.number_input(key=state.ISEE).set_value(12345).run()
    assert not page.exception
    assert "Retta per il tuo ISEE" in html_words(page)
    assert "12345" not in str(address(page))
