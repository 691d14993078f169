"""How a firm joins an agreement: what its documents say that adhesion brings, and whom to write to."""

from collections.abc import Iterator

from geodata.codes import Level
from geodata.errors import InputError
from welfare_map.model import (
    AdheringAnswer,
    AdheringContact,
    AdheringQuery,
    AdheringRow,
    InitiativeRow,
    InitiativesQuery,
    Phrase,
    Standing,
    TerritoryQuery,
    TerritoryRow,
)
from welfare_map.questions.cells import both_languages, items, optional, records
from welfare_map.questions.initiatives import initiatives, steps_of
from welfare_map.questions.territory import territory
from welfare_map.questions.trust import asked, source_notes
from welfare_map.snapshot import Snapshot


def adhering(snapshot: Snapshot, query: AdheringQuery) -> AdheringAnswer:
    """
    Tell what adhesion to an initiative brings, whom to write to, and what the documents do not say.

    The office is the one that a document of the initiative names for the firm's municipality; where it names none for
    it, all that it names; else the contact of the initiative. Nobody can join a demonstration agreement.

    Returns
    -------
    answer
        One row.

    Raises
    ------
    InputError
        The initiative or the municipality is not known.
    """
    found = _initiative(snapshot, query)
    here = _here(snapshot, query)
    row = AdheringRow(
        initiative_id=found.initiative_id,
        initiative_name=found.name,
        standing=_standing(found),
        start_year=found.start_year,
        end_year=found.end_year,
        how_to_adhere=found.how_to_adhere,
        benefits=steps_of(snapshot.table("adhesion_benefits"), found.initiative_id, "benefit_number"),
        contacts=() if found.is_demo else tuple(_contacts(snapshot, found, here)),
        municipality_code=here.code if here else None,
        municipality_name=here.name if here else None,
        district_name=here.district_name if here else None,
        province_short=here.province_short if here else None,
        covers_here=here.code in found.municipality_codes if here else None,
        has_joined=query.me is not None and found.initiative_id in query.me.initiative_ids,
        documents=found.sources,
        is_demo=found.is_demo,
    )
    return AdheringAnswer(
        rows=(row,),
        sentence=_sentence(row),
        method=Phrase("adhering.method"),
        parameters={
            **asked(query, without=("me",)),
            "organisation_id": query.me.organisation_id if query.me else None,
        },
        sources=source_notes(snapshot, _source_ids(snapshot, query)),
        has_demo=found.is_demo or bool(query.me and query.me.is_demo),
    )


def _initiative(snapshot: Snapshot, query: AdheringQuery) -> InitiativeRow:
    known = initiatives(snapshot, InitiativesQuery(as_of_on=query.as_of_on, include_demo=True)).rows
    found = next((row for row in known if row.initiative_id == query.initiative_id), None)
    if found is None:
        raise InputError("error.unknown_initiative", initiative_id=query.initiative_id)
    return found


def _here(snapshot: Snapshot, query: AdheringQuery) -> TerritoryRow | None:
    """Return the firm's municipality; the register may know a firm from beyond the area."""
    code = query.municipality_code
    if code is None:
        code = query.me.municipality_code if query.me else None
        if code not in set(snapshot.territory.municipalities["municipality_code"]):
            return None
    wanted = TerritoryQuery(as_of_on=query.as_of_on, level=Level.MUNICIPALITY, code=code)
    return territory(snapshot, wanted).rows[0]


def _standing(row: InitiativeRow) -> Standing:
    if row.is_demo:
        return Standing.DEMO
    known = {None: Standing.UNKNOWN, True: Standing.ONGOING, False: Standing.ENDED}
    return known[row.is_ongoing]


# --- whom to write to -----------------------------------------------------------------------------------------------


def _contacts(snapshot: Snapshot, row: InitiativeRow, here: TerritoryRow | None) -> Iterator[AdheringContact]:
    """Yield the offices that the initiative's documents name; the one of the firm's municipality alone where it is."""
    offices = list(_offices(snapshot, row, here))
    serving = [office for office in offices if office.serves_here]
    yield from serving or offices
    if not offices and (row.contact_phones or row.contact_email or row.contact_name["it"]):
        yield AdheringContact(
            name=row.contact_name,
            phones=row.contact_phones,
            email=row.contact_email,
            municipality_names=(),
            document_id=row.sources[0].document_id if row.sources else None,
            paragraph=None,
            serves_here=None,
        )


def _offices(snapshot: Snapshot, row: InitiativeRow, here: TerritoryRow | None) -> Iterator[AdheringContact]:
    documents = {document.document_id for document in row.sources}
    towns = snapshot.territory.municipalities.set_index("municipality_code")["municipality_name"]
    served = snapshot.territory.office_of
    for office in records(snapshot.territory.offices):
        if office["document_id"] not in documents:
            continue
        yield AdheringContact(
            name=both_languages(office, "office_name"),
            phones=items(office["phone"]),
            email=office["email"],
            municipality_names=tuple(
                sorted(str(towns[code]) for code, office_id in served.items() if office_id == office["office_id"])
            ),
            document_id=office["document_id"],
            paragraph=optional(office["paragraph"], int),
            serves_here=served.get(here.code) == office["office_id"] if here else None,
        )


# --- words ----------------------------------------------------------------------------------------------------------


def _sentence(row: AdheringRow) -> Phrase:
    """Say the one thing that matters most: nobody can, it is done, it has ended, whom to write to."""
    values = {
        "name": row.initiative_name,
        "town": row.municipality_name or "",
        "year": str(row.end_year or ""),
    }
    return Phrase(_sentence_key(row), values)


def _sentence_key(row: AdheringRow) -> str:
    said = (
        ("adhering.sentence.demo", row.standing is Standing.DEMO),
        ("adhering.sentence.joined", row.has_joined),
        ("adhering.sentence.ended", row.standing is Standing.ENDED),
        ("adhering.sentence.outside", row.covers_here is False),
        ("adhering.sentence.no_contact", not row.contacts),
        ("adhering.sentence.no_office_here", any(office.serves_here is False for office in row.contacts)),
        ("adhering.sentence.choose", len(row.contacts) > 1),
    )
    return next((key for key, is_so in said if is_so), "adhering.sentence.write")


def _source_ids(snapshot: Snapshot, query: AdheringQuery) -> Iterator[str]:
    table = snapshot.table("initiatives")
    yield from table.loc[table["initiative_id"] == query.initiative_id, "source_id"]
    if query.me is not None and query.me.source_id:
        yield query.me.source_id
