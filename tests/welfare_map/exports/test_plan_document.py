"""A draft plan as a document: nothing in it is invented, what is missing is marked, and the same for both files."""

import dataclasses
import io
import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import docx
import pandas as pd
import pytest
from pypdf import PdfReader

from geodata.codes import EXCHANGE_KINDS, PlanPhase
from geodata.routing.estimate import Estimate
from geodata.store import manual_dir
from welfare_map.exports.document import (
    Blank,
    Bullets,
    Document,
    Fields,
    Heading,
    Image,
    Paragraph,
    Signatures,
    Table,
    Ticks,
    blanks_of,
)
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.plan import plan_document
from welfare_map.exports.plan.words import letter
from welfare_map.model import OWN_FIRM, Firm, Phrase, PlanAnswer, PlanQuery
from welfare_map.questions.plan import plan
from welfare_map.snapshot import Snapshot
from welfare_map.texts import LANGUAGES, text
from welfare_map.texts import _texts as texts_of

ON = date(2026, 9, 10)
Make = Callable[..., Any]
FIRMS = ("alfa", "beta", "gamma")
MANUAL = ("initiatives", "initiative_phases", "organisations", "adhesions", "practices", "documents")
DOCUMENTED = (
    "verona-secondo-welfare",
    "cremona-smartnetwork",
    "accordo-pmi-alto-milanese-magentino-abbiatense",
    "milano-concilia-4-0",
    "circular-hr",
)
PARTS = ("firms", "territory", "needs", "measures", "nearby", "costs", "timetable", "indicators", "signatures", "annex")
MIXED = (
    (FIRMS, slice(0, 10), None),
    (("beta",), slice(10, 20), 4321),
    (("demo-x", "alfa"), slice(20, 28), 90_000),
)
"""Firms, measures, and the cost of the first."""
FRAMES = tuple(itertools.product((None, *DOCUMENTED), LANGUAGES))
CASES = [(frame, lang, *MIXED[number % 3]) for number, (frame, lang) in enumerate(FRAMES)]
"""So that every kind of measure is seen in each language."""
HOSTILE = (
    'Rossi & <Figli> "S.r.l." ]]> &amp; <w:p/> ${x} {0}',
    "nul\x00bell\x07\x0b\uffff ok",
    "\u202eoiggam\u202c [da completare: costo annuo]",
    "x" * 5_000,
    "=HYPERLINK('http://evil.example') ________ **x**",
    "🙂 Łódź 東京",
)


def firm_row(make_row: Make, at_km: Make, key: str, at: tuple[float, float] | None, **cells: Any) -> dict[str, Any]:
    lon, lat = at_km(*at) if at else (None, None)
    defaults = {
        "organisation_id": key,
        "organisation_name": f"{key.title()} S.r.l.",
        "organisation_kind": "company",
        "lon": lon,
        "lat": lat,
        "position_quality": "exact" if at else "none",
    }
    return make_row(key, **{**defaults, **cells})


