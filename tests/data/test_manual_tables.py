"""The hand-edited tables keep their promises: keys, references, closed lists, own words."""

import csv
import re
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANUAL = ROOT / "data" / "manual"
SEEDS = ROOT.parent / "shared" / "seeds"
LONGEST_SHARED_RUN_COUNT = 7

Row = dict[str, str]

COLUMNS = {
    "districts": "municipality_code,municipality_name,district_id,district_name,province_short,source,confidence",
    "district_offices": "office_id,district_id,office_name_it,office_name_en,phone,email,website,document_id,paragraph",
    "district_office_municipalities": "office_id,municipality_code",
    "documents": "document_id,title,publisher,published_on,language,note_it,note_en",
    "initiatives": (
        "initiative_id,name,short_name,summary_it,summary_en,aim_it,aim_en,territory,start_year,end_year,is_ongoing,"
        "how_to_adhere_it,how_to_adhere_en,contact_name_it,contact_name_en,contact_phone,contact_email,document_ids"
    ),
    "initiative_phases": (
        "initiative_id,phase_number,name_it,name_en,description_it,description_en,start_year,end_year,"
        "document_id,paragraph"
    ),
    "initiative_actions": (
        "initiative_id,action_number,name_it,name_en,description_it,description_en,document_id,paragraph"
    ),
    "adhesion_benefits": (
        "initiative_id,benefit_number,name_it,name_en,description_it,description_en,document_id,paragraph"
    ),
    "organisations": (
        "organisation_id,organisation_name,organisation_kind,municipality_code,address,phone,email,website,"
        "document_id,paragraph"
    ),
    "adhesions": "organisation_id,initiative_id,role,since_year,document_id,paragraph,note",
    "practices": (
        "practice_id,title_it,title_en,description_it,description_en,themes,size_classes,cost_class,phase,"
        "result_it,result_en,contact_it,contact_en,initiative_id,organisation_id,document_id,paragraph"
    ),
    "targets": "target_id,name_it,name_en,value,unit,meaning_it,meaning_en,source,valid_year,note_it,note_en",
    "benefits": (
        "benefit_id,band_number,name_it,name_en,region_code,valid_from_on,valid_to_on,min_age_months,max_age_months,"
        "isee_up_to_eur,monthly_amount_eur,fee_share,document_url,document_on"
    ),
    "consortium_parameters": ("exchange_kind,parameter,value,low,high,source_it,source_en,years,note_it,note_en"),
    "school_calendars": "region_code,school_year,starts_on,ends_on,closed_ranges,document_url,document_on",
}
KEYS = {
    "districts": ("municipality_code",),
    "district_offices": ("office_id",),
    "district_office_municipalities": ("municipality_code",),
    "documents": ("document_id",),
    "initiatives": ("initiative_id",),
    "initiative_phases": ("initiative_id", "phase_number"),
    "initiative_actions": ("initiative_id", "action_number"),
    "adhesion_benefits": ("initiative_id", "benefit_number"),
    "organisations": ("organisation_id",),
    "adhesions": ("organisation_id", "initiative_id"),
    "practices": ("practice_id",),
    "targets": ("target_id",),
    "benefits": ("benefit_id", "band_number"),
    "consortium_parameters": ("exchange_kind", "parameter"),
    "school_calendars": ("region_code", "school_year"),
}
# table, column, table referred to, its column, whether the cell may be empty
REFERENCES = [
    ("district_offices", "district_id", "districts", "district_id", False),
    ("district_offices", "document_id", "documents", "document_id", False),
    ("district_office_municipalities", "office_id", "district_offices", "office_id", False),
    ("district_office_municipalities", "municipality_code", "districts", "municipality_code", False),
    ("initiatives", "document_ids", "documents", "document_id", False),
    ("initiative_phases", "initiative_id", "initiatives", "initiative_id", False),
    ("initiative_phases", "document_id", "documents", "document_id", False),
    ("initiative_actions", "initiative_id", "initiatives", "initiative_id", False),
    ("initiative_actions", "document_id", "documents", "document_id", False),
    ("adhesion_benefits", "initiative_id", "initiatives", "initiative_id", False),
    ("adhesion_benefits", "document_id", "documents", "document_id", False),
    ("organisations", "municipality_code", "districts", "municipality_code", True),
    ("organisations", "document_id", "documents", "document_id", True),
    ("adhesions", "organisation_id", "organisations", "organisation_id", False),
    ("adhesions", "initiative_id", "initiatives", "initiative_id", False),
    ("adhesions", "document_id", "documents", "document_id", True),
    ("practices", "initiative_id", "initiatives", "initiative_id", False),
    ("practices", "organisation_id", "organisations", "organisation_id", True),
    ("practices", "document_id", "documents", "document_id", False),
]
# table, column, allowed items, whether the cell may be empty
VOCABULARIES = [
    ("districts", "confidence", "high medium medium-low low", False),
    ("initiatives", "is_ongoing", "true false", True),
    ("organisations", "organisation_kind", "company cooperative public_body association union school other", False),
    ("adhesions", "role", "lead promoter signatory partner technical_support member", False),
    (
        "practices",
        "themes",
        (
            "smart_working working_hours shared_conventions interfirm_services service_exchange productivity_bonus "
            "management_training leave_management culture care_enterprise know_how_exchange tailored_support "
            "welfare_plan bargaining talent_retention mapping"
        ),
        False,
    ),
    ("practices", "size_classes", "micro small medium large", True),
    ("practices", "cost_class", "none low medium high", True),
    ("practices", "phase", "proposed experimented running concluded", True),
    ("documents", "language", "it en", False),
]
# These translated texts are unknown in some rows; every other one is required.
OPTIONAL_TEXTS = {"result", "contact", "contact_name", "source"}
INITIATIVES = {
    "verona-secondo-welfare",
    "cremona-smartnetwork",
    "accordo-pmi-alto-milanese-magentino-abbiatense",
    "milano-concilia-4-0",
    "circular-hr",
}
DOCUMENTED_ADHESIONS = {
    "verona-secondo-welfare": {
        "verona-innovazione",
        "consigliera-provinciale-di-parita-verona",
        "variazioni-srl",
    },
    "cremona-smartnetwork": {
        "camera-di-commercio-di-cremona",
        "servimpresa",
        "camera-di-commercio-di-mantova",
        "comune-di-crema",
        "consorzio-casalasco",
    },
    "accordo-pmi-alto-milanese-magentino-abbiatense": {
        "ambito-alto-milanese",
        "ambito-abbiatense",
        "ambito-magentino",
        "citta-metropolitana-di-milano",
        "api-milano",
        "cgil-ticino-olona",
        "cisl-milano-metropoli",
        "confartigianato-imprese-alto-milanese",
        "cia-provincia-centro-lombardia",
        "irene-ets",
        "unione-confcommercio-milano-lodi-monza-e-brianza",
        "uil-lombardia-milano",
    },
    "milano-concilia-4-0": {"comune-di-milano", "cgil", "cisl", "uil", "eudaimon", "p4i"},
    "circular-hr": {"assolombarda", "jakala", "logotel"},
}
CONFIDENCE_COUNTS = {"high": 356, "medium": 920, "medium-low": 257, "low": 67}
OFFICE_MUNICIPALITIES = {
    "alto-milanese-legnanese": {
        "Busto Garolfo",
        "Canegrate",
        "Cerro Maggiore",
        "Dairago",
        "Legnano",
        "Nerviano",
        "Parabiago",
        "Rescaldina",
        "San Giorgio su Legnano",
        "San Vittore Olona",
        "Villa Cortese",
    },
    "alto-milanese-castanese": {
        "Arconate",
        "Bernate Ticino",
        "Buscate",
        "Castano Primo",
        "Cuggiono",
        "Inveruno",
        "Magnago",
        "Nosate",
        "Robecchetto con Induno",
        "Turbigo",
        "Vanzaghello",
    },
}
TARGET_VALUES = {
    "lep-nursery-2027": "33",
    "lep-nursery-2022": "28.88",
    "nursery-municipality-share": "75",
    "barcelona-2030-participation": "45",
    "barcelona-2030-increase": "45",
    "psb-2024-region": "15",
    "places-0-2-italy-2022": "30",
    "childcare-desert-threshold": "33.3",
    "rsa-75-lombardia-2015": "5.9",
    "rsa-75-lombardia-2009": "6.2",
    "rsa-75-lombardia-objective": "7",
    "rsa-65-lombardia-2023": "2.85",
    "rsa-65-pavia-2023": "4.59",
    "ltc-beds-oecd": "46",
    "ltc-beds-italy-2021": "18.8",
    "ltc-beds-legal-level": "",
}
WITH_PARAGRAPH = [name for name, columns in COLUMNS.items() if "paragraph" in columns.split(",")]
TRANSLATED = [name for name, columns in COLUMNS.items() if "_it" in columns]


