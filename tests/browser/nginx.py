"""
Find nginx for the test of the proxy, or install it; run it with the configuration of ``docs`` on a port of loopback.

In this order: the program named by ``NGINX_BIN``, the one of the path, that of Debian's package. Where none can be had,
the command to run is printed and the exit code is 1: in ``make test`` the test is never skipped in silence.

``python tests/browser/nginx.py --install`` prints the path.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path(__file__).parents[2] / "docs" / "nginx.conf"
DEBIAN_PATH = Path("/usr/sbin/nginx")
START_TIMEOUT_S = 20
PLAIN = "plain.sock"
ADVICE = (
    "The test of the proxy needs nginx and it could not be installed. Run:\n"
    "  sudo apt-get install nginx-light\n"
    "or name the program: NGINX_BIN=/path/to/nginx make test\n"
)


def find_nginx() -> str | None:
    """Return the path of nginx, or None."""
    named = os.environ.get("NGINX_BIN")
    return named or shutil.which("nginx") or (str(DEBIAN_PATH) if DEBIAN_PATH.is_file() else None)


def install_nginx() -> str | None:
    """Install Debian's package, and return the path, or None where it cannot be had."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (("update", "--quiet"), ("install", "--yes", "--quiet", "--no-install-recommends", "nginx-light")):
            subprocess.run(("apt-get", *words), check=False, env=environment, stdout=sys.stderr)
    return find_nginx()


@contextmanager
def proxy(program: str, address: str) -> Iterator[tuple[str, Path]]:
    """Give the address of a proxy before another address, and its log; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="welfare-map-nginx-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text(_configuration(folder, port, address), encoding="utf-8")
    command = (program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log"))
    with subprocess.Popen(command) as process:
        try:
            _wait_until_open(port, process)
            yield f"http://127.0.0.1:{port}", folder / "mappa.log"
        finally:
            process.terminate()
            process.wait()
            shutil.rmtree(folder)


def _configuration(folder: Path, port: int, address: str) -> str:
    """
    Return the documented file for loopback: without certificates, its logs in a folder of its own, and impatient.

    Who comes without encryption is served at a socket of that folder.
    """
    site = re.sub(r"\n *listen \[::\]:.*", "", CONFIGURATION.read_text(encoding="utf-8"))
    site = re.sub(r"listen 80\b", f"listen unix:{folder}/{PLAIN}", site)
    site = re.sub(r"listen 443 ssl( http2)?", f"listen 127.0.0.1:{port}", site)
    site = site.replace("ssl_reject_handshake on;", "").replace("server_name ", "server_name 127.0.0.1 ")
    site = re.sub(r"\n *ssl_certificate\w* .*", "", site)
    site = re.sub(r"client_body_timeout \d+s", "client_body_timeout 1s", site)
    site = site.replace("/var/log/nginx", str(folder)).replace("http://127.0.0.1:8501", address)
    rooms = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    return f"{user} daemon off; pid {folder}/pid; events {{}} http {{ {rooms}\n{site}\n}}"


def _wait_until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s and process.poll() is None:
        with socket.socket() as there:
            if there.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def main(arguments: list[str]) -> int:
    """Print the path of nginx; install it first if asked to."""
    program = find_nginx() or (install_nginx() if "--install" in arguments else None)
    if program is None:
        sys.stderr.write(ADVICE)
        return 1
    sys.stdout.write(f"{program}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
