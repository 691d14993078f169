"""How a source is called."""

from welfare_map.model import SourceNote
from welfare_map.register.shipped.embedded import EMBEDDED_SOURCES


def test_our_own_sources_have_a_name_in_each_language_and_the_others_their_publishers() -> None:
    own = [SourceNote(key, row.name, "", "", "") for key, row in EMBEDDED_SOURCES.items()]
    assert [note.names["it"] for note in own] == [note.name for note in own]
    assert [note.names["en"] for note in own] == [
        "Welfare map – tables written by hand",
        "Demonstration data (invented)",
    ]
    assert SourceNote("x", "Elenco", "", "", "").names == {"it": "Elenco", "en": "Elenco"}
