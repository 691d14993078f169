"""Fifty writers are killed at moments that a seed decides: the register stays whole, what was acknowledged stays."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from geodata.territory import Territory
from welfare_map.register import open_register
from welfare_map.settings import Settings

DRIVER = Path(__file__).parent / "kill_writers.py"


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
    job: str,
    count: int,
) -> None:
    homes = [home(str(key), *at_km(5 + key / 100, 5)) for key in range(30)]
    fewer = [home(str(key), *at_km(5 + key / 100, 5), TOT_POSTI_ACCREDITATI="70") for key in range(24)]
    lists = (write_list(*homes, name="all.csv"), write_list(*fewer, name="fewer.csv"))
    (tmp_path / "territory").write_bytes(pickle.dumps(toy_territory))
    engine.dispose()

    words = [job, "20261122", str(count), settings.data_dir, settings.database_url, tmp_path / "territory", *lists]
    done = subprocess.run([sys.executable, str(DRIVER), *map(str, words)], check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) >= count // 2
    open_register(settings).dispose()