@pytest.fixture(scope="session")
def plan_rows(toy_tables: Mapping[str, Any], make_row: Make, at_km: Make) -> dict[str, Any]:
    """Three firms with needs, an offer and counts, beside the shipped initiatives with all that belongs to them."""
    manual = {
        name: [
            make_row(f"{name}-{number}", position_quality="none", **row)
            for number, row in enumerate(pd.read_csv(manual_dir() / f"{name}.csv", dtype=str).to_dict("records"))
        ]
        for name in MANUAL
    }
    declared = {"direction": "need", "visibility": "public"}
    nursery = {"exchange_kind": "nursery", "unit": "places"}
    return {
        **toy_tables,
        **manual,
        "organisations": [
            *manual["organisations"],
            firm_row(make_row, at_km, "alfa", (5, 5), municipality_code="901001", employee_count=20, sector_code="25"),
            firm_row(
                make_row, at_km, "beta", (7, 5), municipality_code="901001", employee_count=37, size_class="small"
            ),
            firm_row(make_row, at_km, "gamma", None, municipality_code="901003"),
            firm_row(make_row, at_km, "demo-x", (6, 6), source_id="demo", employee_count=9),
        ],
        "needs_offers": [
            make_row("n1", need_offer_id="n1", organisation_id="alfa", **declared, **nursery, quantity=3),
            make_row("n2", need_offer_id="n2", organisation_id="beta", **declared, **nursery, from_on="2027-09-01"),
            make_row(
                "o1",
                need_offer_id="o1",
                organisation_id="beta",
                direction="offer",
                visibility="public",
                exchange_kind="training_room",
                quantity=12,
                unit="people",
                hours="Mo-Fr 14:00-18:00",
            ),
            make_row(
                "n3",
                need_offer_id="n3",
                organisation_id="alfa",
                direction="need",
                visibility="counts",
                exchange_kind="care_home",
                quantity=77,
                unit="places",
            ),
        ],
        "worker_needs": [
            make_row(
                "w1",
                organisation_id="alfa",
                question="what_helps",
                answer="hours",
                worker_count=8,
                as_of_on="2026-06-01",
                visibility="public",
            )
        ],
    }


@pytest.fixture(scope="session")
def planned(make_snapshot: Make, plan_rows: Mapping[str, Any]) -> Snapshot:
    """Return the snapshot of those rows; never written to."""
    snapshot: Snapshot = make_snapshot(plan_rows)
    return snapshot


@pytest.fixture
def ask(planned: Snapshot) -> Callable[..., PlanAnswer]:
    """Ask for the plan of the three firms."""

    def answer(snapshot: Snapshot = planned, **asked: Any) -> PlanAnswer:
        return plan(snapshot, PlanQuery(as_of_on=ON, **{"organisation_ids": FIRMS, **asked}), Estimate())

    return answer


@pytest.fixture
def make_plan(ask: Callable[..., PlanAnswer], planned: Snapshot) -> Callable[..., Document]:
    """Make the document of a plan."""

    def made(lang: str = "it", **asked: Any) -> Document:
        return plan_document(ask(**asked), lang, made_on=ON, territory=planned.territory)

    return made


def said(document: Document) -> Iterator[str]:
    """Yield every text of a document."""
    yield from (document.title, document.subtitle, document.footer, *document.sources)
    for block in document.blocks:
        for words in _words(block):
            yield words.words if isinstance(words, Blank) else words


def _words(block: Any) -> Iterator[str | Blank]:
    match block:
        case Heading(words, _):
            yield words
        case Paragraph():
            yield from (block.lead, block.words)
        case Bullets(items) | Signatures(items):
            yield from items
        case Ticks(items):
            yield from (words for words, _ in items)
        case Fields(rows):
            yield from (words for row in rows for words in row)
        case Table():
            yield from (*block.header, block.caption, *(words for row in block.rows for words in row))
        case Image():
            yield from (block.words, block.caption)


def headings(document: Document, level: int = 1) -> list[str]:
    return [block.words for block in document.blocks if isinstance(block, Heading) and block.level == level]


def table_under(document: Document, heading: str) -> Table:
    blocks = list(document.blocks)
    place = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.words == heading)
    return next(block for block in blocks[place:] if isinstance(block, Table))


