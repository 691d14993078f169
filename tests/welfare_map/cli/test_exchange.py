"""``welfare-map exchange …`` on the demonstration firms, its invitation and its appointment."""

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from welfare_map.cli import BAD_ARGUMENTS, FINE, main
from welfare_map.register import current
from welfare_map.settings import Settings, current_settings
from welfare_map.snapshot import Snapshot

FIRM = "demo:org-015041-1"
MILAN = ("--lon", "9.19", "--lat", "45.46", "--minutes", "45")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def open_once() -> Callable[[Settings], Snapshot]:
    """Open register and territory once for this file."""
    return functools.cache(current.open_snapshot)


@pytest.fixture
def run(
    real_data_dir: Path,
    open_once: Callable[[Settings], Snapshot],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run a command on the data folder of this run, offline; return code, stdout and stderr."""
    monkeypatch.setattr(current, "open_snapshot", open_once)
    monkeypatch.setenv("WELFARE_MAP_DATA_DIR", str(real_data_dir))
    monkeypatch.setenv("WELFARE_MAP_OFFLINE", "on")

    def command(*words: str) -> tuple[int, str, str]:
        current_settings.cache_clear()
        code = main(words)
        out, err = capsys.readouterr()
        current_settings.cache_clear()
        return code, out, err

    return command


def asked(run: Run, *words: str) -> Any:
    code, out, err = run("exchange", *words, "--format", "json")
    assert (code, err) == (FINE, "")
    return json.loads(out)


def test_a_firm_is_in_each_of_its_groups_of_six_to_ten(run: Run) -> None:
    answer = asked(run, "--organisation", FIRM, "--minutes", "60")

    assert answer["rows"]
    for row in answer["rows"]:
        assert FIRM in row["organisation_ids"]
        assert 6 <= len(row["members"]) == len(set(row["organisation_ids"])) <= 10
        assert len({member["size_class"] for member in row["members"]}) >= 2
        assert {member["is_demo"] for member in row["members"]} == {True}
    assert answer["has_demo"]


def test_groups_around_a_point_are_of_different_firms(run: Run) -> None:
    groups = [set(row["organisation_ids"]) for row in asked(run, *MILAN)["rows"]]

    assert len(groups) > 1
    assert sum(map(len, groups)) == len(set().union(*groups))


def test_an_invitation_is_plain_words(run: Run) -> None:
    code, out, err = run("exchange", *MILAN, "--invitation", "--on", "2027-03-10", "--lang", "en")

    assert (code, err) == (FINE, "")
    assert out.startswith("DEMONSTRATION")
    assert "When: 10 March 2027, 17:00" in out


def test_an_appointment_is_written_for_the_group_and_hour_asked_for(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "meeting.ics"
    code, out, _ = run("exchange", *MILAN, "--group", "2", "--ics", str(path), "--on", "2027-03-10", "--at", "09:30")

    assert code == FINE
    assert out.startswith(f"{path}: ")
    (event,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat() == "2027-03-10T08:30:00+00:00"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="neither a firm nor a point"),
        pytest.param([*MILAN, "--ics", "x.ics"], id="an appointment without a day"),
        pytest.param([*MILAN, "--invitation", "--on", "2027-13-01"], id="no such day"),
        pytest.param([*MILAN, "--invitation", "--on", "2027-03-10", "--at", "25:00"], id="no such hour"),
        pytest.param([*MILAN, "--invitation", "--group", "9"], id="no such group"),
        pytest.param([*MILAN, "--worth", "1000"], id="too much worth"),
        pytest.param([*MILAN, "--groups", "99"], id="too many groups"),
        pytest.param([*MILAN, "--theme", "planets"], id="no such theme"),
        pytest.param(["--organisation", "nobody"], id="no such firm"),
    ],
)
def test_what_can_not_be_answered_is_one_line(run: Run, words: list[str]) -> None:
    code, out, err = run("exchange", *words)

    assert (code, out) == (BAD_ARGUMENTS, "")
    assert len(err.splitlines()) == 1
