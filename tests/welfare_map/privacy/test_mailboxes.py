"""Nobody's own mailbox leaves the register, wherever somebody wrote it."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.cleaning.contacts import MAILBOX, without_personal
from geodata.routing.estimate import Estimate
from geodata.tables import CONTRACTS, conform
from welfare_map.exports.envelope import envelope
from welfare_map.exports.files import TableFormat, table_bytes
from welfare_map.exports.tables import published_table
from welfare_map.firm_tables import guarded
from welfare_map.maps.agreement_cards import initiative_card
from welfare_map.maps.firm_cards import firm_card
from welfare_map.model import FirmsQuery, InitiativesQuery
from welfare_map.questions.firms import firms
from welfare_map.questions.initiatives import initiatives
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
PERSONS = (
    *("mario.rossi", "Mario.Castelli", "luca.crespi", "anna.villa", "paola.cremonesi", "maria.casati"),
    *("giulia.scotti", "marco.smeraldi", "mario-rossi", "mario.rossi1", "rossi.m", "mario.de.luca", "m_rossi"),
    *("rossi", "info.rossi"),
)
"""By hand: before the @ of what nobody may see."""
OFFICES = ("info", "Segreteria", "ufficio.personale", "hr", "rsa", "info2")
MAILBOXES = st.builds("{}@{}.it".format, st.sampled_from((*PERSONS, *OFFICES)), st.sampled_from(["a", "ditta"]))
WORDS = st.lists(
    st.one_of(st.sampled_from(["scrivere a", "oppure", "(", ")", ",", "tel. 0331"]), MAILBOXES), max_size=6
)


@pytest.fixture(scope="module")
def make_written(make_snapshot: Callable[..., Snapshot], make_row: Callable[..., dict[str, Any]], at_km: Any) -> Any:
    """Make a snapshot in which somebody wrote these words wherever a firm can be reached."""
    lon, lat = at_km(6, 5)

    def written(mailbox: str, words: str) -> Snapshot:
        firm = {"organisation_id": "firm", "organisation_name": "Filanda", "organisation_kind": "company"}
        need = {"need_offer_id": "n", "organisation_id": "firm", "direction": "need", "exchange_kind": "nursery"}
        pact = {"initiative_id": "pact", "name": "Patto", "territory": "district:valle", "contact_email": mailbox}
        place = {"lon": lon, "lat": lat, "position_quality": "exact", "municipality_code": "901001"}
        return make_snapshot(
            {
                "organisations": [make_row("firm", **firm, **place, email=mailbox)],
                "initiatives": [make_row("pact", **pact)],
                "adhesions": [make_row("a", organisation_id="firm", initiative_id="pact", role="member")],
                "needs_offers": [make_row("n", **need, description=words, visibility="public")],
            }
        )

    return written


def everything(snapshot: Snapshot, at: tuple[float, float]) -> str:
    """Return the files, answers and cards in which a firm or its agreement can be reached."""
    near = firms(snapshot, FirmsQuery(as_of_on=DAY, lon=at[0], lat=at[1], include_others=True), Estimate())
    pacts = initiatives(snapshot, InitiativesQuery(as_of_on=DAY))
    names = ("organisations", "initiatives", "needs_offers")
    tables = [published_table(snapshot, name, exported_on=DAY) for name in names]
    assert len(near.rows) == 1
    parts = [
        *(json.dumps(envelope(answer, "it"), ensure_ascii=False) for answer in (near, pacts)),
        *(firm_card(row, lang, number=1) for row in near.rows for lang in ("it", "en")),
        *(initiative_card(row, "it") for row in pacts.rows),
        *(table_bytes(table, TableFormat.CSV, "it").decode() for table in tables),
    ]
    return "\n".join(parts)


def persons_in(words: str) -> list[str]:
    """Return the mailboxes of ``PERSONS`` that stand among words."""
    before_the_at = {found[1].lower() for found in re.finditer(r"([^\s@,;:()<>\"]+)@", words)}
    return sorted(before_the_at & {person.lower() for person in PERSONS})


@settings(max_examples=12)
@given(mailbox=MAILBOXES, words=WORDS)
def test_no_file_answer_or_card_shows_a_persons_mailbox(
    make_written: Any, at_km: Callable[..., tuple[float, float]], mailbox: str, words: list[str]
) -> None:
    snapshot = make_written(mailbox, " ".join(words))
    assert persons_in(everything(snapshot, at_km(5, 5))) == []


def test_no_persons_mailbox_comes_out_of_any(make_written: Any, at_km: Callable[..., tuple[float, float]]) -> None:
    for person in PERSONS:
        snapshot = make_written(f"{person}@ditta.it", f"scrivere a {person}@ditta.it")
        assert persons_in(everything(snapshot, at_km(5, 5))) == []


PUBLISHED = {("services", "email"), ("district_offices", "email")}
"""Contacts that public registers publish: the milder rule of services holds for them."""


def guarded_rows(name: str, rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return what is kept of rows of a table that say so much and no more."""
    empty = {other: pd.DataFrame(columns=list(contract.column_names)) for other, contract in CONTRACTS.items()}
    tables = {other: conform(table, CONTRACTS[other]) for other, table in empty.items()}
    tables[name] = conform(pd.DataFrame(rows, columns=list(CONTRACTS[name].column_names)), CONTRACTS[name])
    return guarded(tables)[name]


