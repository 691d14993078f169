"""
The web addresses of records: which there are, and whether they answer.

Every outcome is kept as soon as it is known and for a week, so that a run that is interrupted goes on where it was.
Hosts are asked side by side, each by one request at a time.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa

from geodata.errors import OfflineError
from geodata.http import Client
from geodata.http.probe import is_public, probe
from welfare_map.register.history.pins import row_ids
from welfare_map.register.sql.curation import LINK_CHECKS
from welfare_map.register.sql.database import reading, writing
from welfare_map.register.upkeep.link_outcomes import LinkOutcome, outcome_of
from welfare_map.register.upkeep.scores import CRITERIA
from welfare_map.snapshot import Snapshot

KEPT_DAYS = 7
PAUSE_S = 1.0
"""Between two requests to the same host."""
MAX_HOSTS = 8
"""Hosts asked at the same time."""


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A record that has a web address."""

    url: str
    table: str
    record_id: str


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What became of a web address, and when (ISO, UTC)."""

    url: str
    checked_at: str
    outcome: LinkOutcome
    detail: str


def used_links(snapshot: Snapshot) -> tuple[LinkUse, ...]:
    """Return the web addresses of published records, by table and record; those of invented ones are left out."""
    found: list[LinkUse] = []
    for table in CRITERIA:
        rows = snapshot.table(table)
        if "website" in rows:
            real = rows[rows["website"].notna() & ~rows["is_demo"].fillna(False).astype(bool)]
            pairs = zip(real["website"], row_ids(real, table), strict=True)
            found += [LinkUse(str(url), table, record_id) for url, record_id in pairs]
    return tuple(found)


def known_checks(engine: sa.Engine) -> Mapping[str, LinkCheck]:
    """Return the last check of each web address."""
    with reading(engine) as connection:
        rows = connection.execute(sa.select(LINK_CHECKS)).mappings().all()
    return {
        row["url"]: LinkCheck(row["url"], row["checked_at"], LinkOutcome(row["outcome"]), row["detail"]) for row in rows
    }


@dataclass(frozen=True, slots=True)
class _Turns:
    """Lets each host be asked by one at a time, with a pause between."""

    client: Client
    guard: threading.Lock = field(default_factory=threading.Lock)
    locks: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))
    asked: set[str] = field(default_factory=set)

    @contextmanager
    def of(self, host: str) -> Iterator[None]:
        with self.guard:
            lock = self.locks[host.lower()]
        with lock:
            if host.lower() in self.asked:
                self.client.sleep(PAUSE_S)
            self.asked.add(host.lower())
            yield


def check_links(
    engine: sa.Engine,
    urls: Iterable[str],
    *,
    client: Client,
    may_ask: Callable[[str], bool] = is_public,
    at: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[LinkCheck, ...]:
    """
    Ask the web addresses that were not asked in the last week.

    Parameters
    ----------
    urls
        As records have them; each is asked once.
    client
        Its offline switch, and how it waits.
    may_ask
        Tells of an IP address whether it may be asked; only public ones by default.
    at
        Now, by default.
    progress
        Told how many of how many are done.

    Returns
    -------
    checks
        Those made now, in the order of the addresses.

    Raises
    ------
    OfflineError
        The network is switched off.
    """
    moment = at or datetime.now(UTC)
    wanted = _due(known_checks(engine), urls, moment)
    if client.is_offline and wanted:
        raise OfflineError(f"the network is switched off: {len(wanted)} web addresses are not checked")
    turns, done = _Turns(client), dict[str, LinkCheck]()
    pool = ThreadPoolExecutor(max_workers=MAX_HOSTS)
    try:
        tasks = [pool.submit(_check_host, own, client, may_ask, turns, moment) for own in _by_host(wanted)]
        for task in as_completed(tasks):
            _keep(engine, task.result())
            done |= {check.url: check for check in task.result()}
            if progress:
                progress(len(done), len(wanted))
    finally:
        pool.shutdown(cancel_futures=True)
    return tuple(done[url] for url in wanted)


def _due(known: Mapping[str, LinkCheck], urls: Iterable[str], at: datetime) -> tuple[str, ...]:
    """Return each address once, without those whose last check is still good."""
    earliest = (at - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
    return tuple(url for url in dict.fromkeys(urls) if url not in known or known[url].checked_at <= earliest)


def _by_host(urls: Iterable[str]) -> list[list[str]]:
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(_host(url), []).append(url)
    return list(hosts.values())


def _host(url: str) -> str:
    try:
        return (urlsplit(url if "://" in url else f"http://{url}").hostname or "").lower()
    except ValueError:
        return ""


def _check_host(
    urls: Iterable[str], client: Client, may_ask: Callable[[str], bool], turns: _Turns, at: datetime
) -> list[LinkCheck]:
    checks = []
    for url in urls:
        outcome, detail = outcome_of(probe(url, client=client, may_ask=may_ask, turn=turns.of))
        checks.append(LinkCheck(url, at.isoformat(timespec="seconds"), outcome, detail))
    return checks


def _keep(engine: sa.Engine, checks: Iterable[LinkCheck]) -> None:
    with writing(engine) as connection:
        for check in checks:
            connection.execute(sa.delete(LINK_CHECKS).where(LINK_CHECKS.c.url == check.url))
            values = {"url": check.url, "checked_at": check.checked_at, "outcome": check.outcome.value}
            connection.execute(sa.insert(LINK_CHECKS).values(**values, detail=check.detail))
