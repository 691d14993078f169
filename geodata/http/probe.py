"""
Whether a web address answers: one polite request or two, no body, no private network, no credentials.

Addresses come from records that anybody may propose, so a name that leads to this machine or its network is refused,
before connecting and again once it is known which machine answered.
"""

import ipaddress
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from geodata.errors import OfflineError
from geodata.http.client import USER_AGENT, Client

PROBE_TIMEOUT_S = (5.0, 10.0)
"""To connect, and to the first byte of the answer: a site for people that takes longer does not answer."""
MAX_HOPS = 5
PERMANENT = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
REDIRECTS = frozenset({*PERMANENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, HTTPStatus.TEMPORARY_REDIRECT})
NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""Addresses that carry an IPv4 address in their last 32 bits (RFC 6052)."""
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Turn = Callable[[str], AbstractContextManager[object]]
"""Given a host, a context that begins when it may be asked."""


class Fault(StrEnum):
    """Why nothing answered."""

    NOT_WEB = "not_web"
    PRIVATE_ADDRESS = "private_address"
    UNKNOWN_HOST = "unknown_host"
    NO_CONNECTION = "no_connection"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_ANSWER = "bad_answer"


@dataclass(frozen=True, slots=True)
class Probe:
    """
    What became of an address.

    Parameters
    ----------
    status
        HTTP status of the last answer, 0 where there is none.
    fault
        Why there is none, None where there is one.
    moved_to
        Where the address has moved for good, "" where it has not.
    """

    status: int = 0
    fault: Fault | None = None
    moved_to: str = ""


class _FaultError(Exception):
    """A fault that ends a probe; it is no OSError, so that requests lets it through."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def is_public(address: str) -> bool:
    """
    Tell whether an IP address is one of the public Internet.

    Addresses inside others (IPv4-mapped, NAT64, 6to4, Teredo) count as the one inside.
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = _inner(parsed)
    return inner.is_global and not inner.is_multicast


def _inner(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


def anywhere(_address: str) -> bool:
    """Refuse no address: for an operator whose sites are on a network of their own."""
    return True


def probe(
    url: str, *, client: Client, may_ask: Callable[[str], bool] = is_public, turn: Turn = lambda _host: nullcontext()
) -> Probe:
    """
    Ask whether an address answers: HEAD, then GET where a server takes no HEAD; redirects are followed.

    Parameters
    ----------
    url
        As a record has it; without a scheme it is taken for http.
    client
        Its offline switch; tries are not repeated.
    may_ask
        Tells of an IP address whether it may be asked.
    turn
        Entered around each request to a host.

    Raises
    ------
    OfflineError
        The network is switched off.
    """
    if client.is_offline:
        raise OfflineError(f"the network is switched off: {url} is not asked")
    with requests.Session() as session:
        session.trust_env = False  # neither a proxy, which would hide who answers, nor stored passwords
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(may_ask))
        try:
            return _follow(session, _with_scheme(url), may_ask, turn)
        except _FaultError as error:
            return Probe(fault=error.fault)


def _with_scheme(url: str) -> str:
    return url.strip() if "://" in url else f"http://{url.strip()}"


def _follow(session: requests.Session, url: str, may_ask: Callable[[str], bool], turn: Turn) -> Probe:
    moved_to, is_for_good = "", True
    for _ in range(MAX_HOPS + 1):
        status, target = _ask(session, url, may_ask, turn)
        if status not in REDIRECTS or not target:
            return Probe(status=status, moved_to=moved_to)
        is_for_good = is_for_good and status in PERMANENT
        url = _joined(url, target)
        moved_to = url if is_for_good else moved_to
    raise _FaultError(Fault.TOO_MANY_REDIRECTS)


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        raise _FaultError(Fault.BAD_ANSWER) from None


def _ask(session: requests.Session, url: str, may_ask: Callable[[str], bool], turn: Turn) -> tuple[int, str]:
    """Return status and target of one address."""
    host, port = _host(url)
    _require_allowed(host, port, may_ask)
    with turn(host):
        status, target = _request(session, "HEAD", url)
        if status >= HTTPStatus.BAD_REQUEST:
            status, target = _request(session, "GET", url)
    return status, target


def _host(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _FaultError(Fault.NOT_WEB) from None
    if parts.scheme not in {"http", "https"} or not host:
        raise _FaultError(Fault.NOT_WEB)
    return host, port or (443 if parts.scheme == "https" else 80)


def _require_allowed(host: str, port: int, may_ask: Callable[[str], bool]) -> None:
    """Look the name up: not one of its addresses may be a forbidden one."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise _FaultError(Fault.NOT_WEB) from None
    except socket.gaierror as error:
        is_unknown = error.errno == socket.EAI_NONAME
        raise _FaultError(Fault.UNKNOWN_HOST if is_unknown else Fault.NO_CONNECTION) from error
    if not all(may_ask(str(address[0])) for *_, address in found):
        raise _FaultError(Fault.PRIVATE_ADDRESS)


def _request(session: requests.Session, method: str, url: str) -> tuple[int, str]:
    try:
        with session.request(
            method,
            url,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            timeout=PROBE_TIMEOUT_S,
            allow_redirects=False,
            stream=True,
        ) as response:
            return response.status_code, response.headers.get("Location", "")
    except requests.RequestException as error:
        raise _FaultError(_fault(error)) from error


def _fault(error: requests.RequestException) -> Fault:
    if isinstance(error, requests.exceptions.SSLError):
        return Fault.CERTIFICATE
    if isinstance(error, requests.Timeout):
        return Fault.TIMEOUT
    if isinstance(error, requests.exceptions.InvalidURL):
        return Fault.NOT_WEB
    return Fault.NO_CONNECTION if isinstance(error, requests.ConnectionError) else Fault.BAD_ANSWER


class _Adapter(HTTPAdapter):
    """Connects only where it may, whatever a name led to a moment ago."""

    def __init__(self, may_ask: Callable[[str], bool]) -> None:
        self._may_ask = may_ask
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, whose connections look at who is at the other end."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._may_ask)


def _pool_classes(may_ask: Callable[[str], bool]) -> dict[str, type[HTTPConnectionPool]]:
    def checked(connected: socket.socket) -> socket.socket:
        if may_ask(str(connected.getpeername()[0])):
            return connected
        connected.close()
        raise _FaultError(Fault.PRIVATE_ADDRESS)

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

    class Secured(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return checked(super()._new_conn())

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecuredPool(HTTPSConnectionPool):
        ConnectionCls = Secured

    return {"http": PlainPool, "https": SecuredPool}
