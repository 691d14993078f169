"""
An address asked of a geocoder on the network: Nominatim or Photon, at the address that the operator sets.

Off by default, for updates and imports alone: words that visitors type never leave this machine. One question a second
at most, each answer kept on disk under a digest of the question.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from geodata.cleaning.coordinates import clean_position
from geodata.codes import PositionQuality
from geodata.errors import DataError, DownloadError
from geodata.http import Client, fetch_bytes
from geodata.store.files import read_bytes, write_atomically

LEAST_PAUSE_S: Final = 1.0
"""Usage policy of nominatim.openstreetmap.org, read on 2026-11-22: at most one request a second."""
ADDRESS_TYPES: Final = frozenset({"house", "building", "house_number"})
STREET_TYPES: Final = frozenset({"road", "street", "highway"})
PLACE_TYPES: Final = frozenset({"hamlet", "village", "suburb", "neighbourhood", "quarter", "locality", "district"})
LONGEST_WORDS: Final = 300


@dataclass(frozen=True, slots=True)
class OnlinePoint:
    """What the geocoder found: degrees, EPSG:4326, and how precise it says that is."""

    lon: float
    lat: float
    quality: PositionQuality


@dataclass(slots=True)
class OnlineGeocoder:
    """
    Asks one geocoder, slowly, and each question once.

    Parameters
    ----------
    url
        ``https://nominatim.example.org/search`` or ``https://photon.example.org/api``; without a path, Nominatim's.
    client
        How the network is used; its clock and pause keep the pace.
    cache_dir
        Where answers are kept.
    """

    url: str
    client: Client
    cache_dir: Path
    _asked_at_s: float | None = field(default=None, init=False)

    def find(self, address: str, municipality_name: str, postcode: str = "") -> OnlinePoint | None:
        """
        Ask for an address.

        Returns
        -------
        point
            None where the geocoder knows nothing of the precision of a place or better.

        Raises
        ------
        OfflineError, DownloadError
            The question was never asked before and cannot be asked now.
        """
        parts = (address, f"{postcode} {municipality_name}".strip(), "Italia")
        words = ", ".join(" ".join(part.split()) for part in parts if part.strip())[:LONGEST_WORDS]
        return _best(self._answer(words))

    def _answer(self, words: str) -> object:
        digest = hashlib.sha256(f"{self._address}\n{words.casefold()}".encode()).hexdigest()
        path = self.cache_dir / digest[:2] / f"{digest}.json"
        if path.is_file():
            try:
                return json.loads(read_bytes(path))
            except (DataError, ValueError):
                path.unlink(missing_ok=True)
        answer = self._asked(words)
        write_atomically(path, json.dumps(answer).encode())
        return answer

    def _asked(self, words: str) -> object:
        self._keep_pace()
        params = (("q", words), ("limit", "1")) + (
            () if self._is_photon else (("format", "jsonv2"), ("countrycodes", "it"))
        )
        try:
            return json.loads(fetch_bytes(self._address, client=self.client, params=params))
        except (ValueError, RecursionError) as error:
            raise DownloadError(f"{self._address}: the geocoder did not answer with JSON") from error

    def _keep_pace(self) -> None:
        now_s = self.client.clock()
        if self._asked_at_s is not None and now_s - self._asked_at_s < LEAST_PAUSE_S:
            self.client.sleep(LEAST_PAUSE_S - (now_s - self._asked_at_s))
            now_s = self._asked_at_s + LEAST_PAUSE_S
        self._asked_at_s = now_s

    @property
    def _is_photon(self) -> bool:
        return urlsplit(self.url).path.rstrip("/").endswith("/api")

    @property
    def _address(self) -> str:
        bare = self.url.rstrip("/")
        return bare if urlsplit(bare).path else f"{bare}/search"


def _best(answer: object) -> OnlinePoint | None:
    """Read the first finding of Nominatim (a list) or of Photon (a feature collection)."""
    findings = answer.get("features") if isinstance(answer, Mapping) else answer
    if not isinstance(findings, list) or not findings or not isinstance(findings[0], Mapping):
        return None
    first: Mapping[str, Any] = findings[0]
    geometry, properties = first.get("geometry"), first.get("properties")
    if isinstance(geometry, Mapping):
        coordinates, said = geometry.get("coordinates"), properties if isinstance(properties, Mapping) else {}
        lon, lat = coordinates[:2] if isinstance(coordinates, list) and len(coordinates) > 1 else (None, None)
    else:
        lon, lat, said = first.get("lon"), first.get("lat"), first
    position = clean_position(lon, lat)
    quality = _quality(said)
    return OnlinePoint(position.lon, position.lat, quality) if position and quality else None


def _quality(said: Mapping[str, Any]) -> PositionQuality | None:
    words = {str(said.get(name) or "") for name in ("addresstype", "type", "category", "osm_key")}
    if words & ADDRESS_TYPES or said.get("housenumber"):
        return PositionQuality.ADDRESS
    if words & STREET_TYPES:
        return PositionQuality.STREET
    return PositionQuality.PLACE if words & PLACE_TYPES else None
