import pytest

from welfare_map.maps.parts import contact_html, definition_list, table, tag

HOSTILE = '<script>alert("x")</script>'


def test_terms_are_plain_text_and_empty_values_are_left_out() -> None:
    made = definition_list([("<b>", "<em>1</em>"), ("Empty", "")])
    assert made == '<dl class="wm-facts"><dt>&lt;b&gt;</dt><dd><em>1</em></dd></dl>'


def test_a_list_without_values_is_nothing() -> None:
    assert definition_list([("Empty", "")]) == ""


def test_a_label_is_plain_text() -> None:
    assert HOSTILE not in tag(HOSTILE)
    assert "&lt;script&gt;" in tag(HOSTILE)


def test_contacts_become_links_of_their_kind() -> None:
    made = contact_html("+39033118163", "nido@example.org", "https://example.org/nido", "it")
    assert 'href="tel:+39033118163"' in made
    assert 'href="mailto:nido@example.org"' in made
    assert 'href="https://example.org/nido"' in made


@pytest.mark.parametrize("website", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "example.org"])
def test_only_web_addresses_become_links(website: str) -> None:
    assert "<a" not in contact_html(None, None, website, "it")


@pytest.mark.parametrize(("lang", "words"), [("it", "non noti"), ("en", "not known")])
def test_unknown_contacts_are_said_to_be_unknown(lang: str, words: str) -> None:
    assert contact_html(None, None, None, lang) == words


def test_a_table_escapes_its_heads_and_label_and_can_be_scrolled_by_keyboard() -> None:
    made = table([HOSTILE], [["<em>1</em>"]], 'Fonti "e" <licenze>')
    assert HOSTILE not in made
    assert "<td><em>1</em></td>" in made
    assert 'role="region" aria-label="Fonti &quot;e&quot; &lt;licenze&gt;" tabindex="0"' in made


def test_a_table_has_a_name_of_its_own() -> None:
    assert '<table class="wm-table" aria-label="Fonti &quot;e&quot;">' in table(["Nome"], [["1"]], 'Fonti "e"')
