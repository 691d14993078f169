import csv
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.cleaning.contacts import (
    ROLE_WORDS,
    clean_email,
    clean_role_email,
    clean_service_email,
    clean_website,
    clean_written_website,
    is_personal,
    is_role,
    without_personal,
)

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
    "written",
    [
        pytest.param('https://example.org/"><script>alert(1)</script>', id="signs that would go"),
        pytest.param("https://example.org/nido comunale", id="words that would go"),
        pytest.param("www.uno.it; www.due.it", id="the second of two"),
        pytest.param("nido@esempio.it", id="no site"),
    ],
)
def test_a_site_that_somebody_writes_is_not_kept_with_less_than_was_written(written: str) -> None:
    assert clean_written_website(written) is None
    assert clean_written_website(" WWW.ESEMPIO.IT/Nido?a=1#b\n") == "https://www.esempio.it/Nido?a=1#b"


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
def test_a_services_mailbox_of_a_name_and_a_surname_is_a_persons(email: str, *, expected: bool) -> None:
    assert is_personal(email) is expected


@pytest.mark.parametrize(
    "email",
    [
        *(
            "info",
            "INFO",
            "info2",
            "segreteria",
            "segreteria1",
            "hr",
            "personale",
            "ufficio.personale",
            "ufficiopersonale",
        ),
        *("risorse.umane", "risorseumane", "direzione.generale", "ufficio-hr", "info.welfare", "welfareaziendale"),
        *(
            "sportello.conciliazione",
            "ufficiodipiano",
            "ufficio.di.piano",
            "servizi.alla.famiglia",
            "pec",
            "hr_manager",
        ),
    ],
)
def test_a_mailbox_of_words_for_offices_is_an_offices(email: str) -> None:
    assert is_role(f"{email}@esempio.it")


GIVEN = "mario luca anna paola maria giulia marco rosa francesca andrea dario elena sara ugo carlo chiara".split()
SURNAMES = (
    "rossi castelli crespi villa cremonesi casati scotti smeraldi de.luca delpiero piano conti segre colombo "
    "brambilla fumagalli sala costa ferrari bianchi riva galli pirola sacchi infantino nidasio peccati "
    "peccarisi posca coppola comotti fondrini centemero santambrogio santagostino presidenti assi serventi "
    "operti ospitali residori personeni colleoni istrice mailander "
).split()
"""As they are in the registers of Lombardy; many begin like a word for an office."""
FORMS = (
    "{0}.{1}",
    "{0}_{1}",
    "{0}-{1}",
    "{0}{1}",
    "{1}.{0}",
    "{1}{0}",
    "{0[0]}.{1}",
    "{0[0]}{1}",
    "{1}.{0[0]}",
    "{1}",
    "{0}",
)
PERSONS = [form.format(*pair) for form in FORMS for pair in itertools.product(GIVEN, SURNAMES)]


def test_no_persons_mailbox_is_an_offices() -> None:
    found = [name for name in PERSONS for end in ("", "1", ".74", "_2020") if is_role(f"{name}{end}@ditta.it")]
    assert found == []


@pytest.mark.parametrize(
    "email",
    [
        *("mario.castelli", "luca.crespi", "anna.villa", "paola.cremonesi", "maria.casati", "giulia.scotti"),
        *(
            "marco.smeraldi",
            "mario-rossi",
            "mario.rossi1",
            "rossi.m",
            "mario.de.luca",
            "mario",
            "info.rossi",
            "rossi.hr",
        ),
        *("marìo.rossi", "nicolò", "hr.mario", "scuola.villa", "segreteria.bianchi", "d'angelo", "mario+info"),
    ],
)
def test_a_mailbox_that_may_be_a_persons_is_taken_for_one(email: str) -> None:
    assert not is_role(f"{email}@ditta.it")
    assert clean_role_email(f"{email}@ditta.it; info@ditta.it") == "info@ditta.it"
    assert without_personal(f"scrivere a {email}@ditta.it, grazie") == "scrivere a …, grazie"


@pytest.mark.parametrize("words", ["mario.rossi @ ditta.it", "<mario.rossi@ditta.it>", "mailto:mario.rossi@ditta.it"])
def test_a_persons_mailbox_is_taken_out_however_it_is_written(words: str) -> None:
    assert "rossi" not in without_personal(words)


def test_no_word_for_an_office_is_made_of_others() -> None:
    for word in ROLE_WORDS:
        others = "|".join(re.escape(other) for other in ROLE_WORDS - {word})
        assert not re.fullmatch(f"(?:{others})+", word), word


def test_every_mailbox_of_the_hand_edited_tables_is_an_offices() -> None:
    tables = sorted((Path(__file__).parents[3] / "data").glob("*/*.csv"))
    found = {
        row[name]
        for table in tables
        if table.stem in {"organisations", "initiatives"}
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
        for name in ("email", "contact_email")
        if row.get(name)
    }
    assert found
    assert [email for email in sorted(found) if not is_role(email)] == []


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
    assert clean_service_email(published) == clean


@given(SIGNS)
def test_cleaning_a_contact_twice_is_cleaning_it_once(words: str) -> None:
    for cleaner in (clean_email, clean_role_email, clean_service_email, clean_website):
        assert cleaner(cleaner(words)) == cleaner(words)
