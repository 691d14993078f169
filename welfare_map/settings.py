"""
Settings, read once: environment variables ``WELFARE_MAP_*`` above one optional TOML file.

The TOML file is named by ``WELFARE_MAP_CONFIG`` (default ``settings.toml`` in the data folder) and carries the same
names in lower case without the prefix, e.g. ``report_email = "mappa@example.org"``.
"""

import functools
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geodata.errors import InputError

DEFAULT_AREA = ("region:03", "province:023")
"""Lombardy and the province of Verona."""
OSM_TILES_URL = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
OSM_ATTRIBUTION = "© OpenStreetMap contributors"
OTHERS_MAY_READ = 0o077
"""Bits of a file's mode."""
PASSWORD_IN_URL = re.compile(r"://[^/@]*:[^@]+@|[?&]password=", re.IGNORECASE)
"""``://user:password@``, or ``?password=``, which PostgreSQL's drivers take as well."""
MIN_SECRET_LENGTH = 32
"""Characters of a secret that cannot be guessed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What the operator decides.

    Parameters
    ----------
    data_dir
        Folder of downloads, built files and the register.
    is_data_dir_named
        The operator named that folder.
    area
        Items ``region:NN`` or ``province:NNN`` whose municipalities are the territory; ``italy`` is all of it.
    database_url
        SQLAlchemy URL of the register; SQLite in the data folder when empty. One with a password comes from the
        environment or from a TOML file that only its owner can read.
    has_demo
        Show the demonstration set where no real record of the kind is there.
    is_offline
        No request leaves this machine.
    report_email
        Mailbox that receives "this card is wrong", or "".
    security_contact
        Whom to tell of a weakness, ``mailto:…`` or ``https://…``, or "": without it there is no ``security.txt``.
    operator_name
        Who runs the map and answers for its accessibility and the personal data, or "": said to be not known.
    accessibility_contact
        Whom to tell of what cannot be read or used, ``mailto:…`` or ``https://…``, or "".
    enforcement_url
        Page of the body to turn to where that brings no answer, or "".
    privacy_contact
        Whom to ask about personal data, ``mailto:…`` or ``https://…``, or "".
    dataset_ids
        Items ``source_id=code`` for published datasets whose code has changed.
    tiles_url, tiles_attribution
        Background tiles that a visitor may switch on, or "".
    has_private_links
        The check of web addresses may visit those of private networks.
    secret
        What links are signed with, from the environment alone; "" for the one in the data folder.
    geocoder_url
        Nominatim or Photon server that updates and imports may ask for addresses; "" for none.
    valhalla_url
        Valhalla server that gives travel times; "" for the roads of the data folder, else the estimate.
    soda_app_token
        Token of SODA portals, from the environment or from a TOML file that only its owner can read; "" for none.
    """

    data_dir: Path
    is_data_dir_named: bool = False
    area: tuple[str, ...] = DEFAULT_AREA
    database_url: str = ""
    has_demo: bool = True
    is_offline: bool = False
    report_email: str = ""
    security_contact: str = ""
    operator_name: str = ""
    accessibility_contact: str = ""
    enforcement_url: str = ""
    privacy_contact: str = ""
    dataset_ids: tuple[str, ...] = ()
    tiles_url: str = OSM_TILES_URL
    tiles_attribution: str = OSM_ATTRIBUTION
    has_private_links: bool = False
    secret: str = field(default="", repr=False)
    geocoder_url: str = ""
    valhalla_url: str = ""
    soda_app_token: str = field(default="", repr=False)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """
    Build settings from an environment and its optional TOML file.

    Raises
    ------
    InputError
        The TOML file cannot be read, or a value is not what it should be.
    """
    data_dir = Path(environment.get("WELFARE_MAP_DATA_DIR") or _default_data_dir(environment)).expanduser()
    config_path = Path(environment.get("WELFARE_MAP_CONFIG") or data_dir / "settings.toml")
    file_values = _read_toml(config_path)

    def value(name: str, default: str) -> str:
        return environment.get(f"WELFARE_MAP_{name.upper()}", str(file_values.get(name, default)))

    return Settings(
        data_dir=data_dir,
        is_data_dir_named=bool(environment.get("WELFARE_MAP_DATA_DIR")),
        area=tuple(item.strip() for item in value("area", ",".join(DEFAULT_AREA)).split(",") if item.strip()),
        database_url=_database_url(environment, file_values, config_path),
        has_demo=_switch("demo", value("demo", "on")),
        is_offline=_switch("offline", value("offline", "off")),
        report_email=value("report_email", ""),
        security_contact=_contact("security_contact", value("security_contact", "")),
        operator_name=value("operator_name", "").strip(),
        accessibility_contact=_contact("accessibility_contact", value("accessibility_contact", "")),
        enforcement_url=_web_address("enforcement_url", value("enforcement_url", "")),
        privacy_contact=_contact("privacy_contact", value("privacy_contact", "")),
        dataset_ids=_dataset_ids(value("dataset_ids", "")),
        tiles_url=value("tiles_url", OSM_TILES_URL),
        tiles_attribution=value("tiles_attribution", OSM_ATTRIBUTION),
        has_private_links=_switch("private_links", value("private_links", "off")),
        secret=_secret(environment.get("WELFARE_MAP_SECRET", "")),
        geocoder_url=_web_address("geocoder_url", value("geocoder_url", "")),
        valhalla_url=_web_address("valhalla_url", value("valhalla_url", "")),
        soda_app_token=_soda_app_token(environment, file_values, config_path),
    )