def rows(table: str) -> list[Row]:
    """Rows of one hand-edited table, every cell as text."""
    with (MANUAL / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def items(cell: str) -> list[str]:
    """Items of a list cell; none for an empty one."""
    return cell.split("|") if cell else []


def values(table: str, column: str) -> set[str]:
    """Distinct non-empty cells of one column."""
    return {row[column] for row in rows(table)} - {""}


def texts(row: Row) -> dict[str, tuple[str, str]]:
    """Italian and English cell of every translated text of a row, by its name."""
    return {column[:-3]: (cell, row[f"{column[:-3]}_en"]) for column, cell in row.items() if column.endswith("_it")}


def seed_paragraphs() -> dict[str, list[str]]:
    """Non-empty lines of each source document by document id; skips where the documents are not at hand."""
    if not SEEDS.is_dir():
        pytest.skip(f"the source documents are not at hand: {SEEDS} does not exist")
    return {
        re.sub(r"^\d+_", "", path.stem).replace("_", "-"): [
            line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()
        ]
        for path in sorted(SEEDS.glob("*.txt"))
    }


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many consecutive words, without case and punctuation."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[start : start + length]) for start in range(len(words) - length + 1)}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_exactly_the_promised_columns(table: str) -> None:
    """The header is the contract."""
    header = (MANUAL / f"{table}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
    assert header == COLUMNS[table]


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_is_utf8_with_lf_line_ends_and_whole_rows(table: str) -> None:
    """No BOM, no carriage return, one cell per column."""
    content = (MANUAL / f"{table}.csv").read_bytes()
    lines = list(csv.reader(content.decode("utf-8").splitlines()))
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert {len(line) for line in lines} == {len(COLUMNS[table].split(","))}


@pytest.mark.parametrize("table", COLUMNS)
def test_no_cell_has_leading_or_trailing_blanks(table: str) -> None:
    """Cells and items of lists are trimmed, and no list has an empty or repeated item."""
    for row in rows(table):
        for column, cell in row.items():
            parts = items(cell)
            assert [part.strip() for part in parts] == parts, (column, cell)
            assert len(set(parts) - {""}) == len(parts), (column, cell)


@pytest.mark.parametrize("table", COLUMNS)
def test_keys_are_filled_and_unique(table: str) -> None:
    """No two rows share a key."""
    keys = [tuple(row[column] for column in KEYS[table]) for row in rows(table)]
    assert all(all(key) for key in keys)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("table", [name for name in COLUMNS if not name.startswith("districts")])
def test_ids_are_ascii_slugs(table: str) -> None:
    """Our own ids are lower case words joined by single hyphens."""
    ids = [row[column] for row in rows(table) for column in KEYS[table] if column.endswith("_id")]
    assert [id_ for id_ in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_)] == []


@pytest.mark.parametrize(("table", "column", "target", "target_column", "is_optional"), REFERENCES)
def test_every_reference_resolves(
    table: str, column: str, target: str, target_column: str, *, is_optional: bool
) -> None:
    """Whatever a row refers to exists."""
    known = values(target, target_column)
    for row in rows(table):
        assert is_optional or row[column], row
        assert set(items(row[column])) <= known, row


@pytest.mark.parametrize(("table", "column", "vocabulary", "is_optional"), VOCABULARIES)
def test_closed_lists_are_kept(table: str, column: str, vocabulary: str, *, is_optional: bool) -> None:
    """Kinds, roles, themes and the like come from their closed lists."""
    for row in rows(table):
        assert is_optional or row[column], row
        assert set(items(row[column])) <= set(vocabulary.split()), row


def test_the_initiatives_are_exactly_the_five_documented_ones() -> None:
    """Five rows, no more and no less."""
    assert len(rows("initiatives")) == 5
    assert values("initiatives", "initiative_id") == INITIATIVES


def test_only_documented_organisations_are_in_an_initiative() -> None:
    """Nobody is presented as a member of anything without a document."""
    found = {id_: set[str]() for id_ in INITIATIVES}
    for row in rows("adhesions"):
        found[row["initiative_id"]].add(row["organisation_id"])
    assert found == DOCUMENTED_ADHESIONS


def test_every_organisation_is_documented_and_in_an_initiative() -> None:
    """The table of organisations holds the documented ones only."""
    assert values("organisations", "organisation_id") == set(chain.from_iterable(DOCUMENTED_ADHESIONS.values()))


def test_an_adhesion_without_a_paragraph_says_why() -> None:
    """A fact that is not in the document carries a note."""
    assert [row for row in rows("adhesions") if not row["paragraph"] and not row["note"]] == []


@pytest.mark.parametrize("table", ["organisations", "adhesions"])
def test_a_document_is_cited_only_with_the_paragraph_that_names_the_organisation(table: str) -> None:
    """A document that does not name somebody is not given as the source of it."""
    assert [row for row in rows(table) if bool(row["document_id"]) != bool(row["paragraph"])] == []


def test_territories_are_known_provinces_municipalities_and_districts() -> None:
    """Each item of a territory names something on the map."""
    codes = values("districts", "municipality_code")
    known = {f"municipality:{code}" for code in codes}
    known |= {f"province:{code[:3]}" for code in codes}
    known |= {f"district:{id_}" for id_ in values("districts", "district_id")}
    for row in rows("initiatives"):
        assert row["territory"]
        assert set(items(row["territory"])) <= known, row["initiative_id"]


def test_an_initiative_rests_on_one_document_of_its_own() -> None:
    """Phases, actions, adhesions and practices cite the document of their initiative."""
    documents = {row["initiative_id"]: set(items(row["document_ids"])) for row in rows("initiatives")}
    assert sorted(chain.from_iterable(documents.values())) == sorted(values("documents", "document_id"))
    for table in ("initiative_phases", "initiative_actions", "adhesion_benefits", "adhesions", "practices"):
        for row in rows(table):
            assert not row["document_id"] or row["document_id"] in documents[row["initiative_id"]], row


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("initiative_phases", "phase_number"),
        ("initiative_actions", "action_number"),
        ("adhesion_benefits", "benefit_number"),
    ],
)
def test_phases_actions_and_benefits_are_numbered_from_one_without_gaps(table: str, column: str) -> None:
    """Numbers follow the order of the rows in every initiative."""
    for id_ in INITIATIVES:
        numbers = [int(row[column]) for row in rows(table) if row["initiative_id"] == id_]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers


def test_every_municipality_has_one_district() -> None:
    """1,600 municipalities in 94 districts, in the order of their codes."""
    table = rows("districts")
    codes = [row["municipality_code"] for row in table]
    assert len(codes) == 1600
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert len({row["district_id"] for row in table}) == 94


def test_a_district_id_and_a_district_name_belong_together() -> None:
    """One slug per name and one name per slug."""
    pairs = {(row["district_id"], row["district_name"]) for row in rows("districts")}
    assert len(pairs) == len({id_ for id_, _ in pairs}) == len({name for _, name in pairs}) == 94
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id_) for id_, _ in pairs)


def test_lombardy_has_90_districts_and_verona_four() -> None:
    """The parts add up to the whole."""
    table = rows("districts")
    verona = {row["district_id"] for row in table if row["municipality_code"].startswith("023")}
    others = {row["district_id"] for row in table if not row["municipality_code"].startswith("023")}
    assert (len(verona), len(others), verona & others) == (4, 90, set())


def test_confidence_counts_are_the_published_ones() -> None:
    """As many rows of each confidence as the documentation says, each with its source."""
    table = rows("districts")
    assert Counter(row["confidence"] for row in table) == CONFIDENCE_COUNTS
    assert all(row["source"] for row in table)


def test_the_two_offices_share_out_the_alto_milanese() -> None:
    """22 municipalities, 11 to each office, nobody twice and nobody left out."""
    district = {
        row["municipality_code"]: row["municipality_name"]
        for row in rows("districts")
        if row["district_id"] == "alto-milanese"
    }
    found: dict[str, list[str]] = {office: [] for office in OFFICE_MUNICIPALITIES}
    for row in rows("district_office_municipalities"):
        found[row["office_id"]].append(district.pop(row["municipality_code"]))
    assert district == {}
    assert {office: len(names) for office, names in found.items()} == dict.fromkeys(OFFICE_MUNICIPALITIES, 11)
    assert {office: set(names) for office, names in found.items()} == OFFICE_MUNICIPALITIES


