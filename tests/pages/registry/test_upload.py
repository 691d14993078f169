"""*Importa un file*: what a file says stays words."""

from collections.abc import Callable
from typing import Any

OpenRegistry = Callable[..., Any]


def test_headers_of_a_file_stay_words(open_registry: OpenRegistry) -> None:
    page = open_registry("anna", "upload")
    file = ("prova.csv", b"Nome;![x](https://evil.example/p.png)\nNido;1\n", "text/csv")
    page.app.file_uploader[0].upload(*file)
    page.run()
    shown = [str(item.value) for kind in (page.app.caption, page.app.markdown, page.app.error) for item in kind]
    shown += [str(item.label) for item in page.app.selectbox]
    assert any("evil" in words for words in shown)
    assert not any("![x](" in words for words in shown)
