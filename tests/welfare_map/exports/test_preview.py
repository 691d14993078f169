"""A document as a page reads it out: by parts, with what is missing marked, and words from data as words."""

from datetime import date

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
)
from welfare_map.exports.preview import parts_html

EVIL = "<script>alert(1)</script>"
HOURS = Blank(f"[da completare: {EVIL}]", "orari")


def document(*blocks: object) -> Document:
    return Document(title="T", lang="it", made_on=date(2026, 9, 15), blocks=blocks)  # type: ignore[arg-type]


def test_a_part_begins_at_each_heading_of_the_first_level() -> None:
    parts = parts_html(
        document(Heading("Uno"), Paragraph("a"), Heading("Sotto", 2), Heading("Due"), Image(b"", "mappa"), Ticks(()))
    )

    assert [title for title, _ in parts] == ["Uno", "Due"]
    assert parts[0][1] == "<p>a</p><h4>Sotto</h4>"
    assert "mappa" not in parts[1][1]


def test_what_is_missing_is_marked_and_an_empty_cell_is_a_blank() -> None:
    ((_, html),) = parts_html(document(Heading("Uno"), Fields((("Orari", HOURS), ("Sede", "")))))

    assert html.count('<mark class="wm-blank">') == 1
    assert "<dt>Sede</dt><dd>________</dd>" in html


def test_words_from_data_stay_words_in_every_kind_of_block() -> None:
    ((_, html),) = parts_html(
        document(
            Heading("Uno"),
            Heading(EVIL, 2),
            Paragraph(EVIL, lead=EVIL),
            Paragraph(HOURS),
            Bullets((EVIL, HOURS)),
            Ticks(((EVIL, False),)),
            Fields(((EVIL, EVIL),)),
            Table((EVIL,), ((EVIL,), (HOURS,)), caption=EVIL),
            Signatures((EVIL, HOURS)),
        )
    )

    assert "<script" not in html
    assert html.count("&lt;script&gt;") >= 12