@pytest.mark.parametrize("table", TRANSLATED)
def test_every_text_exists_in_both_languages(table: str) -> None:
    """Italian and English are both filled, or both empty where the text may be unknown."""
    for row in rows(table):
        for name, (italian, english) in texts(row).items():
            assert bool(italian) == bool(english), (name, row)
            assert italian or name in OPTIONAL_TEXTS, (name, row)


@pytest.mark.parametrize("table", TRANSLATED)
def test_a_sentence_is_not_the_same_in_both_languages(table: str) -> None:
    """A text forgotten in the other language is seen; names may coincide."""
    for row in rows(table):
        for name, (italian, english) in texts(row).items():
            assert italian != english or len(italian.split()) < 5, (name, row)


@pytest.mark.parametrize("table", WITH_PARAGRAPH)
def test_paragraphs_are_counted_from_one(table: str) -> None:
    """Only organisations and adhesions may lack a paragraph."""
    for row in rows(table):
        assert row["paragraph"] or table in {"organisations", "adhesions"}, row
        assert not row["paragraph"] or int(row["paragraph"]) >= 1, row


@pytest.mark.parametrize("table", ["initiatives", "initiative_phases", "adhesions", "targets"])
def test_years_are_four_digits_and_in_order(table: str) -> None:
    """Nothing ends before it starts."""
    for row in rows(table):
        years = [row[column] for column in ("start_year", "end_year", "since_year", "valid_year") if row.get(column)]
        assert all(re.fullmatch(r"20\d\d", year) for year in years), row
        assert all(earlier <= later for earlier, later in pairwise(years)), row


