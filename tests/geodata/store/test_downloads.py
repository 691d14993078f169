import fcntl
import json
from pathlib import Path
from typing import Any

import pytest

from geodata.errors import DownloadError, OfflineError, StoreError
from geodata.http import Validators
from geodata.sources import Access, Source
from geodata.store import FetchStep, download, fetch_source

BODY = bytes(range(256)) * 1000
SAID = Validators('"one"')


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "downloads" / "file.bin"


def left(path: Path) -> set[str]:
    return {found.name for found in path.parent.iterdir()}


def ranges(server: Any) -> list[str | None]:
    return [headers.get("Range") for _, headers in server.asked]


def test_a_file_is_brought_whole_and_nothing_stays_aside(network: Any, path: Path) -> None:
    steps: list[FetchStep] = []

    found = download(network.serve(network.file(BODY)).url, path, client=network.client(), progress=steps.append)

    assert found == (True, SAID)
    assert path.read_bytes() == BODY
    assert left(path) == {"file.bin"}
    assert steps[-1] == FetchStep("bytes", len(BODY), len(BODY))


def test_a_cut_download_goes_on_where_it_was(network: Any, path: Path) -> None:
    server = network.serve(network.cut(BODY, 131_072, ETag='"one"'), network.file(BODY))

    assert download(server.url, path, client=network.client()) == (True, SAID)
    assert path.read_bytes() == BODY
    assert ranges(server) == [None, "bytes=131072-"]
    assert server.asked[1][1]["If-Range"] == '"one"'


def test_a_later_run_goes_on_where_the_last_one_gave_up(network: Any, path: Path) -> None:
    server = network.serve(network.cut(BODY, 65_536, ETag='"one"'), network.file(BODY))

    with pytest.raises(DownloadError, match="cut off"):
        download(server.url, path, client=network.client(waits_s=()))
    assert not path.exists()
    download(server.url, path, client=network.client())

    assert ranges(server) == [None, "bytes=65536-"]
    assert path.read_bytes() == BODY


def test_a_server_that_ignores_the_range_sends_all_from_the_start(network: Any, path: Path) -> None:
    server = network.serve(network.cut(BODY, 65_536, ETag='"one"'), network.answer(200, BODY, ETag='"one"'))

    download(server.url, path, client=network.client())

    assert path.read_bytes() == BODY


def test_a_file_that_changed_meanwhile_is_taken_from_the_start(network: Any, path: Path) -> None:
    newer = BODY[::-1]
    server = network.serve(network.cut(BODY, 65_536, ETag='"one"'), network.file(newer, '"two"'))

    assert download(server.url, path, client=network.client()) == (True, Validators('"two"'))
    assert path.read_bytes() == newer


@pytest.mark.parametrize("headers", [{}, {"ETag": 'W/"one"'}], ids=["unnamed", "weakly named"])
def test_what_the_server_cannot_tell_apart_is_not_continued(network: Any, path: Path, headers: Any) -> None:
    server = network.serve(network.cut(BODY, 65_536, **headers), network.file(BODY))

    download(server.url, path, client=network.client())

    assert ranges(server) == [None, None]
    assert path.read_bytes() == BODY


def test_a_weakly_named_file_is_continued_by_its_day_of_change(network: Any, path: Path) -> None:
    day = "Sat, 01 Aug 2026 00:00:00 GMT"
    said = f"bytes 65536-{len(BODY) - 1}/{len(BODY)}"
    server = network.serve(
        network.cut(BODY, 65_536, ETag='W/"one"', Last_Modified=day),
        network.answer(206, BODY[65_536:], Content_Range=said),
    )

    download(server.url, path, client=network.client())

    assert server.asked[1][1]["If-Range"] == day
    assert path.read_bytes() == BODY


def test_another_part_than_the_rest_is_not_appended(network: Any, path: Path) -> None:
    wrong = network.answer(206, BODY[5:], Content_Range=f"bytes 5-{len(BODY) - 1}/{len(BODY)}")
    server = network.serve(network.cut(BODY, 65_536, ETag='"one"'), wrong, network.file(BODY))

    download(server.url, path, client=network.client())

    assert ranges(server) == [None, "bytes=65536-", None]
    assert path.read_bytes() == BODY


def test_a_part_that_is_longer_than_the_file_is_thrown_away(network: Any, path: Path) -> None:
    server = network.serve(network.file(BODY))
    path.parent.mkdir()
    path.with_name("file.bin.part").write_bytes(BODY + b"more")
    path.with_name("file.bin.part.json").write_text(json.dumps({"url": server.url, "etag": '"one"'}))

    download(server.url, path, client=network.client())

    assert path.read_bytes() == BODY


@pytest.mark.parametrize("note", ["{", "[]", '{"url": "http://elsewhere/", "etag": "\\"one\\""}'])
def test_a_part_of_unknown_origin_is_thrown_away(network: Any, path: Path, note: str) -> None:
    path.parent.mkdir()
    path.with_name("file.bin.part").write_bytes(b"something else")
    path.with_name("file.bin.part.json").write_text(note)
    server = network.serve(network.file(BODY))

    download(server.url, path, client=network.client())

    assert ranges(server) == [None]
    assert path.read_bytes() == BODY


