"""Nobody's own mailbox leaves the register, wherever somebody wrote it."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.cleaning.contacts import MAILBOX, is_personal, without_personal
from geodata.routing.estimate import Estimate
from geodata.tables import CONTRACTS
from welfare_map.exports.envelope import envelope
from welfare_map.exports.files import TableFormat, table_bytes
from welfare_map.exports.tables import published_table
from welfare_map.maps.agreement_cards import initiative_card
from welfare_map.maps.firm_cards import firm_card
from welfare_map.model import FirmsQuery, InitiativesQuery
from welfare_map.questions.firms import firms
from welfare_map.questions.initiatives import initiatives
from welfare_map.snapshot import Snapshot

DAY = date(2026, 9, 15)
NAMES = st.sampled_from(["anna", "Bruno", "c", "info", "segreteria", "mario", "rsa", "Verdi", "bianchi", "ufficio"])
MAILBOXES = st.builds(
    "{}{}{}@{}.it".format, NAMES, st.sampled_from([".", "_", ""]), NAMES, st.sampled_from(["a", "ditta"])
)
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


@settings(max_examples=12)
@given(mailbox=MAILBOXES, words=WORDS)
def test_no_file_answer_or_card_shows_a_persons_mailbox(
    make_written: Any, at_km: Callable[..., tuple[float, float]], mailbox: str, words: list[str]
) -> None:
    snapshot = make_written(mailbox, " ".join(words))
    found = [one.lower() for one in MAILBOX.findall(everything(snapshot, at_km(5, 5)))]
    assert [one for one in found if is_personal(one)] == []


def test_the_mailbox_of_an_office_is_shown(make_written: Any, at_km: Callable[..., tuple[float, float]]) -> None:
    snapshot = make_written("info@ditta.it", "scrivere a segreteria@ditta.it")
    assert {"info@ditta.it", "segreteria@ditta.it"} <= set(MAILBOX.findall(everything(snapshot, at_km(5, 5))))


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