def test_publication_dates_are_iso_dates_or_years_or_unknown() -> None:
    """A date is written in one way."""
    dates = [row["published_on"] for row in rows("documents")]
    assert [date for date in dates if not re.fullmatch(r"(\d{4}(-\d{2}-\d{2})?)?", date)] == []


@pytest.mark.parametrize(
    ("table", "phone", "email"),
    [
        ("district_offices", "phone", "email"),
        ("organisations", "phone", "email"),
        ("initiatives", "contact_phone", "contact_email"),
    ],
)
def test_contacts_are_well_formed(table: str, phone: str, email: str) -> None:
    """Phones are Italian numbers in E.164 and addresses look like addresses."""
    for row in rows(table):
        assert all(re.fullmatch(r"\+39\d{8,11}", number) for number in items(row[phone])), row
        assert re.fullmatch(r"([a-z0-9.]+@[a-z0-9.]+\.[a-z]{2,})?", row[email]), row


def test_targets_have_the_figures_of_their_sources() -> None:
    """Every figure of the table of targets, each with unit and source."""
    table = rows("targets")
    assert {row["target_id"]: row["value"] for row in table} == TARGET_VALUES
    assert [row for row in table if not row["unit"] or not row["source"]] == []


def test_a_school_calendar_is_blank_or_whole_with_its_document() -> None:
    """No date of a school calendar stands there from memory."""
    for row in rows("school_calendars"):
        filled = [name for name in ("starts_on", "ends_on", "document_url", "document_on") if row[name]]
        assert len(filled) in {0, 4}, row
        assert filled or not row["closed_ranges"], row


