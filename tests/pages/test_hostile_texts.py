"""
Every page over a register whose texts are hostile: what records say stays words.

Each free text of each table of the register holds one of ``tests/data/hostile_texts.json``, shifted from row to row and
from column to column. Pages are read as the browser gets them: Markdown by its signs, HTML by its tags.
"""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import sqlalchemy as sa
import streamlit as st
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from geodata.routing.estimate import Estimate
from geodata.tables import CONTRACTS, Column, ColumnType
from welfare_map.exports.csv import FORMULA_STARTS, NUMBER
from welfare_map.exports.docx import docx_bytes
from welfare_map.exports.files import TableFormat, table_bytes
from welfare_map.exports.handout import Handout, handout_pdf
from welfare_map.exports.pdf import pdf_bytes
from welfare_map.exports.plan import plan_document
from welfare_map.exports.tables import published_table
from welfare_map.model import CompareQuery, PlanQuery
from welfare_map.questions.compare import compare
from welfare_map.questions.plan import plan
from welfare_map.register import open_register
from welfare_map.register.accounts.accounts import add_account, new_account
from welfare_map.register.accounts.actors import Role
from welfare_map.register.accounts.sessions import open_session
from welfare_map.settings import Settings, current_settings
from welfare_map.share import FIRM_TABS
from welfare_map.share_coverage import COVERAGE_TABS
from welfare_map.ui import data
from welfare_map.ui.components.registry.choosing import CHOSEN
from welfare_map.ui.pages.registry import SECTIONS
from welfare_map.ui.registry_keys import SECTION, TOKEN

TEXTS: tuple[str, ...] = tuple(json.loads((Path(__file__).parents[1] / "data" / "hostile_texts.json").read_text()))
NOT_FREE = re.compile(
    r".*(_id|_ids|_on|_code|_codes|_key|_role|_ranges)|licence|territory|themes|size_classes|measures|parameters|days"
    r"|hours|question|answer|unit|valid_year|years"
)
"""Columns that name something, or are read by rules of their own."""
MARKED = next(text for text in TEXTS if text.startswith("!["))
ESCAPED = re.compile(r"\\[^\w\s]|\[Privacy\]\(privacy\)")
"""Signs that stand for themselves, and the link that our own sentences have."""
MARKDOWN = re.compile(
    r"!\[|\]\(|\*\*bold|:red\[|:material/home|\$x\^2|:streamlit:|`code`|<(script|img|svg|a)\b", re.IGNORECASE
)
OURS = frozenset(
    "a abbr article aside b br button caption code col colgroup dd details div dl dt em figcaption figure footer"
    " h2 h3 h4 h5 h6 header hr i img li main mark nav ol p script section small span strong style"
    " summary sub sup table tbody td tfoot th thead time tr u ul wbr".split()
)
WORKPLACE = {"lon": "9.09", "lat": "45.52"}
FIRM = {**WORKPLACE, "organisation": "demo:org-015250-1", "partners": "demo:org-015118-3"}
DISTRICT = {"unit": "alto-milanese", "district": "alto-milanese"}
PAGES = [
    pytest.param("find", {"lon": "8.918", "lat": "45.594", "home": "8.9,45.6"}, id="find"),
    *(pytest.param("firms", {**FIRM, "tab": tab}, id=f"firms, {tab}") for tab in FIRM_TABS),
    *(
        pytest.param(
            "coverage", {"view": view, "unit": "alto-milanese", "district": "alto-milanese"}, id=f"coverage, {view}"
        )
        for view in COVERAGE_TABS
    ),
    *(pytest.param("agreements", {"initiative": one}, id=f"agreements, {one}") for one in ("", "cremona-smartnetwork")),
    pytest.param("registry", {}, id="registry"),
    pytest.param("method", {}, id="method"),
]


def is_free(column: Column) -> bool:
    """Tell whether people may write what they like into a column."""
    is_text = column.type is ColumnType.TEXT and not column.allowed and not column.pattern
    return is_text and not NOT_FREE.fullmatch(column.name)


def hostile_text(number: int) -> str:
    """Return one of the texts, with Markdown behind it."""
    return f"{TEXTS[number % len(TEXTS)]} {MARKED}"


