"""Cards of the desk: whom to call for a municipality, and what an employer joined."""

from collections.abc import Iterable, Sequence

from welfare_map.maps.parts import contact_html, definition_list, tag
from welfare_map.maps.popups import escape
from welfare_map.model import AdhesionRow, DeskInitiative, DeskRow, EmployerRow
from welfare_map.texts import text


def desk_card(row: DeskRow, lang: str) -> str:
    """Build the card of one municipality: district, office, agreements."""
    facts = definition_list(
        (
            (text("card.territory.district", lang), escape(_district(row, lang))),
            (text("desk.office", lang), _office(row, lang)),
        )
    )
    return (
        f'<article class="wm-card"><h3>{escape(text(f"desk.where.{row.where}", lang))}: '
        f"{escape(row.municipality_name)} ({escape(row.province_short)})</h3>{facts}"
        f"<h4>{escape(text('desk.initiatives', lang))}</h4>{_initiatives(row.initiatives, lang)}</article>"
    )


def _district(row: DeskRow, lang: str) -> str:
    if not row.district_name:
        return text("desk.district_none", lang)
    unverified = "" if row.district_is_verified else f" ({text('card.territory.district_unverified', lang)})"
    return row.district_name + unverified


def _office(row: DeskRow, lang: str) -> str:
    office = row.district_office
    if office is None:
        return escape(text("desk.office_none", lang))
    name = office.name if lang == "it" else office.name_en
    return f"{escape(name)}<br>{contact_html(office.phone, office.email, office.website, lang)}"


def _initiatives(rows: Sequence[DeskInitiative], lang: str) -> str:
    if not rows:
        return f"<p>{escape(text('desk.initiatives_none', lang))}</p>"
    return "<ul>" + "".join(f"<li>{_initiative(row, lang)}</li>" for row in rows) + "</ul>"


def _initiative(row: DeskInitiative, lang: str) -> str:
    labels = tag(text("desk.ended", lang)) if row.has_ended else ""
    labels += tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    contacts = [contact_html(phone, None, None, lang) for phone in row.contact_phones]
    contacts += [contact_html(None, row.contact_email, None, lang)] if row.contact_email else []
    who = " · ".join(part for part in (escape(row.contact_name[lang]), *contacts) if part)
    said = f"<br>{escape(text('desk.who', lang))}: {who}" if who else ""
    return f"{escape(row.name)} {labels}{said}"


def employer_card(row: EmployerRow, lang: str) -> str:
    """Build the card of one organisation: its documented adhesions and its own practices."""
    labels = tag(text(f"codes.organisation_kind.{row.organisation_kind}", lang))
    labels += tag(row.municipality_name) if row.municipality_name else ""
    labels += tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    items = "".join(f"<li>{_adhesion(adhesion, lang)}</li>" for adhesion in row.adhesions)
    body = f"<h4>{escape(text('desk.adhesions', lang))}</h4><ul>{items}</ul>" if items else ""
    body = body or f"<p>{escape(text('desk.adhesions_none', lang))}</p>"
    return (
        f'<article class="wm-card"><h3>{escape(row.organisation_name)}</h3>'
        f'<p class="wm-labels">{labels}</p>{body}</article>'
    )


def _adhesion(row: AdhesionRow, lang: str) -> str:
    labels = tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    lines = "".join(f'<br><span class="wm-source">{escape(line)}</span>' for line in _adhesion_lines(row, lang))
    return f"{escape(row.initiative_name)} {labels}{lines}"


def _adhesion_lines(row: AdhesionRow, lang: str) -> Iterable[str]:
    since = f", {text('desk.since', lang, year=str(row.since_year))}" if row.since_year else ""
    yield text(f"codes.role.{row.role}", lang) + since
    if row.practice_titles:
        yield f"{text('desk.own_practices', lang)}: {'; '.join(title[lang] for title in row.practice_titles)}"
    if row.document:
        yield text("desk.document", lang, title=row.document.title)