@pytest.mark.parametrize("name", list(CONTRACTS))
def test_no_column_into_which_people_write_keeps_a_persons_mailbox(name: str) -> None:
    texts = [one for one in CONTRACTS[name].columns if one.type == "text" and not one.allowed and not one.pattern]
    names = [one.name for one in texts if not one.name.endswith(("_id", "_ids")) and (name, one.name) not in PUBLISHED]
    kept = guarded_rows(name, [dict.fromkeys(names, f"a {person}@ditta.it o info@ditta.it") for person in PERSONS])
    for column in names:
        assert list(kept[column]) == ["a … o info@ditta.it"] * len(PERSONS)


def test_a_title_that_is_a_persons_mailbox_alone_is_still_a_title() -> None:
    kept = guarded_rows("plans", [{"title": "mario.rossi@ditta.it", "note": "mario.rossi@ditta.it"}])
    assert kept[["title", "note"]].to_numpy().tolist() == [["…", None]]


def test_a_mailbox_that_a_register_publishes_for_a_service_stays() -> None:
    kept = guarded_rows("services", [{"name": "Nido", "email": "coccinella@nido.it"}])
    assert list(kept["email"]) == ["coccinella@nido.it"]


def test_the_mailbox_of_an_office_is_shown(make_written: Any, at_km: Callable[..., tuple[float, float]]) -> None:
    snapshot = make_written("info@ditta.it", "scrivere a segreteria@ditta.it")
    assert {"info@ditta.it", "segreteria@ditta.it"} <= {
        found[0] for found in MAILBOX.finditer(everything(snapshot, at_km(5, 5)))
    }


@given(WORDS)
def test_other_words_stay_as_they_are(words: list[str]) -> None:
    written = " ".join(words)
    kept = without_personal(written)
    assert without_personal(kept) == kept
    assert re.sub(r"\S*[@…]\S*", "", kept) == re.sub(r"\S*@\S*", "", written)


def test_no_contract_has_a_mailbox_that_is_not_looked_at() -> None:
    columns = {(name, column.name) for name, table in CONTRACTS.items() for column in table.columns}
    mailboxes = {(name, column) for name, column in columns if "email" in column}
    assert mailboxes == {
        ("organisations", "email"),
        ("initiatives", "contact_email"),
        ("services", "email"),
        ("district_offices", "email"),
    }
    published = {
        (name, column.name)
        for name, table in CONTRACTS.items()
        for column in table.columns
        if column.is_published_mailbox
    }
    assert published == PUBLISHED
