"""Fetches a calendar from an address somebody gave: no large answer, no slow one, and nothing of
our own network.

Where a name leads is looked at when the connection is made, so that it can't lead elsewhere a
moment later; the same for each redirect.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, urljoin, urlsplit

LARGEST = 5_000_000
CONNECT_SECONDS, WHOLE_SECONDS = 10.0, 30.0
REDIRECTS = 3
LONGEST_ADDRESS = 2_000
_CHUNK = 65_536
_MOVED = (301, 302, 303, 307, 308)
# Addresses that hold another one inside, which may be of a private network.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotFetched(Exception):
    """There is no calendar to be had there; the words say why, for the staff."""


def checked_address(address: str) -> str:
    """An address as it is fetched: http or https, `webcal:` taken for https.

    Raises:
        NotFetched
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        if parts.scheme.lower() == "webcal":
            parts = parts._replace(scheme="https")
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        raise NotFetched("That is no address.") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or not port_is_one:
        raise NotFetched("Give an address that begins with https://.")
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
        raise NotFetched("That is no address.")
    if " " in address or parts.username is not None:
        raise NotFetched("Give an address without a name and password in it.")
    return parts._replace(fragment="").geturl()


def fetch(address: str, *, private: bool = False) -> bytes:
    """What stands at an address.

    Args:
        private: addresses of private networks may be asked too.

    Raises:
        NotFetched
    """
    until = time.monotonic() + WHOLE_SECONDS
    address = checked_address(address)
    for _ in range(REDIRECTS + 1):
        parts = urlsplit(address)
        connection = _connection(parts, private)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"Accept": "text/calendar", "Accept-Encoding": "identity",
                       "User-Agent": "clinic-front-desk"}  # fmt: skip
            connection.request("GET", target, headers=headers)
            answer = connection.getresponse()
            if answer.status not in _MOVED:
                return _body(answer, until)
            address = _following(address, answer.headers.get("Location", ""))
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise NotFetched(f"It can't be reached ({type(error).__name__}).") from error
        finally:
            connection.close()
    raise NotFetched("It leads from one address to the next without end.")


def _following(address: str, location: str) -> str:
    following = checked_address(urljoin(address, location))
    if address.startswith("https:") and not following.startswith("https:"):
        raise NotFetched("It leads to an address that is not https.")
    return following


def _body(answer: http.client.HTTPResponse, until: float) -> bytes:
    if answer.status != 200:
        raise NotFetched(f"It answers with {answer.status}.")
    body = bytearray()
    while part := answer.read1(_CHUNK):
        body += part
        if len(body) > LARGEST:
            raise NotFetched("It is too large.")
        if time.monotonic() > until:
            raise NotFetched("It is too slow.")
    return bytes(body)


class _Plain(http.client.HTTPConnection):
    """A connection to where its name leads, when that may be asked."""

    private = False

    def connect(self) -> None:
        self.sock = _connected(self.host, self.port, self.private)


class _Encrypted(_Plain):
    """The same under TLS, with the certificate of that name."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _connection(parts: SplitResult, private: bool) -> _Plain:
    kind = _Encrypted if parts.scheme == "https" else _Plain
    connection = kind(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS)
    connection.private = private
    return connection


def _connected(host: str, port: int, private: bool) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not private and not all(is_public(str(one[4][0])) for one in found):
        raise NotFetched("It leads into a private network, which is not asked.")
    error: OSError | None = None
    for family, kind, protocol, _, to in found:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(CONNECT_SECONDS)
        try:
            sock.connect(to)
        except OSError as failed:
            sock.close()
            error = failed
        else:
            return sock
    raise error or OSError("no address")


def is_public(address: str) -> bool:
    """Whether a network address is one of the internet, not of a private network or machine."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return is_public(str(inside))
    return ip.is_global and not ip.is_multicast
