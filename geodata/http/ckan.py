"""Where a dataset of a CKAN portal keeps its file."""

import json
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from geodata.errors import DownloadError
from geodata.http.client import Client, fetch_bytes


def find_ckan_file(url: str, *, file_format: str, client: Client) -> str:
    """
    Return the address of the first file of a dataset in a format.

    Parameters
    ----------
    url
        ``…/api/3/action/package_show?id=<dataset>``.
    file_format
        As the portal writes it, in any case of the letters: "CSV".

    Raises
    ------
    DownloadError
        As ``fetch_bytes``; or the portal does not know the dataset, or has no such file of it.
    """
    files = _files(url, fetch_bytes(url, client=client))
    wanted = file_format.strip().casefold()
    addresses = [file["url"] for file in files if file["format"].casefold() == wanted and file["url"]]
    if not addresses:
        found = ", ".join(sorted({file["format"] for file in files if file["format"]})) or "none"
        raise DownloadError(f"{url}: the dataset has no file in {file_format}; formats found: {found}")
    address = urljoin(url, addresses[0])
    if urlsplit(address).scheme not in {"http", "https"}:
        raise DownloadError(f"{url}: the file's address {address} is not on the web")
    return address


def _files(url: str, content: bytes) -> list[dict[str, str]]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DownloadError(f"{url}: the portal did not answer with JSON") from error
    result = said.get("result") if isinstance(said, Mapping) and said.get("success") is True else None
    resources = result.get("resources") if isinstance(result, Mapping) else None
    if not isinstance(resources, list):
        raise DownloadError(f"{url}: the portal does not know this dataset; check its code")
    return [
        {name: str(file.get(name) or "").strip() for name in ("format", "url")}
        for file in resources
        if isinstance(file, Mapping)
    ]
