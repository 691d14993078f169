"""Fifty writers are killed at moments that a seed decides: the register stays whole, what was acknowledged stays."""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.settings import Settings

DRIVER = Path(__file__).parent / "kill_writers.py"
SEED = 20_261_122


Kill = Callable[..., int | str]


@pytest.fixture(scope="module")
def kill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kill]:
    """Load the program once, and let it start and kill the writers of every test; at the end nothing complained."""
    complaints = tmp_path_factory.mktemp("killed") / "complaints"
    with (
        complaints.open("w") as stderr,
        subprocess.Popen(
            [sys.executable, str(DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
        ) as driver,
    ):
        assert driver.stdin is not None
        assert driver.stdout is not None

        def asked(*task: object) -> int | str:
            print(json.dumps(task), file=driver.stdin, flush=True)
            return json.loads(driver.stdout.readline() or '"it ended"')  # type: ignore[union-attr, no-any-return]

        yield asked
    assert (driver.returncode, complaints.read_text()) == (0, "")


@pytest.mark.parametrize(
    ("job", "count"), [("update", 14), ("create", 12), ("merge", 12), ("upload", 12), ("survey", 8)]
)
def test_a_writer_that_is_killed_leaves_a_sound_register_with_all_that_it_had_acknowledged(
    engine: sa.Engine,
    settings: Settings,
    toy_territory: Territory,
    tmp_path: Path,
    home: Callable[..., dict[str, Any]],
    write_list: Callable[..., Path],
    at_km: Callable[[float, float], tuple[float, float]],
    kill: Kill,
    job: str,
    count: int,
) -> None:
    homes = [home(str(key), *at_km(5 + key / 100, 5)) for key in range(30)]
    fewer = [home(str(key), *at_km(5 + key / 100, 5), TOT_POSTI_ACCREDITATI="70") for key in range(24)]
    lists = (write_list(*homes, name="all.csv"), write_list(*fewer, name="fewer.csv"))
    (tmp_path / "territory").write_bytes(pickle.dumps(toy_territory))
    engine.dispose()

    paths = map(str, (tmp_path / "territory", *lists))
    acknowledged = kill(job, SEED, count, str(settings.data_dir), settings.database_url, *paths)

    assert isinstance(acknowledged, int), acknowledged
    assert acknowledged >= count // 2
    open_register(settings).dispose()
