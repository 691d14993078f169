"""The contract of every table of the register."""

from geodata import codes
from geodata.tables.contract import LAT_RANGE, LON_RANGE, MUNICIPALITY_CODE, Column, ColumnType, Contract
from geodata.tables.fee_bands import FEE_BANDS, are_ascending

T, I, N, B, D = ColumnType.TEXT, ColumnType.INTEGER, ColumnType.NUMBER, ColumnType.BOOLEAN, ColumnType.DATE

PROVENANCE = (
    Column("source_id", T, "Code of the source that gave the row", is_required=True),
    Column("source_key", T, "Key of the row in its source", is_required=True),
    Column("licence", T, "Licence code of the row", is_required=True),
    Column("retrieved_on", D, "Day on which the source was read", is_required=True),
    Column("modified_on", D, "Day of the last change in the source, if it says so"),
    Column("checked_on", D, "Day on which somebody checked the row"),
    Column("checked_by_role", T, "Role of whoever checked it"),
    Column("is_demo", B, "True for an invented demonstration row", is_required=True),
)
POSITION = (
    Column("address", T, "Street and house number"),
    Column("postcode", T, "CAP, five digits", pattern=r"^\d{5}$"),
    Column("municipality_code", T, "ISTAT code of the municipality", pattern=MUNICIPALITY_CODE),
    Column("lon", N, "Longitude, degrees, EPSG:4326", minimum=LON_RANGE[0], maximum=LON_RANGE[1]),
    Column("lat", N, "Latitude, degrees, EPSG:4326", minimum=LAT_RANGE[0], maximum=LAT_RANGE[1]),
    Column(
        "position_quality", T, "How precise the position is", is_required=True, allowed=tuple(codes.PositionQuality)
    ),
)
PHONE = Column("phone", T, "Telephone, E.164")
WEBSITE = Column("website", T, "Address of the web site")
CONTACT = (PHONE, Column("email", T, "Mailbox, as published", is_published_mailbox=True), WEBSITE)
"""Of a service or an office."""
FEES = ("monthly_fee_min_eur", "monthly_fee_max_eur", "isee_fee_bands")
FEE_PROOFS = ("fee_source", "fee_as_of_on")
"""Columns that say a fee, and those that must stand beside it."""
FEE = (
    Column("monthly_fee_min_eur", N, "Lowest monthly fee, euros", minimum=0),
    Column("monthly_fee_max_eur", N, "Highest monthly fee, euros", minimum=0),
    Column("fee_includes_it", T, "What the fee includes, Italian"),
    Column("fee_includes_en", T, "What the fee includes, English"),
    Column(
        "isee_fee_bands",
        T,
        "List of up_to_isee_eur:monthly_fee_eur items, ascending, the last without upper end: 10000:150|20000:280|:450",
        pattern=FEE_BANDS,
        is_in_order=are_ascending,
    ),
    Column("fee_source", T, "Document that says the fee: its address; it stands beside every fee"),
    Column("fee_as_of_on", D, "Day of that document; it stands beside every fee"),
)

