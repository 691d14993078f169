import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.contacts import clean_email, clean_role_email, clean_website, is_personal

SIGNS = st.text(alphabet="abIT@.:/;,_-<> 19?#'\"", max_size=40)


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("NIDO@ESEMPIO.IT", "nido@esempio.it", id="capitals"),
        pytest.param("uno@esempio.it; due@esempio.it", "uno@esempio.it", id="the first of two"),
        pytest.param("Nido <nido@esempio.it>", "nido@esempio.it", id="with a name"),
        pytest.param("mailto:nido@esempio.it", "nido@esempio.it", id="as a link"),
        pytest.param("nido@esempio", None, id="no domain"),
        pytest.param("www.esempio.it", None, id="a site"),
        pytest.param("Non Disponibile", None, id="word for missing"),
        pytest.param("a" * 250 + "@esempio.it", None, id="too long"),
    ],
)
def test_a_mailbox_is_the_first_address_in_small_letters(published: str, clean: str | None) -> None:
    assert clean_email(published) == clean


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("WWW.ESEMPIO.IT", "https://www.esempio.it", id="no scheme"),
        pytest.param("HTTPS://ESEMPIO.IT/", "https://esempio.it", id="capitals and final slash"),
        pytest.param("http//esempio.it", "http://esempio.it", id="colon lost"),
        pytest.param("http:/esempio.it/Nido", "http://esempio.it/Nido", id="slash lost, path keeps its case"),
        pytest.param("www.uno.it; www.due.it", "https://www.uno.it", id="the first of two"),
        pytest.param("nido@esempio.it", None, id="a mailbox"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("https://nido@esempio.it", None, id="with a user"),
        pytest.param("no", None, id="a word"),
    ],
)
def test_a_site_has_a_scheme_and_a_host_or_is_missing(published: str, clean: str | None) -> None:
    assert clean_website(published) == clean


@pytest.mark.parametrize(
    ("email", "expected"),
    [
        ("anna.bianchi@esempio.it", True),
        ("a.bianchi@esempio.it", True),
        ("anna_bianchi@esempio.it", True),
        ("segreteria.bianchi@esempio.it", False),
        ("asilo.bianchi@esempio.it", False),
        ("s.rocco@esempio.it", False),
        ("nidobianchi@esempio.it", False),
    ],
)
def test_a_mailbox_of_a_name_and_a_surname_is_a_persons(email: str, *, expected: bool) -> None:
    assert is_personal(email) is expected


@pytest.mark.parametrize(
    ("published", "clean"),
    [
        pytest.param("mario.rossi@gmail.com", None, id="a person's"),
        pytest.param("mario.rossi@gmail.com; INFO@esempio.it", "info@esempio.it", id="an office's after a person's"),
        pytest.param("info@esempio.it", "info@esempio.it", id="an office's"),
    ],
)
def test_a_persons_mailbox_is_passed_over(published: str, clean: str | None) -> None:
    assert clean_role_email(published) == clean


@given(SIGNS)
def test_cleaning_a_contact_twice_is_cleaning_it_once(words: str) -> None:
    for cleaner in (clean_email, clean_role_email, clean_website):
        assert cleaner(cleaner(words)) == cleaner(words)
