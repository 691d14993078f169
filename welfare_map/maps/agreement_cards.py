"""Cards of good practices and of initiatives, each traced to its document."""

from collections.abc import Iterable, Mapping, Sequence

from welfare_map.maps.parts import contact_html, definition_list, tag
from welfare_map.maps.popups import escape
from welfare_map.model import DocumentRow, InitiativeRow, MemberRow, PracticeRow, StepRow
from welfare_map.texts import formats, text


def practice_card(row: PracticeRow, lang: str) -> str:
    """Build the card of one good practice."""
    labels = "".join(tag(text(f"codes.theme.{theme}", lang)) for theme in row.themes)
    if row.is_demo:
        labels += tag(text("card.demo", lang), style="wm-demo")
    publisher = row.source_publisher or text("agreements.publisher_unknown", lang)
    source = text(
        "agreements.practice_source",
        lang,
        title=row.source_document,
        publisher=publisher,
        paragraph=row.source_paragraph,
    )
    return (
        f'<article class="wm-card" id="{escape(row.practice_id)}"><h3>{escape(row.title[lang])}</h3>'
        f'<p class="wm-labels">{labels}</p><p>{escape(row.description[lang])}</p>'
        f"{definition_list(_practice_facts(row, lang))}"
        f'<p class="wm-source">{escape(source)}</p></article>'
    )


def _practice_facts(row: PracticeRow, lang: str) -> Iterable[tuple[str, str]]:
    yield text("agreements.initiative", lang), escape(row.initiative_name)
    yield text("agreements.where", lang), escape(_practice_place(row, lang))
    if row.phase:
        yield text("agreements.phase", lang), escape(text(f"codes.phase.{row.phase}", lang))
    if row.size_classes:
        sizes = ", ".join(text(f"codes.size.{size}", lang) for size in row.size_classes)
        yield text("agreements.sizes", lang), escape(sizes)
    if row.cost_class:
        yield text("agreements.cost", lang), escape(text(f"codes.cost.{row.cost_class}", lang))
    yield text("agreements.result", lang), escape(row.result.get(lang) or "")
    yield text("agreements.contact", lang), escape(row.contact.get(lang) or "")


def _practice_place(row: PracticeRow, lang: str) -> str:
    said = row.organisation_name or ""
    if row.travel_min is not None:
        minutes = formats.minutes(row.travel_min, lang, is_approximate=row.is_approximate)
        return f"{said} · {minutes}".strip(" ·")
    here = "agreements.practice_place_here" if row.applies_here else "agreements.practice_place_territory"
    return f"{said} · {text(here, lang)}".strip(" ·")


def initiative_card(row: InitiativeRow, lang: str) -> str:
    """Build the card of one initiative: phases as a timeline, members, how to adhere, contacts, documents."""
    labels = tag(_period(row, lang)) if row.start_year else ""
    labels += tag(text("agreements.municipalities", lang, count=formats.number(len(row.municipality_codes), lang)))
    labels += tag(text("card.demo", lang), style="wm-demo") if row.is_demo else ""
    blocks = (
        ("agreements.phases", _timeline(row.phases, lang)),
        ("agreements.actions", _steps(row.actions, lang)),
        ("agreements.members", _members(row.members, lang)),
        ("agreements.how_to_adhere", _paragraph(row.how_to_adhere.get(lang))),
        ("agreements.contacts", _contacts(row, lang)),
        ("agreements.documents", _documents(row.sources, lang)),
    )
    body = "".join(f"<h4>{escape(text(key, lang))}</h4>{html}" for key, html in blocks if html)
    return (
        f'<article class="wm-card wm-initiative" id="{escape(row.initiative_id)}"><h3>{escape(row.name)}</h3>'
        f'<p class="wm-labels">{labels}</p>{_paragraph(row.summary.get(lang))}{_paragraph(row.aim.get(lang))}'
        f"{body}</article>"
    )


def _period(row: InitiativeRow, lang: str) -> str:
    if row.end_year:
        said = text("agreements.period", lang, start=str(row.start_year), end=str(row.end_year))
    else:
        said = text("agreements.period_from", lang, start=str(row.start_year))
    return said + (f", {text('agreements.ongoing', lang)}" if row.is_ongoing else "")


def _paragraph(words: str | None) -> str:
    return f"<p>{escape(words)}</p>" if words else ""


def _timeline(steps: Sequence[StepRow], lang: str) -> str:
    items = "".join(f"<li>{_step(step, lang)}</li>" for step in steps)
    return f'<ol class="wm-timeline">{items}</ol>' if items else ""


def _steps(steps: Sequence[StepRow], lang: str) -> str:
    items = "".join(f"<li>{_step(step, lang)}</li>" for step in steps)
    return f'<ul class="wm-steps">{items}</ul>' if items else ""


def _step(step: StepRow, lang: str) -> str:
    years = "–".join(str(year) for year in (step.start_year, step.end_year) if year)
    said = f"<strong>{escape(step.name[lang])}</strong>" + (f" <small>{escape(years)}</small>" if years else "")
    description = step.description.get(lang)
    return said + (f"<br>{escape(description)}" if description else "")


def _members(members: Sequence[MemberRow], lang: str) -> str:
    if not members:
        return f"<p>{escape(text('agreements.members_none', lang))}</p>"
    roles: Mapping[str, list[str]] = {member.role: [] for member in members}
    for member in members:
        roles[member.role].append(member.organisation_name)
    pairs = ((text(f"codes.role.{role}", lang), escape(", ".join(names))) for role, names in roles.items())
    return definition_list(pairs)


def _contacts(row: InitiativeRow, lang: str) -> str:
    name = escape(row.contact_name.get(lang) or "")
    lines = [contact_html(phone, None, None, lang) for phone in row.contact_phones]
    if row.contact_email:
        lines.append(contact_html(None, row.contact_email, None, lang))
    said = " · ".join([part for part in (name, *lines) if part])
    return f"<p>{said}</p>" if said else ""


def _documents(documents: Sequence[DocumentRow], lang: str) -> str:
    items = "".join(f"<li>{escape(_document(document, lang))}</li>" for document in documents)
    return f"<ul>{items}</ul>" if items else ""


def _document(document: DocumentRow, lang: str) -> str:
    publisher = document.publisher or text("agreements.publisher_unknown", lang)
    return ", ".join(filter(None, (f"«{document.title}»", publisher, document.published_on)))