def make_hostile(engine: sa.Engine) -> int:
    """Put a hostile text into every free text of the register, and return how many were written."""
    written = 0
    there = set(sa.inspect(engine).get_table_names())
    with engine.begin() as connection:
        for contract in (one for name, one in CONTRACTS.items() if name in there):
            table = sa.Table(contract.name, sa.MetaData(), autoload_with=engine)
            columns = [column for column in contract.columns if is_free(column)]
            keys = [table.c[name] for name in contract.key]
            for number, row in enumerate(connection.execute(sa.select(*keys).order_by(*keys)).all()):
                values = {one.name: hostile_text(number + place) for place, one in enumerate(columns)}
                if values:
                    same = sa.and_(*(key == value for key, value in zip(keys, row, strict=True)))
                    connection.execute(table.update().where(same).values(values))
                    written += len(values)
    return written


@pytest.fixture(scope="module")
def hostile(real_territory: Any, real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Engine]:
    """Point the process at a register that is hostile all over."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(real_data_dir, folder, ignore=shutil.ignore_patterns("*.log"))
    engine = open_register(Settings(data_dir=folder, is_offline=True))
    assert make_hostile(engine) > 1_000
    add_account(engine, new_account("bruno", Role.ADMINISTRATOR, at=datetime.now(UTC)), "cavallo-batteria")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WELFARE_MAP_DATA_DIR", str(folder))
        patch.setenv("WELFARE_MAP_OFFLINE", "on")
        current_settings.cache_clear()
        st.cache_resource.clear()
        yield engine
    engine.dispose()
    current_settings.cache_clear()
    st.cache_resource.clear()


def strings(message: Any) -> Iterator[tuple[str, str]]:
    """Give the name and the words of every text in what the browser is sent for one element."""
    for field, value in message.ListFields():
        if field.message_type is not None:
            parts = [value] if not hasattr(value, "__iter__") or hasattr(value, "ListFields") else list(value)
            for part in parts:
                if hasattr(part, "ListFields"):
                    yield from strings(part)
        elif isinstance(value, str):
            yield field.name, value
        elif not isinstance(value, (bytes, int, float)):
            yield from ((field.name, one) for one in value if isinstance(one, str))


class Tags(HTMLParser):
    """What a browser would make of a body: tags that are not ours, attributes that run, addresses that lead away."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            leads_away = name in {"src", "style", "background"} and "elsewhere" in (value or "")
            runs = name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
            if leads_away or runs:
                self.wrong.append(f"{tag} {name}={value}")
        if tag not in OURS:
            self.wrong.append(tag)


def faults(page: AppTest) -> list[str]:
    """Return what is wrong on a page: Markdown that works though a record wrote it, tags that are not ours."""
    found = []
    for element in page.main:
        kind = element.type
        if kind == "html":
            tags = Tags()
            tags.feed(element.proto.body)
            found += [f"html {one}" for one in tags.wrong]
        elif getattr(element, "proto", None) is not None:
            found += [
                f"{kind}.{name}: {words}"
                for name, words in strings(element.proto)
                if MARKDOWN.search(ESCAPED.sub("", words)) and not is_plain(kind, name)
            ]
    return found


PLAIN = {
    *(("selectbox", "options"), ("multiselect", "options"), ("multiselect", "default")),
    *(("text_area", "default"), ("text_input", "default")),
}


def is_plain(kind: str, name: str) -> bool:
    """Tell whether Streamlit shows a text as it is."""
    return (kind, name) in PLAIN or name in {
        "value",
        "placeholder",
        "id",
        "key",
        "url",
        "raw_value",
        "file_name",
        "json_args",
    }


def first_record(engine: sa.Engine, table: str) -> str:
    """Return the key of the first record of a table."""
    key = sa.column(CONTRACTS[table].key[0])
    with engine.connect() as connection:
        return str(connection.scalar(sa.select(key).select_from(sa.table(table)).order_by(key)))


