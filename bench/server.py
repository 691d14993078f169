"""Streamlit servers on free ports, each in a process of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]
OWN_HOST: Final = "127.0.0.1"
OWN_ADDRESS: Final = ("--browser.serverAddress", OWN_HOST)
"""Keeps Streamlit from asking the internet who it is where a page connects: of peers, which do not guard against it."""
START_TIMEOUT_S: Final = 120
KIB_PER_MB: Final = 1000 * 1000 / 1024


@dataclass(frozen=True)
class Server:
    """A running server: ``host`` with its port, the process and the moment (monotonic seconds) of its start."""

    host: str
    process: "subprocess.Popen[bytes]"
    started_s: float

    def memory_mb(self) -> float:
        """Return the memory that the process keeps resident; MB of 10⁶ bytes."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
        kib = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
        return float(kib) / KIB_PER_MB


@contextmanager
def serve(
    app_path: Path, *, options: Sequence[str] = OWN_ADDRESS, log: BinaryIO | None = None, **environment: str
) -> Iterator[Server]:
    """Serve an application until the block ends, its words into a file; the block begins when the server answers."""
    host = f"{OWN_HOST}:{_free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", str(app_path), "--server.port", host.partition(":")[2]]
    started_s = time.perf_counter()
    with subprocess.Popen(
        [*command, "--server.address", OWN_HOST, *options],
        cwd=REPOSITORY,
        env={**os.environ, **environment},
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            _wait_until_healthy(f"http://{host}/_stcore/health", process)
            yield Server(host, process, started_s)
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((OWN_HOST, 0))
        port: int = free.getsockname()[1]
    return port


def _wait_until_healthy(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline_s = time.perf_counter() + START_TIMEOUT_S
    while time.perf_counter() < deadline_s and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=1):  # noqa: S310  # our own server
            return
        time.sleep(0.02)
    raise RuntimeError(f"no server answers at {address} (exit code {process.poll()})")
