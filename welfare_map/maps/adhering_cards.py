"""What adhesion to an initiative brings, and the offices to write to, each traced to its document."""

from collections.abc import Sequence

from welfare_map.maps.parts import contact_html
from welfare_map.maps.popups import escape
from welfare_map.model import AdheringContact, AdheringRow, StepRow
from welfare_map.texts import text


def adhering_card(row: AdheringRow, lang: str) -> str:
    """Build what adhesion brings and whom to write to."""
    blocks = (
        ("adhering.brings", _benefits(row.benefits, lang)),
        ("adhering.contacts", _contacts(row.contacts, lang)),
    )
    return "".join(f"<h4>{escape(text(key, lang))}</h4>{html}" for key, html in blocks)


def _benefits(steps: Sequence[StepRow], lang: str) -> str:
    if not steps:
        return f"<p>{escape(text('adhering.brings_none', lang))}</p>"
    return f'<ul class="wm-steps">{"".join(f"<li>{_benefit(step, lang)}</li>" for step in steps)}</ul>'


def _benefit(step: StepRow, lang: str) -> str:
    said = f"<strong>{escape(step.name[lang])}</strong><br>{escape(step.description[lang])}"
    if step.paragraph is None:
        return said
    cited = text("adhering.paragraph", lang, paragraph=step.paragraph)
    return f'{said} <span class="wm-source">({escape(cited)})</span>'


def _contacts(offices: Sequence[AdheringContact], lang: str) -> str:
    if not offices:
        return f"<p>{escape(text('adhering.contacts_none', lang))}</p>"
    listed = "".join(
        f"<p><strong>{escape(office.name[lang])}</strong><br>{_contact(office, lang)}</p>" for office in offices
    )
    return f'{listed}<p class="wm-source">{escape(text("adhering.to_verify", lang))}</p>'


def _contact(office: AdheringContact, lang: str) -> str:
    lines = [contact_html(phone, None, None, lang) for phone in office.phones]
    lines += [contact_html(None, office.email, None, lang)] if office.email else []
    if office.municipality_names:
        towns = escape(f"{text('adhering.serves', lang)}: {', '.join(office.municipality_names)}")
        lines.append(f'<span class="wm-source">{towns}</span>')
    return "<br>".join(lines)
