import pytest

from geodata.sources import Access, Source
from welfare_map.cli.sources import _cells, catalogue_answer
from welfare_map.exports.envelope import envelope
from welfare_map.register.sql.repository import RunRow, SourceRow
from welfare_map.register.upkeep.quality import NoticeCount

READ, UNREAD = (
    Source(
        source_id=source_id,
        name=f"Elenco {source_id}",
        publisher="Comune di Prova",
        licence="CC-BY-4.0",
        portal_url="https://dati.esempio.it",
        dataset_id="x",
        page_path="/{dataset_id}",
        table="services",
        kinds=("nursery",),
        access=Access.FILE,
        is_tried=is_tried,
    )
    for source_id, is_tried in (("letta", True), ("mai-letta", False))
)
KNOWN = SourceRow(
    source_id="letta",
    name="Elenco",
    publisher="Comune di Prova",
    licence="CC-BY-4.0",
    url="https://dati.esempio.it/x",
    retrieved_on="2026-09-01",
    row_count=12,
    content_sha256="",
    is_demo=False,
)
RUN = RunRow(source_id="letta", started_at="2026-09-02T10:00:00", finished_at="2026-09-02T10:01:00", outcome="failed")
NOTICES = (NoticeCount("letta", "unusable_point", 3, "", ""), NoticeCount("altra", "unusable_point", 9, "", ""))


@pytest.fixture
def rows() -> list[dict[str, object]]:
    """Print the catalogue of two sources, one of them read."""
    printed = envelope(catalogue_answer([READ, UNREAD], [KNOWN], {"letta": RUN}, NOTICES), "it")
    assert isinstance(printed["rows"], list)
    return printed["rows"]


def test_a_source_that_was_read_says_when_and_what_is_wrong(rows: list[dict[str, object]]) -> None:
    assert rows[0] == {
        "source_id": "letta",
        "title": "Elenco letta",
        "publisher": "Comune di Prova",
        "licence": "CC-BY-4.0",
        "url": "https://dati.esempio.it/x",
        "access": "file",
        "kinds": ["nursery"],
        "is_tried": True,
        "rows": 12,
        "retrieved_on": "2026-09-01",
        "last_run_at": "2026-09-02T10:01:00",
        "last_outcome": "failed",
        "notices": {"unusable_point": 3},
    }


def test_a_source_that_was_never_read_has_no_figures(rows: list[dict[str, object]]) -> None:
    unknown = {name: rows[1][name] for name in ("rows", "retrieved_on", "last_run_at", "last_outcome", "notices")}

    assert unknown == {
        "rows": None,
        "retrieved_on": None,
        "last_run_at": None,
        "last_outcome": None,
        "notices": {},
    }
    assert rows[1]["is_tried"] is False


def test_the_sentence_counts_all_sources_and_those_that_were_read() -> None:
    sentence = catalogue_answer([READ, UNREAD], [KNOWN], {}, ()).sentence.words("it")

    assert "2 fonti" in sentence
    assert "1 già" in sentence


def test_the_table_says_which_source_was_never_tried() -> None:
    answer = catalogue_answer([READ, UNREAD], [KNOWN], {}, ())
    assert ["mai provata" in _cells(row, "it")[1] for row in answer.rows] == [False, True]
