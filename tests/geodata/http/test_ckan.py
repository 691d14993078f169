import json
from typing import Any

import pytest

from geodata.errors import DownloadError
from geodata.http import find_ckan_file


def package(*files: dict[str, str]) -> bytes:
    return json.dumps({"success": True, "result": {"name": "ds47", "resources": list(files)}}).encode()


def test_the_first_file_in_the_format_is_found_however_its_name_is_written(network: Any) -> None:
    files = package({"format": "JSON", "url": "http://x/a.json"}, {"format": "csv ", "url": "/b.csv"})
    server = network.serve(network.answer(200, files))

    address = find_ckan_file(server.url + "/api?id=ds47", file_format="CSV", client=network.client())

    assert address == server.url + "/b.csv"


def test_a_dataset_without_the_format_names_those_it_has(network: Any) -> None:
    server = network.serve(network.answer(200, package({"format": "SHP", "url": "http://x/a.zip"})))

    with pytest.raises(DownloadError, match="no file in CSV; formats found: SHP"):
        find_ckan_file(server.url, file_format="CSV", client=network.client())


def test_an_address_that_is_not_on_the_web_is_refused(network: Any) -> None:
    server = network.serve(network.answer(200, package({"format": "CSV", "url": "file:///etc/passwd"})))

    with pytest.raises(DownloadError, match="not on the web"):
        find_ckan_file(server.url, file_format="CSV", client=network.client())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="cut off"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"success": false, "error": {}}', id="refused"),
        pytest.param(b'{"success": true, "result": null}', id="no result"),
        pytest.param(b'{"success": true, "result": {"resources": 3}}', id="no files"),
        pytest.param(b'{"success": true, "result": {"resources": [7, {"format": null}]}}', id="files that are none"),
    ],
)
def test_what_is_no_record_of_a_dataset_is_an_error(network: Any, body: bytes) -> None:
    with pytest.raises(DownloadError):
        find_ckan_file(network.serve(network.answer(200, body)).url, file_format="CSV", client=network.client())