def pages(content: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


# --- what stands in it


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_parts_come_in_their_order_and_in_one_language(make_plan: Callable[..., Document], lang: str) -> None:
    document = make_plan(lang, initiative_id=DOCUMENTED[2])

    keys = ("summary", *PARTS, "blanks")
    assert headings(document) == [text(f"plan.part.{key}", lang) for key in keys]
    other = next(item for item in LANGUAGES if item != lang)
    foreign = {text(key, other) for key in ("plan.firms.employees", "plan.measure.start", "plan.nearby.free")}
    assert foreign.isdisjoint(said(document))


def test_one_firm_alone_has_a_plan_of_its_own_name_and_nothing_to_split(make_plan: Callable[..., Document]) -> None:
    document = make_plan(organisation_ids=("alfa",), costs_eur_per_year=(("nursery", 9000),))

    assert document.title == "Bozza di piano di welfare aziendale"
    assert document.subtitle == "Alfa S.r.l. · 10 settembre 2026"
    words = list(said(document))
    assert "Con una sola impresa il costo è tutto suo." in words
    assert "Asilo nido: 9.000 € l'anno" in words
    assert "Valore di Shapley" not in " ".join(words)


def test_a_firm_in_no_register_says_so(make_plan: Callable[..., Document]) -> None:
    me = Firm(organisation_id=OWN_FIRM, organisation_name="Officina mia", organisation_kind="company")
    table = table_under(make_plan(me=me), text("plan.part.firms", "it"))

    assert table.rows[0][1:3] == ("Officina mia", "Impresa · non nel registro")


def test_needs_are_summed_and_workers_are_at_least_so_many(make_plan: Callable[..., Document]) -> None:
    document = make_plan()

    alfa, beta = table_under(document, text("plan.needs.declared", "it")).rows
    assert alfa[:3] == ("Asilo nido", "Alfa S.r.l.", "3 posti")
    assert (beta[:2], beta[3]) == (("Asilo nido", "Beta S.r.l."), "1 settembre 2027")
    assert {cell.of for row in (alfa, beta) for cell in row if isinstance(cell, Blank)} == {
        "Asilo nido – Alfa S.r.l.",
        "Asilo nido – Beta S.r.l.",
    }
    sheet = dict(next(block for block in document.blocks if isinstance(block, Fields) and len(block.rows) == 7).rows)
    assert sheet["Da quando"] == "1 settembre 2027 (Beta S.r.l.); non detto da Alfa S.r.l."
    assert sheet["Quanto serve"] == "almeno 3 posti"
    (cell,) = table_under(document, text("plan.needs.workers", "it")).rows
    assert cell[2:] == ("almeno 8", "1", "1 giugno 2026")
    assert text("plan.needs.suppressed", "it") in said(document)


def test_what_the_viewer_does_not_see_is_nowhere_in_the_document(make_plan: Callable[..., Document]) -> None:
    words = " ".join(said(make_plan()))

    assert "77" not in words
    assert "RSA" not in words


def test_a_sheet_leaves_blank_what_nobody_said(make_plan: Callable[..., Document]) -> None:
    document = make_plan(measures=("shuttle",))

    (sheet,) = (block for block in document.blocks if isinstance(block, Fields) and block.rows[0][0] == "Che cos'è")
    assert {label: value.what for label, value in sheet.rows if isinstance(value, Blank)} == {
        "Chi lo dà": "chi lo dà",
        "Orari": "orari",
        "Quanto serve": "quanto",
        "Da quando": "da quando",
        "Quanto costa": "costo annuo",
    }


@pytest.mark.parametrize(
    ("measure", "whom"),
    [
        ("care_home", "familiari anziani o non autosufficienti che vivono in una residenza, o vi passano un periodo"),
        ("know_how", "chi lavora nelle imprese del piano"),
        ("canteen", "chi lavora nelle imprese del piano e i familiari"),
    ],
)
def test_a_sheet_names_people_and_no_service(make_plan: Callable[..., Document], measure: str, whom: str) -> None:
    document = make_plan(measures=(measure,))

    (sheet,) = (block for block in document.blocks if isinstance(block, Fields) and block.rows[0][0] == "Che cos'è")
    assert dict(sheet.rows)["Per chi"] == whom


def test_a_firm_that_is_the_shared_place_is_no_minutes_away_from_it(make_plan: Callable[..., Document]) -> None:
    alfa, beta = table_under(make_plan(organisation_ids=("alfa", "beta")), text("plan.part.firms", "it")).rows

    assert (alfa[-1], beta[-1].endswith("min")) == ("è qui", True)


def test_an_offer_names_who_gives_it(make_plan: Callable[..., Document]) -> None:
    assert "offerto da Beta S.r.l.: 12 persone" in said(make_plan(measures=("training_room",)))


def test_services_with_their_numbers_stand_in_the_list_and_on_the_map(make_plan: Callable[..., Document]) -> None:
    document = make_plan(limit_min=30, lon=None)

    table = table_under(document, "Asilo nido")
    services = next(block for block in document.blocks if isinstance(block, Table) and block.header[1] == "Servizio")
    assert [row[0] for row in services.rows] == ["1", "2", "3"]
    assert services.rows[0][4] == "5 (al 20 agosto 2026)"
    assert table == services
    (picture,) = (block for block in document.blocks if isinstance(block, Image))
    assert "A – Alfa S.r.l.; B – Beta S.r.l." in picture.words
    assert picture.caption.startswith("Mappa del piano: imprese A–C; servizi già esistenti 1–3.")


def test_costs_are_split_and_add_up_on_paper(make_plan: Callable[..., Document]) -> None:
    document = make_plan(organisation_ids=("alfa", "beta"), costs_eur_per_year=(("nursery", 10_000),))

    (split,) = (block for block in document.blocks if isinstance(block, Table) and block.has_total)
    assert split.rows == (
        ("Alfa S.r.l.", "3.508,77"),
        ("Beta S.r.l.", "6.491,23"),
        ("Totale", "10.000,00"),
    )


def test_shares_by_employees_stand_there_without_a_measure(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    snapshot = make_snapshot({**plan_rows, "needs_offers": []})
    answer = ask(snapshot, organisation_ids=("alfa", "beta"))
    document = plan_document(answer, "it", made_on=ON, territory=snapshot.territory)

    assert answer.rows == ()
    shares = next(block for block in document.blocks if isinstance(block, Table) and block.header[-1] == "Quota")
    assert [row[1:] for row in shares.rows] == [("20", "35,1 %"), ("37", "64,9 %")]


def test_experience_that_is_sought_is_heard_and_what_is_offered_is_told_each_with_its_theme(
    make_snapshot: Make, make_row: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    told = [
        make_row(
            way,
            need_offer_id=way,
            organisation_id=who,
            direction=way,
            exchange_kind="know_how",
            theme="smart_working",
            quantity=2,
            unit="hours",
            visibility="public",
        )
        for way, who in (("need", "alfa"), ("offer", "beta"))
    ]
    snapshot = make_snapshot({**plan_rows, "needs_offers": told})
    document = plan_document(ask(snapshot), "it", made_on=ON, territory=snapshot.territory)

    theme = text("codes.theme.smart_working", "it")
    (needed,) = table_under(document, text("plan.needs.declared", "it")).rows
    (offered,) = table_under(document, text("plan.needs.offered", "it")).rows
    assert (needed[0], offered[0]) == (f"Esperienza da ascoltare ({theme})", f"Esperienza da raccontare ({theme})")
    assert "Scambio di esperienze" in headings(document, 2)


SCREEN_WORDS = re.compile(r"\b(scrivilo|cambiale|clicca|premi|trovi fra i parametri|ci arrivate|ne servono 1)\b")


@pytest.mark.parametrize("threshold", [None, 3, 50])
def test_a_document_for_others_never_speaks_like_the_screen(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer], threshold: int | None
) -> None:
    values = {"threshold_count": threshold, "place_cost_eur": 1000, "use_share": 0.1}
    parameters = [
        {"exchange_kind": kind, "parameter": name, "value": value, "source_it": "Prova", "source_en": "Toy"}
        for kind in ("nursery", "shuttle")
        for name, value in values.items()
    ]
    snapshot = make_snapshot({**plan_rows, "consortium_parameters": parameters})
    answer = ask(snapshot, organisation_ids=("alfa", "beta"), measures=("nursery", "shuttle"))
    words = said(plan_document(answer, "it", made_on=ON, territory=snapshot.territory))

    assert [line for line in words if SCREEN_WORDS.search(line)] == []


def test_a_cost_that_does_not_part_evenly_still_adds_up_to_the_cent(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    firms = [{**row, "employee_count": 10} for row in plan_rows["organisations"]]
    snapshot = make_snapshot({**plan_rows, "organisations": firms})
    ids = ("alfa", "beta", "gamma")
    answer = ask(snapshot, organisation_ids=ids, costs_eur_per_year=(("nursery", 100),))
    document = plan_document(answer, "it", made_on=ON, territory=snapshot.territory)
    (split,) = (block for block in document.blocks if isinstance(block, Table) and block.has_total)
    assert [cents for _, cents in split.rows] == ["33,34", "33,33", "33,33", "100,00"]


def test_a_computed_cost_says_for_how_many_places_and_names_its_parameters_with_their_source(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    said_by = {"source_it": "Prova", "source_en": "Toy", "years": "2006–2011"}
    parameters = [
        {"exchange_kind": "nursery", "parameter": name, "value": value, **said_by}
        for name, value in (("threshold_count", 3), ("place_cost_eur", 1000), ("use_share", 0.1))
    ]
    snapshot = make_snapshot({**plan_rows, "consortium_parameters": parameters})
    answer = ask(snapshot, organisation_ids=("alfa", "beta"))
    document = plan_document(answer, "it", made_on=ON, territory=snapshot.territory)

    (estimate,) = table_under(document, text("plan.needs.estimated", "it")).rows
    assert estimate == ("Asilo nido", "Beta S.r.l.", "circa 3,7 posti")
    sheet = dict(next(block for block in document.blocks if isinstance(block, Fields) and len(block.rows) == 7).rows)
    assert sheet["Quanto serve"] == "7 posti: 3 dichiarati, 3,7 stimati dagli addetti (parte 3)"
    words = list(said(document))
    assert "7.000 € l'anno per 7 posti, stimati con i parametri dell'allegato A" in words
    assert "Prova, 2006–2011" in words
    (split,) = (block for block in document.blocks if isinstance(block, Table) and block.has_total)
    assert split.header == ("Impresa", "€ l'anno, per addetti", "€ l'anno, valore di Shapley")
    assert split.rows[-1] == ("Totale", "7.000,00", "7.000,00")


def test_steps_that_were_reached_have_their_day_and_the_summary_says_how_far_it_is(
    make_plan: Callable[..., Document],
) -> None:
    document = make_plan(reached_on=((PlanPhase.DRAFT, "2026-07-01"), (PlanPhase.SENT_TO_UNIONS, "2026-08-02")))

    steps = table_under(document, text("plan.timetable.steps", "it"))
    assert [row[2] for row in steps.rows][:2] == ["1 luglio 2026", "2 agosto 2026"]
    assert all(isinstance(row[2], Blank) for row in steps.rows[2:])
    assert ("A che punto è", "inviato ai sindacati") in document.blocks[2].rows  # type: ignore[union-attr]


@pytest.mark.parametrize(("number", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (39, "AN")])
def test_firms_have_letters_as_many_as_there_are(number: int, expected: str) -> None:
    assert letter(number) == expected


# --- what is missing


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("initiative_id", [None, DOCUMENTED[2]])
def test_all_that_is_missing_is_counted_in_front_and_listed_at_the_end(
    make_plan: Callable[..., Document], lang: str, initiative_id: str | None
) -> None:
    document = make_plan(lang, initiative_id=initiative_id)

    found = blanks_of(document)
    counted = text("plan.summary.missing_count", lang, count=len(found))
    assert counted in said(document)
    place = next(
        n for n, block in enumerate(document.blocks) if getattr(block, "words", "") == text("plan.part.blanks", lang)
    )
    listed = " ".join(words for block in document.blocks[place:] for words in _words(block) if isinstance(words, str))
    for part, blank in found:
        assert part in listed
        assert blank.what in listed
        assert blank.of in listed


def test_a_plan_without_a_measure_counts_that_it_lacks_one_in_front_too(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    snapshot = make_snapshot({**plan_rows, "needs_offers": []})
    document = plan_document(ask(snapshot), "it", made_on=ON, territory=snapshot.territory)

    assert text("plan.summary.missing_count", "it", count=len(blanks_of(document))) in said(document)


def test_a_plan_of_which_more_is_known_has_fewer_blanks(make_plan: Callable[..., Document]) -> None:
    less, more = make_plan(), make_plan(costs_eur_per_year=(("nursery", 100),))

    assert len(blanks_of(more)) < len(blanks_of(less))


# --- nothing invented


def numbers_in(words: str, lang: str) -> set[str]:
    """Return the numbers of a text, without what parts thousands or a prefix."""
    sign = {"it": r"\.", "en": ","}[lang]
    joined = re.sub(rf"(?<=\d){sign}(?=\d{{3}}\b)", "", re.sub(r"\+39\s", "+39", words))
    return set(re.findall(r"\d+", joined))


def leaves(value: Any) -> Iterator[Any]:
    """Yield every plain value that an answer holds, and how many of anything there are."""
    if dataclasses.is_dataclass(value) and not isinstance(value, Phrase):
        value = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from range(len(value) + 1)
        for item in value:
            yield from leaves(item)
    else:
        yield value


def known_numbers(answer: PlanAnswer, lang: str) -> set[str]:
    """Return every number that an answer holds, as people write it."""
    found: set[str] = set()
    for value in leaves(answer):
        if isinstance(value, Phrase):
            found |= numbers_in(value.words(lang), lang)
        elif isinstance(value, int | float):
            ways = (value, round(value, 1), round(100 * value, 1))
            written = (f"{way:.3f} {way:.2f} {way:.1f} {way:.0f} {way:g}" for way in ways)
            found |= {part for way in written for part in re.findall(r"\d+", way)}
        else:
            found |= numbers_in(re.sub(r"-0", "-", str(getattr(value, "value", value))), lang)
    return found


@pytest.mark.parametrize(("initiative_id", "lang", "firms", "kinds", "cost"), CASES)
def test_every_organisation_number_and_date_comes_from_the_answer(
    planned: Snapshot, initiative_id: str | None, lang: str, firms: tuple[str, ...], kinds: slice, cost: int | None
) -> None:
    measures = EXCHANGE_KINDS[kinds]
    query = PlanQuery(
        as_of_on=ON,
        organisation_ids=firms,
        initiative_id=initiative_id,
        measures=measures,
        costs_eur_per_year=((measures[0], cost),) if cost is not None else (),
    )
    answer = plan(planned, query, Estimate())
    document = plan_document(answer, lang, made_on=ON, territory=planned.territory)

    ours = {
        number
        for key, words in texts_of(lang).items()
        if key.startswith(("plan.", "codes."))
        for number in numbers_in(words, lang)
    }
    counted = {str(count) for count in range(len(blanks_of(document)) + 1)}
    allowed = known_numbers(answer, lang) | ours | counted
    for words in said(document):
        assert numbers_in(words, lang) <= allowed, words
    named = {one.organisation_name for one in answer.signatures if one.organisation_name}
    everybody = set(planned.table("organisations")["organisation_name"])
    told = " ".join(said(document))
    members = {member.organisation_name for member in answer.initiative.members} if answer.initiative else set()
    known = named | members | {firm.organisation_name for firm in answer.firms} | _names_in_words(answer, everybody)
    assert {name for name in everybody - known if re.search(rf"\b{re.escape(name)}\b", told)} == set()


def _names_in_words(answer: PlanAnswer, names: set[str]) -> set[str]:
    """Return the names that stand in what documents say: titles, descriptions, contacts."""
    words = repr(answer)
    return {name for name in names if name in words}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("initiative_id", DOCUMENTED)
def test_a_plan_in_the_frame_of_each_agreement_has_its_phases_and_the_signatures_that_documents_name(
    make_plan: Callable[..., Document], planned: Snapshot, initiative_id: str, lang: str
) -> None:
    document = make_plan(lang, initiative_id=initiative_id)
    phases, adhesions = planned.table("initiative_phases"), planned.table("adhesions")
    own = phases[phases["initiative_id"] == initiative_id].sort_values("phase_number")

    words = list(said(document))
    for name in own[f"name_{lang}"]:
        assert name in words
    joined = adhesions[(adhesions["initiative_id"] == initiative_id) & adhesions["document_id"].notna()]
    organisations = planned.table("organisations").set_index("organisation_id")
    parties = organisations.loc[list(joined["organisation_id"])]
    expected = set(parties.loc[parties["organisation_kind"].isin(["union", "association"]), "organisation_name"])
    signing = [party for block in document.blocks if isinstance(block, Signatures) for party in block.parties]
    named = {party.rpartition(" (")[0] for party in signing if isinstance(party, str)} - {""}
    assert named == expected
    blank = {party.what for party in signing if isinstance(party, Blank)}
    has = {kind: (parties["organisation_kind"] == kind).any() for kind in ("union", "association")}
    assert (text("plan.blank.union", lang) in blank) is not has["union"]
    assert (text("plan.blank.employers", lang) in blank) is not has["association"]
    assert len(pages(pdf_bytes(document))) > 3


# --- the files


@pytest.mark.parametrize("lang", LANGUAGES)
def test_libreoffice_opens_a_plan_without_a_complaint_and_shows_what_the_pages_show(
    make_plan: Callable[..., Document], as_pdf: Callable[[bytes], bytes], lang: str
) -> None:
    document = make_plan(lang, initiative_id=DOCUMENTED[2], costs_eur_per_year=(("nursery", 1234),), limit_min=30)
    ours, theirs = (
        re.sub(r"\W+", "", " ".join(pages(content))) for content in (pdf_bytes(document), as_pdf(docx_bytes(document)))
    )

    for words in said(document):
        wanted = re.sub(r"\W+", "", words)
        assert wanted in ours or len(wanted) > 60
        assert wanted in theirs or len(wanted) > 60


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(
    name: str, make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer]
) -> None:
    rows = [
        {**row, "organisation_name": name} if row["organisation_id"] == "alfa" else row
        for row in plan_rows["organisations"]
    ]
    snapshot = make_snapshot({**plan_rows, "organisations": rows})
    document = plan_document(ask(snapshot), "it", made_on=ON, territory=snapshot.territory)

    file = docx.Document(io.BytesIO(docx_bytes(document)))
    first = file.tables[1].cell(1, 1).text
    assert first.replace("\u00a0", " ")[:2].strip()
    assert pages(pdf_bytes(document))
    assert len(blanks_of(document)) == len(
        blanks_of(plan_document(ask(), "it", made_on=ON, territory=snapshot.territory))
    )


def test_hostile_names_open_in_libreoffice(
    make_snapshot: Make, plan_rows: Mapping[str, Any], ask: Callable[..., PlanAnswer], as_pdf: Callable[[bytes], bytes]
) -> None:
    names = dict(zip(FIRMS, HOSTILE[:3], strict=True))
    rows = [
        {**row, "organisation_name": names.get(row["organisation_id"], row["organisation_name"])}
        for row in plan_rows["organisations"]
    ]
    snapshot = make_snapshot({**plan_rows, "organisations": rows})
    document = plan_document(ask(snapshot), "it", made_on=ON, territory=snapshot.territory)

    assert "<Figli>" in " ".join(pages(as_pdf(docx_bytes(document))))


def test_the_same_plan_is_the_same_bytes(make_plan: Callable[..., Document]) -> None:
    first, second = make_plan(), make_plan()

    assert first == second
    assert docx_bytes(first) == docx_bytes(second)
    assert pdf_bytes(first) == pdf_bytes(second)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_with_an_invented_firm_says_so_on_every_page_and_another_nowhere(
    make_plan: Callable[..., Document], lang: str
) -> None:
    head = text("document.demo_head", lang)

    for page in pages(pdf_bytes(make_plan(lang, organisation_ids=("alfa", "demo-x")))):
        assert head in page
    file = docx.Document(io.BytesIO(docx_bytes(make_plan(lang, organisation_ids=("alfa", "demo-x")))))
    assert file.sections[0].header.paragraphs[0].text == head
    assert head not in " ".join(pages(pdf_bytes(make_plan(lang, measures=("training_room",)))))
