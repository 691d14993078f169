"""The facts of a firm that is described in the open page: nothing is stored until somebody sends it."""

from typing import Final

import streamlit as st

from geodata.cleaning.contacts import clean_email, clean_role_email
from geodata.codes import SECTOR_CODES, OrganisationKind, PositionQuality, size_of
from welfare_map.maps.firm_cards import sector_words
from welfare_map.model import OWN_FIRM, Firm, FirmSite
from welfare_map.questions.sectors import sectors_named
from welfare_map.register.uploads.identifiers import clean_sector, clean_vat_code
from welfare_map.texts import text
from welfare_map.ui import state
from welfare_map.ui.components.fault_place import fault_place
from welfare_map.ui.components.firms.firm_filters import initiative_names
from welfare_map.ui.components.place_search import Place
from welfare_map.ui.context import Page

NAME: Final = "own_name"
KIND: Final = "own_kind"
VAT: Final = "own_vat"
EMPLOYEES: Final = "own_employees"
SECTOR: Final = "own_sector"
SECTOR_WORDS: Final = "own_sector_words"
ADDRESS: Final = "own_address"
EMAIL: Final = "own_email"
INITIATIVES: Final = "own_initiatives"
KINDS: Final = (OrganisationKind.COMPANY, OrganisationKind.COOPERATIVE)
MAX_EMPLOYEE_COUNT: Final = 1_000_000
MAX_CHARACTERS: Final = 200
AUTOCOMPLETE: Final = {"name": "organization"}
"""What a browser that knows who one is may fill in (WCAG 1.3.5), beside the e-mail."""


def ask_facts(page: Page) -> None:
    """Draw the fields; what is wrong is said under its field, and does not count."""
    lang = page.lang
    with st.container(key="own-facts"):
        left, right = st.columns(2, gap="medium")
        with left:
            _ask_text("name", NAME, lang)
            st.segmented_control(
                text("firms.own.kind", lang),
                KINDS,
                format_func=lambda code: text(f"codes.organisation_kind.{code}", lang),
                key=KIND,
                persist_state="session",
            )
            _ask_employees(lang)
            _ask_sector(lang)
        with right:
            _ask_vat(lang)
            _ask_text("address", ADDRESS, lang)
            _ask_email(lang)
            _ask_initiatives(page)


def described(page: Page, place: Place | None) -> Firm | None:
    """Return the firm as it was described, standing at the chosen place; None while nothing was said."""
    if not any(state.get(key) for key in (NAME, EMPLOYEES, SECTOR_WORDS, INITIATIVES)):
        return None
    employee_count = state.get(EMPLOYEES)
    point = own_site(page, place)
    return Firm(
        organisation_id=OWN_FIRM,
        organisation_name=str(state.get(NAME) or "").strip() or text("firms.own.unnamed", page.lang),
        organisation_kind=OrganisationKind(state.get(KIND) or OrganisationKind.COMPANY),
        sector_code=_sector_code(page.lang),
        size_class=size_of(int(employee_count)) if employee_count else None,
        employee_count=int(employee_count) if employee_count else None,
        vat_code=_vat_code(),
        address=str(state.get(ADDRESS) or "").strip() or None,
        municipality_code=point.municipality_code,
        municipality_name=_town(page, point.municipality_code),
        lon=point.lon,
        lat=point.lat,
        position_quality=point.position_quality,
        email=clean_role_email(state.get(EMAIL)),
        initiative_ids=tuple(item for item in state.get(INITIATIVES) or () if item in initiative_names(page)),
        sites=(point,),
    )


def own_site(page: Page, place: Place | None) -> FirmSite:
    """Return the first site of a described firm: where minutes start, approximate where a link gave it."""
    if place is None:
        return FirmSite(
            site_number=1, site_name=None, municipality_code=None, lon=None, lat=None, position_quality="none"
        )
    known = set(PositionQuality)
    return FirmSite(
        site_number=1,
        site_name=None,
        municipality_code=page.snapshot.territory.locate(place.lon, place.lat),
        lon=place.lon,
        lat=place.lat,
        position_quality=place.quality if place.quality in known else PositionQuality.PLACE,
    )