SERVICES = Contract(
    "services",
    ("service_id",),
    (
        Column("service_id", T, "<source_id>:<source_key>", is_required=True),
        Column("name", T, "Name of the service", is_required=True),
        Column("kind", T, "Kind of service", is_required=True, allowed=tuple(codes.ServiceKind)),
        Column("provider_name", T, "Who runs it"),
        Column("organisation_id", T, "Organisation that runs it, where it is in the register"),
        Column("ownership", T, "Public or private", allowed=tuple(codes.Ownership)),
        *POSITION,
        *CONTACT,
        Column("opening_hours", T, "Opening hours in OpenStreetMap syntax"),
        Column("capacity_authorised", I, "Authorised places", minimum=0),
        Column("capacity_accredited", I, "Accredited places", minimum=0),
        Column("capacity_part_time", I, "Of the places, those for a part of the day only", minimum=0),
        Column("min_age_months", I, "Youngest age taken, months", minimum=0),
        Column("max_age_months", I, "Oldest age taken, months", minimum=0),
        Column("is_open_to_others", B, "A company service that takes people from outside"),
        *FEE,
        Column("no_longer_listed_on", D, "Day from which the source no longer lists it"),
        *PROVENANCE,
    ),
)
AVAILABILITY = Contract(
    "availability",
    ("service_id", "band"),
    (
        Column("service_id", T, "Service", is_required=True),
        Column("band", T, "Age band or regime", is_required=True, allowed=tuple(codes.AvailabilityBand)),
        Column("free_count", I, "Free places", minimum=0),
        Column("waiting_count", I, "People on the waiting list", minimum=0),
        Column("free_in_1_month_count", I, "Free places expected one month after the day of the datum", minimum=0),
        Column("free_in_2_months_count", I, "Free places expected two months after it", minimum=0),
        Column("free_in_3_months_count", I, "Free places expected three months after it", minimum=0),
        Column("as_of_on", D, "Day of the datum", is_required=True),
        Column("expires_on", D, "Day after which it is unknown", is_required=True),
        Column("author_role", T, "Role of whoever said so", is_required=True),
        *PROVENANCE,
    ),
)
ORGANISATIONS = Contract(
    "organisations",
    ("organisation_id",),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("organisation_name", T, "Name", is_required=True),
        Column("organisation_kind", T, "What it is", is_required=True, allowed=tuple(codes.OrganisationKind)),
        Column("vat_code", T, "VAT number (partita IVA) of a legal person, eleven digits", pattern=r"^\d{11}$"),
        Column("sector_code", T, "ATECO division, two digits", pattern=r"^\d{2}$"),
        Column("size_class", T, "Size class", allowed=tuple(codes.SizeClass)),
        Column("employee_count", I, "Employees, head count", minimum=0),
        *POSITION,
        *(PHONE, Column("email", T, "Role mailbox"), WEBSITE),
        Column("document_id", T, "Document that names it"),
        Column("paragraph", I, "Paragraph of the document", minimum=1),
        *PROVENANCE,
    ),
)
ADHESIONS = Contract(
    "adhesions",
    ("organisation_id", "initiative_id"),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("initiative_id", T, "Initiative", is_required=True),
        Column("role", T, "Role in the initiative", is_required=True, allowed=tuple(codes.AdhesionRole)),
        Column("since_year", I, "Year from which", minimum=1990),
        Column("document_id", T, "Document that says so"),
        Column("paragraph", I, "Paragraph of the document", minimum=1),
        Column("note", T, "Where the document alone does not say it"),
        *PROVENANCE,
    ),
)
INITIATIVES = Contract(
    "initiatives",
    ("initiative_id",),
    (
        Column("initiative_id", T, "Initiative", is_required=True),
        Column("name", T, "Official name", is_required=True),
        Column("short_name", T, "Short name"),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("summary", "aim") for lang in ("it", "en")),
        Column("territory", T, "List of province:, municipality: or district: items", is_required=True),
        Column("start_year", I, "First year", minimum=1990),
        Column("end_year", I, "Last year", minimum=1990),
        Column("is_ongoing", B, "In force at the date of the document"),
        Column("how_to_adhere_it", T, "How to adhere, Italian"),
        Column("how_to_adhere_en", T, "How to adhere, English"),
        Column("contact_name_it", T, "Office to contact, Italian"),
        Column("contact_name_en", T, "Office to contact, English"),
        Column("contact_phone", T, "Telephone, E.164"),
        Column("contact_email", T, "Role mailbox"),
        Column("document_ids", T, "List of documents"),
        *PROVENANCE,
    ),
)


