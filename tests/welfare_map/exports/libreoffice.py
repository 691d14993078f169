"""
Find LibreOffice for the tests of documents, or install its writer; turn a DOCX into a PDF as an office would.

Letters as wide as Arial's come with it: with wider ones a document has more pages than in an office.

In this order: the program named by ``SOFFICE``, the one on the path. Where there is none, the command to run is printed
and the exit code is 1: in ``make test`` the tests are never skipped in silence.

``python tests/welfare_map/exports/libreoffice.py --install`` prints the program.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = ("libreoffice-writer-nogui", "fonts-liberation")
ARIAL_LIKE = ("Arial", "Liberation Sans", "Helvetica")
NAMES = ("soffice", "libreoffice")
WITHOUT_JAVA = "Warning: failed to launch javaldx - java may not function correctly"
"""Said where there is no Java, which a document does not need; every other line is a complaint about the document."""
LONGEST_S = 120
ADVICE = (
    "The tests of documents need LibreOffice and it could not be installed. Run:\n"
    f"  sudo apt-get install --no-install-recommends {' '.join(PACKAGES)}\n"
    "or name the program: SOFFICE=/path/to/soffice make test\n"
)


def find_program() -> Path | None:
    """Return LibreOffice's program."""
    named = os.environ.get("SOFFICE")
    found = [named] if named else [shutil.which(name) for name in NAMES]
    return next((Path(path) for path in found if path and Path(path).is_file()), None)


def has_letters() -> bool:
    """Return whether what asks for Arial gets letters of its width."""
    asked = shutil.which("fc-match")
    if asked is None:
        return False
    said = subprocess.run((asked, "--format=%{family}", "Arial"), check=False, capture_output=True, text=True)
    return said.stdout.startswith(ARIAL_LIKE)


def install_program() -> Path | None:
    """Install Debian's packages and return the program, or None where it cannot be had."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update", "--quiet")
        _apt("install", "--yes", "--quiet", "--no-install-recommends", *PACKAGES)
    return find_program()


def _apt(*words: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(("apt-get", *words), check=False, env=environment, stdout=sys.stderr)


def convert(program: Path, content: bytes, folder: Path, *, profile: Path) -> tuple[bytes, str]:
    """Return the PDF of a DOCX, and what LibreOffice had to say beside the line that reports the conversion."""
    source, target = folder / "document.docx", folder / "document.pdf"
    source.write_bytes(content)
    target.unlink(missing_ok=True)
    words = (str(program), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore")
    asked = (*words, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), str(source))
    done = subprocess.run(asked, check=False, capture_output=True, text=True, timeout=LONGEST_S)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and line != WITHOUT_JAVA]
    complaints = [line for line in said if not line.startswith(f"convert {source} ")]
    if done.returncode or not target.is_file():
        complaints.append(f"exit code {done.returncode}, PDF written: {target.is_file()}")
    return target.read_bytes() if target.is_file() else b"", "\n".join(complaints)


def main(arguments: list[str]) -> int:
    """Print the program; install it first if asked to."""
    program = find_program()
    if "--install" in arguments and not (program and has_letters()):
        program = install_program()
    if program is None:
        sys.stderr.write(ADVICE)
        return 1
    sys.stdout.write(f"{program}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
