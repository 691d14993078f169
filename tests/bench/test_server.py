"""The server that browser tests and the bench start and wait for."""

from pathlib import Path

import pytest
from serving import serving


def test_a_server_that_ends_before_it_answers_is_told_with_its_exit_code_and_its_words_are_kept(tmp_path: Path) -> None:
    log_path = tmp_path / "server.log"
    with pytest.raises(RuntimeError, match=r"exit code [12]"), serving(tmp_path / "gone.py", log_path, {}):
        pass
    assert "gone.py" in log_path.read_text(encoding="utf-8")