def _vat_code() -> str | None:
    value = clean_vat_code(str(state.get(VAT) or "")).value
    return None if value is None else str(value)


def _town(page: Page, code: str | None) -> str | None:
    territory = page.snapshot.territory
    return None if code is None else str(territory.municipalities["municipality_name"].iat[territory.row_of(code)])


def _ask_text(name: str, key: str, lang: str) -> None:
    st.text_input(
        text(f"firms.own.{name}", lang),
        max_chars=MAX_CHARACTERS,
        autocomplete=AUTOCOMPLETE.get(name),
        key=key,
        persist_state="session",
    )


def _ask_employees(lang: str) -> None:
    count = st.number_input(
        text("firms.own.employees", lang),
        min_value=1,
        max_value=MAX_EMPLOYEE_COUNT,
        value=None,
        step=1,
        key=EMPLOYEES,
        persist_state="session",
    )
    if count:
        st.caption(text("firms.own.size", lang, size=text(f"codes.size.{size_of(int(count))}", lang)))


def _ask_sector(lang: str) -> None:
    """Ask for an ATECO code or for what the firm does, and say which division that is, or which it may be."""
    st.text_input(
        text("firms.own.sector", lang),
        placeholder=text("firms.own.sector_placeholder", lang),
        max_chars=MAX_CHARACTERS,
        key=SECTOR_WORDS,
        persist_state="session",
    )
    found = _sectors(lang)
    if len(found) > 1:
        st.radio(
            text("firms.own.sector_which", lang),
            found,
            index=None,
            format_func=lambda code: sector_words(code, lang),
            key=SECTOR,
            persist_state="session",
        )
    elif found:
        st.caption(sector_words(found[0], lang))
    elif state.get(SECTOR_WORDS):
        with fault_place(SECTOR_WORDS):
            st.warning(text("firms.own.sector_unknown", lang))


def _sectors(lang: str) -> tuple[str, ...]:
    """Return the divisions that may be meant: that of a code, else those of the words."""
    words = str(state.get(SECTOR_WORDS) or "")
    division = clean_sector(words).value or words.strip().removeprefix("C").strip()
    return (str(division),) if division in SECTOR_CODES else sectors_named(words, lang)


def _sector_code(lang: str) -> str | None:
    found = _sectors(lang)
    chosen = found[0] if len(found) == 1 else state.get(SECTOR)
    return chosen if chosen in found else None


def _ask_vat(lang: str) -> None:
    """Ask for the VAT number; its check digits are looked at, and a person's tax code is refused."""
    _ask_text("vat", VAT, lang)
    rule = clean_vat_code(str(state.get(VAT) or "")).rule
    if rule:
        with fault_place(VAT):
            st.warning(text(f"firms.own.{rule}", lang))


def _ask_email(lang: str) -> None:
    """Ask for the office's mailbox; a person's is refused."""
    st.text_input(
        text("firms.own.email", lang),
        placeholder="info@…",
        max_chars=MAX_CHARACTERS,
        autocomplete="email",
        key=EMAIL,
        persist_state="session",
    )
    words = state.get(EMAIL)
    if words and clean_role_email(words) is None:
        with fault_place(EMAIL):
            st.warning(text("firms.own.email_personal" if clean_email(words) else "firms.own.email_bad", lang))


def _ask_initiatives(page: Page) -> None:
    names = initiative_names(page)
    st.multiselect(
        text("firms.own.initiatives", page.lang),
        list(names),
        format_func=names.__getitem__,
        placeholder=text("firms.own.initiatives_none", page.lang),
        key=INITIATIVES,
        persist_state="session",
    )