@pytest.mark.parametrize(("name", "params"), PAGES)
def test_no_page_takes_a_record_at_its_word(
    hostile: sa.Engine, open_page: Callable[..., AppTest], name: str, params: dict[str, str]
) -> None:
    page = open_page(name, **params)
    shown = "".join(str(element.proto) for element in page.main if getattr(element, "proto", None) is not None)
    assert "elsewhere.example" in shown or name == "registry"
    assert faults(page) == []


@pytest.mark.parametrize("section", [key for key, *_ in SECTIONS])
@pytest.mark.parametrize("table", ["services", "organisations", "initiatives"])
def test_no_section_of_the_register_does_either(
    hostile: sa.Engine, open_page: Callable[..., AppTest], table: str, section: str
) -> None:
    page = open_page("registry")
    page.session_state[TOKEN] = open_session(hostile, "bruno")
    page.session_state[SECTION] = section
    page.session_state[CHOSEN] = (table, first_record(hostile, table))
    page.run()
    assert not page.exception
    assert faults(page) == []


# --- files ----------------------------------------------------------------------------------------------------------

PUBLISHED = ["services", "organisations", "practices"]


def runs(words: object) -> bool:
    """Tell whether a spreadsheet would run a cell."""
    return isinstance(words, str) and words.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(words)


@pytest.mark.parametrize("name", PUBLISHED)
def test_no_cell_of_a_file_is_run_by_a_spreadsheet(hostile: sa.Engine, embedded: None, name: str) -> None:
    table = published_table(data.snapshot(), name, exported_on=data.today())
    assert table.rows.astype(str).apply(lambda column: column.map(runs)).to_numpy().any()
    lines = csv.reader(io.StringIO(table_bytes(table, TableFormat.CSV, "it").decode()))
    book = openpyxl.load_workbook(io.BytesIO(table_bytes(table, TableFormat.XLSX, "it")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for line in lines for cell in line if runs(cell)] == []
    assert [cell.value for cell in cells if cell.data_type == "f" or runs(cell.value) or cell.hyperlink] == []


@pytest.mark.parametrize("name", ["services", "organisations"])
def test_files_of_data_hold_the_words_as_they_are(
    hostile: sa.Engine, embedded: None, tmp_path: Path, name: str
) -> None:
    table = published_table(data.snapshot(), name, exported_on=data.today())
    address = set(table.rows["address"].dropna())
    features = json.loads(table_bytes(table, TableFormat.GEOJSON, "it"))["features"]
    (tmp_path / "x.gpkg").write_bytes(table_bytes(table, TableFormat.GPKG, "it"))
    layer = pyogrio.read_dataframe(tmp_path / "x.gpkg", layer=name, read_geometry=False)
    assert {feature["properties"]["address"] for feature in features} - {None} <= address
    assert set(layer["address"].dropna()) <= address
    assert len(address) == len(TEXTS)


def links(content: bytes) -> str:
    """Return all that a document opens or runs by itself."""
    if content.startswith(b"%PDF"):
        pages = PdfReader(io.BytesIO(content)).pages
        notes = [note.get_object() for page in pages for note in page.get("/Annots", [])]
        return " ".join(str(note.get("/A", "")) for note in notes)
    parts = zipfile.ZipFile(io.BytesIO(content))
    return " ".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))


def test_documents_are_made_and_open_nothing_that_a_record_names(hostile: sa.Engine, embedded: None) -> None:
    snapshot, today = data.snapshot(), data.today()
    firms = ("demo:org-015250-1", "demo:org-015118-3")
    answer = plan(snapshot, PlanQuery(as_of_on=today, organisation_ids=firms), Estimate())
    document = plan_document(answer, "it", made_on=today, territory=snapshot.territory)
    ids = tuple(snapshot.table("services")["service_id"].head(len(TEXTS)))
    asked = CompareQuery(as_of_on=today, service_ids=ids, lon=9.09, lat=45.52)
    about = Handout(title_key="handout.title_saved", link="https://mappa.example.org/", start_name="x", made_on=today)
    sheet = handout_pdf(compare(snapshot, asked, Estimate()), about, "it", territory=snapshot.territory)
    for content in (docx_bytes(document), pdf_bytes(document), sheet):
        found = links(content)
        assert not re.search(r"elsewhere|javascript|/Launch|/JS|etc/passwd", found, re.IGNORECASE)