def test_a_compressed_body_is_never_continued(network: Any, path: Path) -> None:
    server = network.serve(network.cut(BODY, 65_536, ETag='"one"', Content_Encoding="unknown"), network.file(BODY))

    download(server.url, path, client=network.client())

    assert ranges(server) == [None, None]


def test_a_file_that_has_not_changed_stays_as_it_is(network: Any, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"earlier")

    found = download(network.serve(network.file(BODY)).url, path, client=network.client(), known=SAID)

    assert found == (False, SAID)
    assert path.read_bytes() == b"earlier"
    assert left(path) == {"file.bin"}


def test_the_limit_counts_what_came_before_the_cut(network: Any, path: Path) -> None:
    server = network.serve(network.file(BODY))
    path.parent.mkdir()
    path.with_name("file.bin.part").write_bytes(BODY[:100_000])
    path.with_name("file.bin.part.json").write_text(json.dumps({"url": server.url, "etag": '"one"'}))

    with pytest.raises(DownloadError, match="more than the limit"):
        download(server.url, path, client=network.client(max_bytes=len(BODY) - 1))

    assert ranges(server) == ["bytes=100000-"]
    assert not path.exists()


def test_a_body_without_end_leaves_no_file(network: Any, path: Path) -> None:
    with pytest.raises(DownloadError, match="more than the limit"):
        download(network.serve(network.endless).url, path, client=network.client(max_bytes=200_000))

    assert not path.exists()


def test_two_runs_do_not_write_the_same_part(network: Any, path: Path) -> None:
    path.parent.mkdir()
    with path.with_name("file.bin.part").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_SH)

        with pytest.raises(StoreError, match="another run"):
            download(network.serve(network.file(BODY)).url, path, client=network.client())


def test_a_folder_that_cannot_be_written_is_one_clear_line(network: Any, tmp_path: Path) -> None:
    (tmp_path / "downloads").write_text("a file")

    with pytest.raises(StoreError, match="check the data folder"):
        download(network.serve(network.file(BODY)).url, tmp_path / "downloads" / "x", client=network.client())


def make_source(url: str, access: Access, **fields: str) -> Source:
    return Source(
        source_id="toy",
        name="Toy",
        publisher="Toy",
        licence="CC-BY-4.0",
        portal_url=url,
        dataset_id="ab12",
        page_path="/d/{dataset_id}",
        table="services",
        kinds=(),
        access=access,
        **fields,
    )


def test_a_soda_source_is_fetched_page_by_page(network: Any, tmp_path: Path) -> None:
    server = network.serve(network.soda([{"code": "1"}]))
    steps: list[FetchStep] = []

    content, said = fetch_source(
        make_source(server.url, Access.SODA),
        client=network.client(),
        downloads_dir=tmp_path,
        progress=steps.append,
    )

    assert (content, said) == (b'[{"code": "1"}]', SAID)
    assert server.asked[0][0].startswith("/resource/ab12.json?")
    assert steps == [FetchStep("rows", 1)]


def test_a_ckan_source_is_found_then_fetched(network: Any, tmp_path: Path) -> None:
    record = {"success": True, "result": {"resources": [{"format": "CSV", "url": "/file.csv"}]}}
    server = network.serve(network.answer(200, json.dumps(record).encode()), network.file(b"a;b\n"))

    found = fetch_source(make_source(server.url, Access.CKAN), client=network.client(), downloads_dir=tmp_path)

    assert found == (b"a;b\n", SAID)
    assert [path for path, _ in server.asked] == ["/api/3/action/package_show?id=ab12", "/file.csv"]
    assert list(tmp_path.iterdir()) == []


def test_a_plain_address_is_fetched_once_and_then_only_when_it_changed(network: Any, tmp_path: Path) -> None:
    server = network.serve(network.file(b"a;b\n"))
    source = make_source("http://portal", Access.URL, resource_url=server.url + "/{dataset_id}.csv")

    first = fetch_source(source, client=network.client(), downloads_dir=tmp_path)
    second = fetch_source(source, client=network.client(), known=first[1], downloads_dir=tmp_path)

    assert (first, second) == ((b"a;b\n", SAID), (None, SAID))
    assert server.asked[0][0] == "/ab12.csv"


def test_an_overpass_source_is_asked_its_query(network: Any, tmp_path: Path) -> None:
    server = network.serve(network.answer(200, b'{"elements": []}'))
    source = make_source("http://portal", Access.OVERPASS, resource_url=server.url, query="out;")

    content, said = fetch_source(source, client=network.client(), downloads_dir=tmp_path)

    assert (content, said) == (b'{"elements": []}', Validators())
    assert server.bodies == [b"data=out%3B"]


def test_a_source_that_is_only_a_file_says_so(network: Any, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="give a file"):
        fetch_source(make_source("", Access.FILE), client=network.client(), downloads_dir=tmp_path)


@pytest.mark.parametrize("access", [Access.SODA, Access.CKAN, Access.URL, Access.OVERPASS])
def test_no_source_is_asked_when_the_network_is_switched_off(network: Any, tmp_path: Path, access: Access) -> None:
    server = network.serve(network.answer(200, b"x"))
    source = make_source(server.url, access, resource_url=server.url, query="out;")

    with pytest.raises(OfflineError):
        fetch_source(source, client=network.client(is_offline=True), downloads_dir=tmp_path)

    assert server.asked == []
