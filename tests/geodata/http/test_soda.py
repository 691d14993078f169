import csv
import io
from typing import Any

import pytest

from geodata.errors import DownloadError
from geodata.http import Validators, fetch_soda_csv, fetch_soda_rows

ROWS = [{"code": str(number), "name": f'Casa "{number}",\nprova'} for number in range(5)]


@pytest.mark.parametrize("row_count", [1, 2, 3, 4, 5])
def test_the_csv_of_all_pages_has_each_row_once_and_one_header(network: Any, row_count: int) -> None:
    server = network.serve(network.soda(ROWS[:row_count], as_csv=True))
    told: list[int] = []

    content, said = fetch_soda_csv(server.url, client=network.client(), page_rows=2, progress=told.append)

    assert content is not None
    assert list(csv.DictReader(io.StringIO(content.decode(), newline=""))) == ROWS[:row_count]
    assert (told[-1], said) == (row_count, Validators('"one"'))


def test_a_csv_that_has_not_changed_is_not_read_again(network: Any) -> None:
    content, said = fetch_soda_csv(
        network.serve(network.answer(304)).url, client=network.client(), known=Validators('"one"')
    )

    assert (content, said) == (None, Validators('"one"'))


def test_columns_that_change_between_pages_are_an_error(network: Any) -> None:
    server = network.serve(network.answer(200, b"a,b\n1,2\n"), network.answer(200, b"a,c\n1,2\n"))

    with pytest.raises(DownloadError, match="changed the columns"):
        fetch_soda_csv(server.url, client=network.client(), page_rows=1)


@pytest.mark.parametrize("body", [b"", b'a,b\n"1', b"\xff\xfe\xff"], ids=["nothing", "cut off", "no UTF-8"])
def test_a_page_that_is_no_csv_is_refused(network: Any, body: bytes) -> None:
    with pytest.raises(DownloadError, match="did not answer with"):
        fetch_soda_csv(network.serve(network.answer(200, body)).url, client=network.client())


def test_the_token_and_the_order_are_sent_with_each_page(network: Any) -> None:
    server = network.serve(network.soda(ROWS))

    fetch_soda_rows(
        server.url,
        client=network.client(soda_app_token="mine"),  # noqa: S106  # invented
        order_by="code",
        page_rows=2,
    )

    assert len(server.asked) == 3
    assert all("%24order=code" in path and headers["X-App-Token"] == "mine" for path, headers in server.asked)


def test_without_a_token_none_is_sent(network: Any) -> None:
    server = network.serve(network.soda(ROWS))

    fetch_soda_rows(server.url, client=network.client())

    assert "X-App-Token" not in server.asked[0][1]


def test_pages_that_are_too_large_together_are_refused(network: Any) -> None:
    page = network.answer(200, b'["0123456789"]')

    with pytest.raises(DownloadError, match="pages are more than the limit"):
        fetch_soda_rows(network.serve(page).url, client=network.client(max_bytes=50), page_rows=1)


def test_a_fault_in_a_later_page_is_tried_again_and_loses_nothing(network: Any) -> None:
    soda = network.soda(ROWS)
    server = network.serve(soda, network.answer(500), soda)

    content, _ = fetch_soda_rows(server.url, client=network.client(), page_rows=3)

    assert (content or b"").count(b"code") == 5
    assert network.waited_s == [1]