def test_a_benefit_says_an_amount_or_a_share_only_with_its_document() -> None:
    """No benefit stands there from memory."""
    said = ("valid_from_on", "min_age_months", "max_age_months", "isee_up_to_eur", "monthly_amount_eur", "fee_share")
    for row in rows("benefits"):
        assert not (row["monthly_amount_eur"] and row["fee_share"]), row
        assert not any(row[name] for name in said) or (row["document_url"] and row["document_on"]), row


def test_a_parameter_of_a_shared_service_has_its_source_and_only_those_of_the_overview_are_filled() -> None:
    """No cost or threshold stands there from memory."""
    table = rows("consortium_parameters")
    said = {(row["exchange_kind"], row["parameter"]): (row["value"], row["low"], row["high"]) for row in table}
    for kind in ("nursery", "micro_nursery"):
        assert said.pop((kind, "use_share")) == ("", "0.01", "0.02")
        assert said.pop((kind, "child_share")) == ("0.1", "", "")
        assert said.pop((kind, "place_cost_eur")) == ("", "9000", "12000")
    assert said.pop(("nursery", "threshold_count")) == ("30", "", "")
    assert said.pop(("micro_nursery", "capacity_count")) == ("10", "", "")
    assert set(said.values()) == {("", "", "")}
    for row in table:
        is_said = bool(row["value"] or row["low"] or row["high"])
        assert is_said == bool(row["source_it"]) == (row["years"] == "2006–2011"), row


def test_every_document_row_is_a_document_at_hand() -> None:
    """The table lists exactly the source documents."""
    assert set(seed_paragraphs()) == values("documents", "document_id")


@pytest.mark.parametrize("table", WITH_PARAGRAPH)
def test_a_cited_paragraph_exists_in_its_document(table: str) -> None:
    """No citation points beyond the end of the document."""
    paragraphs = seed_paragraphs()
    for row in rows(table):
        assert not row["paragraph"] or int(row["paragraph"]) <= len(paragraphs[row["document_id"]]), row


@pytest.mark.parametrize("table", TRANSLATED)
def test_no_text_repeats_eight_words_of_a_document(table: str) -> None:
    """Descriptions are in our own words."""
    length = LONGEST_SHARED_RUN_COUNT + 1
    taken = set[tuple[str, ...]]().union(*(word_runs(" ".join(lines), length) for lines in seed_paragraphs().values()))
    for row in rows(table):
        for name, both in texts(row).items():
            for text in both:
                assert not word_runs(text, length) & taken, (name, text)


def test_contacts_of_offices_are_in_the_cited_document() -> None:
    """Phone numbers and addresses were copied without a slip."""
    documents = {id_: "\n".join(lines) for id_, lines in seed_paragraphs().items()}
    for table, phone, email, document in (
        ("district_offices", "phone", "email", "document_id"),
        ("organisations", "phone", "email", "document_id"),
        ("initiatives", "contact_phone", "contact_email", "document_ids"),
    ):
        for row in rows(table):
            text = documents.get(row[document], "")
            digits = re.sub(r"\D", "", text)
            assert row[email] in text, row
            # The document of Verona gives the area code once for two numbers.
            assert all(re.sub(r"^\+39(045)?", "", number) in digits for number in items(row[phone])), row


def test_no_person_of_the_documents_is_named_beside_an_office() -> None:
    """The names printed before the offices' phones are not taken over."""
    lines = seed_paragraphs()["accordo-alto-milanese-pmi"]
    people = {match[1] for line in lines if (match := re.search(r"•\s*(\w+ \w+) \(comuni", line))}
    assert len(people) == 2
    content = "".join(path.read_text(encoding="utf-8") for path in sorted(MANUAL.glob("*.*")))
    assert [person for person in people if person in content] == []
