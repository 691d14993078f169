"""The answer of an Overpass server to a query, whole or an error."""

import json
from collections.abc import Mapping
from dataclasses import replace

from geodata.errors import DownloadError
from geodata.http.client import Answer, Call, Client, TryAgainError, send

LONGEST_QUERY_S = 300.0
"""The server may think as long before its first byte."""
BUSY_WORDS = ("timed out", "out of memory", "dispatcher", "too busy", "rate_limited")
"""What a server says, inside an answer of status 200, when another try may help."""


def fetch_overpass(url: str, query: str, *, client: Client) -> bytes:
    """
    Ask an Overpass server.

    Parameters
    ----------
    url
        ``…/api/interpreter``.
    query
        In Overpass QL, with ``[out:json]``.

    Returns
    -------
    content
        The JSON object with its ``elements``.

    Raises
    ------
    DownloadError
        As ``send``; or the answer is no JSON, or carries the remark that it is not whole.
    """
    connect_s, read_s = client.timeout_s
    patient = replace(client, timeout_s=(connect_s, max(read_s, LONGEST_QUERY_S)))
    call = Call(url, form=(("data", query),))
    return send(lambda: call, lambda answer: _whole(url, answer), client=patient)


def _whole(url: str, answer: Answer) -> bytes:
    content = b"".join(answer.pieces)
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DownloadError(f"{url}: the server did not answer with JSON; check the query") from error
    if not isinstance(said, Mapping) or not isinstance(said.get("elements"), list):
        raise DownloadError(f"{url}: the answer has no list of elements")
    remark = str(said.get("remark") or "")
    if any(words in remark for words in BUSY_WORDS):
        raise TryAgainError(f"the answer is not whole ({remark:.200})")
    if remark:
        raise DownloadError(f"{url}: the answer is not whole ({remark:.200})")
    return content
