"""
Find PostgreSQL's programs for the register's tests, or install them; start a server of our own in a folder of our own.

In this order: the folder named by ``POSTGRESQL_BIN``, the newest one of Debian's packages. Where there is none, or one
of Debian's without PostGIS, the command to run is printed and the exit code is 1: in ``make test`` the tests are never
skipped in silence.

``python tests/welfare_map/register/postgresql.py --install`` prints the folder.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN_DIR = Path("/usr/lib/postgresql")
DEBIAN_SHARED_DIR = Path("/usr/share/postgresql")
UNSAFE_AND_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_wal_size=256MB",
)
"""The server is thrown away: what a power cut would do to it does not matter."""
MEMORY_DIR, NEEDED_BYTES = Path("/dev/shm"), 2 * 1024**3  # noqa: S108  # a folder of a random name is made in it
WATCH = 'read -r _; "$@"; rm -rf "$0"'
"""Stops the server and takes its folder away when our end of a pipe is closed, however this process ends."""
ADVICE = (
    "The register's tests on PostgreSQL need its programs and none could be installed. Run:\n"
    "  sudo apt-get install postgresql postgresql-15-postgis-3\n"
    "or name the folder of initdb and pg_ctl: POSTGRESQL_BIN=/path/to/bin make test\n"
)


def find_programs() -> Path | None:
    """Return the folder of ``initdb`` and ``pg_ctl``, the newest version first."""
    named = os.environ.get("POSTGRESQL_BIN")
    folders = sorted(DEBIAN_DIR.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    candidates = [Path(named)] if named else folders
    return next((folder for folder in candidates if (folder / "initdb").is_file()), None)


def has_postgis(folder: Path) -> bool:
    """Tell whether the server of a folder can be asked for PostGIS; of one that is not Debian's nobody knows."""
    if folder.parent.parent != DEBIAN_DIR:
        return True
    return (DEBIAN_SHARED_DIR / folder.parent.name / "extension" / "postgis.control").is_file()


def install_programs() -> Path | None:
    """Install what is missing of Debian's packages, and return the folder, or None where they cannot be had."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update", "--quiet")
        if find_programs() is None:
            _apt("install", "--yes", "--quiet", "--no-install-recommends", "postgresql")
        folder = find_programs()
        if folder is not None and not has_postgis(folder):
            version = folder.parent.name
            _apt("install", "--yes", "--quiet", "--no-install-recommends", f"postgresql-{version}-postgis-3")
    return find_complete()


def find_complete() -> Path | None:
    """Return the folder of the programs where PostGIS is beside them."""
    folder = find_programs()
    return folder if folder is not None and has_postgis(folder) else None


def _apt(*words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(("apt-get", *words), check=False, env=environment, stdout=sys.stderr)


def _memory_dir() -> Path | None:
    """Return a folder in memory: there a database is made ten times as fast as on a disk; None where there is none."""
    has_room = MEMORY_DIR.is_dir() and shutil.disk_usage(MEMORY_DIR).free > NEEDED_BYTES
    return MEMORY_DIR if has_room and os.access(MEMORY_DIR, os.W_OK) else None


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Give the address of a server that listens on a socket in a folder of its own; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="welfare-map-pg-", dir=_memory_dir()))
    owner = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if owner:
        shutil.chown(folder, owner, owner)
    data = str(folder / "data")

    def run(name: str, *words: str) -> None:
        subprocess.run(
            (str(programs / name), *words), check=True, user=owner, group=owner, cwd=folder, stdout=subprocess.DEVNULL
        )

    settings = " ".join(f"-c {item}" for item in UNSAFE_AND_FAST)
    run("initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' {settings}"
    run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", str(folder / "log"), "--options", options)
    stop = (str(programs / "pg_ctl"), "stop", "--mode", "immediate", "--pgdata", data)
    words = ("sh", "-c", WATCH, str(folder), *stop)
    watch = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, user=owner, group=owner, start_new_session=True
    )
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        watch.communicate()


def main(arguments: list[str]) -> int:
    """Print the folder of the programs; install them first if asked to."""
    folder = find_complete() or (install_programs() if "--install" in arguments else None)
    if folder is None:
        sys.stderr.write(ADVICE)
        return 1
    sys.stdout.write(f"{folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