@functools.cache
def current_settings() -> Settings:
    """Return the settings of this process, read at the first call."""
    return read_settings(os.environ)


def _default_data_dir(environment: Mapping[str, str]) -> str:
    base = environment.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(base) / "welfare-map")


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise InputError("error.bad_settings_file", path=str(path), detail=str(error)) from error


def _dataset_ids(words: str) -> tuple[str, ...]:
    items = tuple(item.strip() for item in words.split(",") if item.strip())
    for item in items:
        if not all(item.partition("=")):
            raise InputError("error.bad_dataset_id", value=item)
    return items


def _secret(words: str) -> str:
    if words and len(words) < MIN_SECRET_LENGTH:
        raise InputError("error.short_secret", count=MIN_SECRET_LENGTH)
    return words


def _soda_app_token(environment: Mapping[str, str], file_values: Mapping[str, object], path: Path) -> str:
    """Return the token; in a file it is a secret only where nobody else may read the file."""
    said = environment.get("WELFARE_MAP_SODA_APP_TOKEN")
    if said is None and "soda_app_token" in file_values:
        _require_own_file("soda_app_token", path)
        said = str(file_values["soda_app_token"])
    words = (said or "").strip()
    if not words.isascii() or not words.isprintable():
        raise InputError("error.bad_secret", name="soda_app_token")
    return words


def _database_url(environment: Mapping[str, str], file_values: Mapping[str, object], path: Path) -> str:
    """Return the URL; in a file it may carry a password only where nobody else may read the file."""
    said = environment.get("WELFARE_MAP_DATABASE_URL")
    if said is not None:
        return said
    words = str(file_values.get("database_url", ""))
    if PASSWORD_IN_URL.search(words):
        _require_own_file("database_url", path)
    return words


def _require_own_file(name: str, path: Path) -> None:
    if path.stat().st_mode & OTHERS_MAY_READ:
        raise InputError("error.open_secret_file", name=name, path=str(path))


def _web_address(name: str, words: str) -> str:
    address = words.strip().rstrip("/")
    if address and not re.fullmatch(r"https?://[^\s/]+\S*", address):
        raise InputError("error.bad_address_setting", name=name, value=words)
    return address


def _contact(name: str, words: str) -> str:
    """Return a mailbox or a page with its scheme."""
    contact = f"mailto:{words}" if re.fullmatch(r"[^@\s:]+@[^@\s]+", words) else words
    if contact and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://\S+", contact):
        raise InputError("error.bad_contact_setting", name=name, value=words)
    return contact


def _switch(name: str, word: str) -> bool:
    words = {"on": True, "true": True, "1": True, "yes": True, "off": False, "false": False, "0": False, "no": False}
    if word.lower() not in words:
        raise InputError("error.bad_setting", name=name, value=word)
    return words[word.lower()]