def _steps(name: str, number: str, *, has_years: bool) -> Contract:
    years = (Column("start_year", I, "First year"), Column("end_year", I, "Last year")) if has_years else ()
    return Contract(
        name,
        ("initiative_id", number),
        (
            Column("initiative_id", T, "Initiative", is_required=True),
            Column(number, I, "Order", is_required=True, minimum=1),
            *(
                Column(f"{part}_{lang}", T, f"{part}, {lang}")
                for part in ("name", "description")
                for lang in ("it", "en")
            ),
            *years,
            Column("document_id", T, "Document", is_required=True),
            Column("paragraph", I, "Paragraph of the document", minimum=1),
        ),
    )


INITIATIVE_PHASES = _steps("initiative_phases", "phase_number", has_years=True)
INITIATIVE_ACTIONS = _steps("initiative_actions", "action_number", has_years=False)
ADHESION_BENEFITS = _steps("adhesion_benefits", "benefit_number", has_years=False)
PRACTICES = Contract(
    "practices",
    ("practice_id",),
    (
        Column("practice_id", T, "Practice", is_required=True),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("title", "description") for lang in ("it", "en")),
        Column("themes", T, "List of themes", is_required=True),
        Column("size_classes", T, "List of size classes it was thought for"),
        Column("cost_class", T, "What it costs", allowed=("none", "low", "medium", "high")),
        Column("phase", T, "How far it had come", allowed=tuple(codes.PracticePhase)),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("result", "contact") for lang in ("it", "en")),
        Column("initiative_id", T, "Initiative it belongs to", is_required=True),
        Column("organisation_id", T, "Organisation that did it"),
        Column("document_id", T, "Document that describes it", is_required=True),
        Column("paragraph", I, "Paragraph of the document", is_required=True, minimum=1),
        *PROVENANCE,
    ),
)
DOCUMENTS = Contract(
    "documents",
    ("document_id",),
    (
        Column("document_id", T, "Document", is_required=True),
        Column("title", T, "Title", is_required=True),
        Column("publisher", T, "Publisher, where the document states it"),
        Column("published_on", T, "Date or year"),
        Column("language", T, "Language", is_required=True, allowed=("it", "en")),
        Column("note_it", T, "Note, Italian"),
        Column("note_en", T, "Note, English"),
    ),
)
TARGETS = Contract(
    "targets",
    ("target_id",),
    (
        Column("target_id", T, "Target", is_required=True),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("name",) for lang in ("it", "en")),
        Column("value", N, "Figure"),
        Column("unit", T, "Unit of the figure"),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("meaning",) for lang in ("it", "en")),
        Column("source", T, "Where the figure stands", is_required=True),
        Column("valid_year", T, "Year of the figure"),
        *(Column(f"{part}_{lang}", T, f"{part}, {lang}") for part in ("note",) for lang in ("it", "en")),
    ),
)
SCHOOL_CALENDARS = Contract(
    "school_calendars",
    ("region_code", "school_year"),
    (
        Column("region_code", T, "ISTAT code of the region", is_required=True, pattern=r"^\d{2}$"),
        Column("school_year", T, "School year, e.g. 2026/27", is_required=True, pattern=r"^\d{4}/\d{2}$"),
        Column("starts_on", D, "First day of lessons"),
        Column("ends_on", D, "Last day of lessons"),
        Column("closed_ranges", T, "Days without lessons: 2026-12-23/2027-01-06, several parted by |"),
        Column("document_url", T, "Address of the document that says so"),
        Column("document_on", D, "Day of that document"),
    ),
)
BENEFITS = Contract(
    "benefits",
    ("benefit_id", "band_number"),
    (
        Column("benefit_id", T, "Benefit that pays a part of a nursery's fee", is_required=True),
        Column("band_number", I, "Number of the row among those of the benefit", is_required=True, minimum=1),
        Column("name_it", T, "Name, Italian", is_required=True),
        Column("name_en", T, "Name, English", is_required=True),
        Column("region_code", T, "ISTAT code of its region; blank for the whole country", pattern=r"^\d{2}$"),
        Column("valid_from_on", D, "First day on which the row holds"),
        Column("valid_to_on", D, "Last day on which the row holds"),
        Column("min_age_months", I, "Youngest child, months", minimum=0),
        Column("max_age_months", I, "Oldest child, months", minimum=0),
        Column("isee_up_to_eur", N, "Highest ISEE of the row, euros a year; blank for no bound", minimum=0),
        Column("monthly_amount_eur", N, "What it pays a month, euros", minimum=0),
        Column("fee_share", N, "Share of the fee that it pays, in place of an amount", minimum=0, maximum=1),
        Column("document_url", T, "Address of the document that says so"),
        Column("document_on", D, "Day of that document"),
    ),
)
CONSORTIUM_PARAMETERS = Contract(
    "consortium_parameters",
    ("exchange_kind", "parameter"),
    (
        Column("exchange_kind", T, "Kind of shared service", is_required=True, allowed=codes.EXCHANGE_KINDS),
        Column("parameter", T, "What the figure is", is_required=True, allowed=tuple(codes.ConsortiumParameter)),
        Column("value", N, "Figure; blank where the source gives a range, or nobody says it", minimum=0),
        Column("low", N, "Lowest figure of a range", minimum=0),
        Column("high", N, "Highest figure of a range", minimum=0),
        Column("source_it", T, "Who says so, Italian; it stands beside every figure"),
        Column("source_en", T, "Who says so, English"),
        Column("years", T, "Years that the figure is about"),
        Column("note_it", T, "What to keep in mind, Italian"),
        Column("note_en", T, "What to keep in mind, English"),
    ),
)
DISTRICTS = Contract(
    "districts",
    ("municipality_code",),
    (
        Column("municipality_code", T, "ISTAT code", is_required=True, pattern=MUNICIPALITY_CODE),
        Column("municipality_name", T, "Name", is_required=True),
        Column("district_id", T, "District", is_required=True),
        Column("district_name", T, "Name of the district", is_required=True),
        Column("province_short", T, "Car plate of the province", is_required=True, pattern=r"^[A-Z]{2}$"),
        Column("source", T, "Where the assignment comes from", is_required=True),
        Column("confidence", T, "How sure it is", is_required=True, allowed=("high", "medium", "medium-low", "low")),
    ),
)
DISTRICT_OFFICES = Contract(
    "district_offices",
    ("office_id",),
    (
        Column("office_id", T, "Office", is_required=True),
        Column("district_id", T, "District", is_required=True),
        Column("office_name_it", T, "Name, Italian", is_required=True),
        Column("office_name_en", T, "Name, English", is_required=True),
        *CONTACT,
        Column("document_id", T, "Document", is_required=True),
        Column("paragraph", I, "Paragraph of the document", minimum=1),
    ),
)
DISTRICT_OFFICE_MUNICIPALITIES = Contract(
    "district_office_municipalities",
    ("municipality_code",),
    (
        Column("office_id", T, "Office", is_required=True),
        Column("municipality_code", T, "ISTAT code", is_required=True, pattern=MUNICIPALITY_CODE),
    ),
)
SHIFTS = Contract(
    "shifts",
    ("organisation_id", "shift_number"),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("shift_number", I, "Order", is_required=True, minimum=1),
        Column("days", T, "Days in OpenStreetMap syntax, e.g. Mo-Fr", is_required=True),
        Column("starts_at", T, "HH:MM", is_required=True, pattern=r"^\d{2}:\d{2}$"),
        Column("ends_at", T, "HH:MM", is_required=True, pattern=r"^\d{2}:\d{2}$"),
        Column("employee_count", I, "Employees on the shift", minimum=0),
        *PROVENANCE,
    ),
)
NEEDS_OFFERS = Contract(
    "needs_offers",
    ("need_offer_id",),
    (
        Column("need_offer_id", T, "Need or offer", is_required=True),
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("direction", T, "Need or offer", is_required=True, allowed=tuple(codes.NeedDirection)),
        Column("exchange_kind", T, "Kind of service or resource", is_required=True, allowed=codes.EXCHANGE_KINDS),
        Column("theme", T, "What the know-how or the training is about", allowed=tuple(codes.PracticeTheme)),
        Column("quantity", N, "How much", minimum=0),
        Column("unit", T, "Of what, e.g. places"),
        Column("from_on", D, "From when"),
        Column("hours", T, "Hours in OpenStreetMap syntax"),
        Column("description", T, "In the organisation's own words, without names of persons"),
        Column("visibility", T, "Who may see it", is_required=True, allowed=tuple(codes.Visibility)),
        *PROVENANCE,
    ),
)
SITES = Contract(
    "sites",
    ("organisation_id", "site_number"),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column(
            "site_number", I, "Order; the organisation's own position is its first site", is_required=True, minimum=2
        ),
        Column("site_name", T, "Name of the site"),
        Column("employee_count", I, "Employees who work there, head count", minimum=0),
        *POSITION,
        *PROVENANCE,
    ),
)
COMMUTERS = Contract(
    "commuters",
    ("organisation_id", "municipality_code", "shift_number"),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("municipality_code", T, "Where they live", is_required=True, pattern=MUNICIPALITY_CODE),
        Column("shift_number", I, "Shift of the organisation, 0 for all of them", is_required=True, minimum=0),
        Column("worker_count", I, "Workers, five or more", is_required=True, minimum=codes.SMALLEST_COUNT),
        Column("as_of_on", D, "Day of the datum", is_required=True),
        Column("visibility", T, "Who may see it", is_required=True, allowed=tuple(codes.Visibility)),
        *PROVENANCE,
    ),
)
WORKER_NEEDS = Contract(
    "worker_needs",
    ("organisation_id", "question", "answer"),
    (
        Column("organisation_id", T, "Organisation", is_required=True),
        Column("question", T, "Question of the anonymous questionnaire", is_required=True),
        Column("answer", T, "Answer", is_required=True),
        Column("worker_count", I, "Workers who gave it, five or more", is_required=True, minimum=codes.SMALLEST_COUNT),
        Column("as_of_on", D, "Day on which the questionnaire was closed", is_required=True),
        Column("visibility", T, "Who may see it", is_required=True, allowed=tuple(codes.Visibility)),
        *PROVENANCE,
    ),
)
PLANS = Contract(
    "plans",
    ("plan_id",),
    (
        Column("plan_id", T, "Plan", is_required=True),
        Column("title", T, "Title", is_required=True),
        Column("organisation_ids", T, "List of the organisations that make it", is_required=True),
        Column("initiative_id", T, "Initiative in whose frame it stands"),
        Column("plan_phase", T, "How far it has come", is_required=True, allowed=tuple(codes.PlanPhase)),
        Column("phase_on", D, "Day on which it came so far", is_required=True),
        Column("measures", T, "List of kinds of service and resource that it contains"),
        Column("parameters", T, "What the figures were computed with: JSON"),
        Column("note", T, "In words, without names of persons"),
        Column("visibility", T, "Who may see it", is_required=True, allowed=tuple(codes.Visibility)),
        *PROVENANCE,
    ),
)

CONTRACTS: dict[str, Contract] = {
    contract.name: contract
    for contract in (
        SERVICES,
        AVAILABILITY,
        ORGANISATIONS,
        ADHESIONS,
        INITIATIVES,
        INITIATIVE_PHASES,
        INITIATIVE_ACTIONS,
        ADHESION_BENEFITS,
        PRACTICES,
        DOCUMENTS,
        TARGETS,
        SCHOOL_CALENDARS,
        BENEFITS,
        CONSORTIUM_PARAMETERS,
        DISTRICTS,
        DISTRICT_OFFICES,
        DISTRICT_OFFICE_MUNICIPALITIES,
        SHIFTS,
        NEEDS_OFFERS,
        SITES,
        COMMUTERS,
        WORKER_NEEDS,
        PLANS,
    )
}
