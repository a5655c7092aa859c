"""Which addresses may be connected to: by default none of a private network."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from events.errors import FetchError

Resolve = Callable[[str, int], Sequence[str]]
"""Returns the addresses of a host; raises `OSError` where it has none."""

Allowed = Callable[[str], bool]
"""Tells whether an address may be connected to."""

_NAT64 = IPv6Network("64:ff9b::/96")
_CLOUDS = (IPv6Address("fd00:ec2::254"), IPv4Address("100.100.100.200"))


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host by the system's resolver, in its order, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """Tell whether an address is of the public internet, also the one that it stands for.

    Loopback, private, link-local, shared, reserved and multicast addresses are not; nor is an IPv6
    address that leads to one of them by translation or a tunnel.
    """
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def is_any(address: str) -> bool:
    """Allow every address but those at which clouds hand their machines credentials.

    They are link-local, or `_CLOUDS`; no report lies there, and a redirect may lead there.
    """
    return not any(one.is_link_local or one in _CLOUDS for one in _meant(address))


def checked(host: str, port: int, resolve: Resolve, allowed: Allowed) -> list[str]:
    """Return the addresses of a host; the caller connects to these and asks no one again.

    Raises
    ------
    FetchError
        The host has no address, or one of them is not allowed.
    """
    try:
        addresses = resolve(host, port)
    except (OSError, UnicodeError) as fault:
        raise FetchError(f"no address is known for {host}") from fault
    if refused := [one for one in addresses if not allowed(one)]:
        is_near = is_any(refused[0])
        why = "which is no public address (see --allow-private)" if is_near else "never asked"
        raise FetchError(f"{host} leads to {refused[0]}, {why}")
    if not addresses:
        raise FetchError(f"no address is known for {host}")
    return list(addresses)


def _meant(address: str) -> list[IPv4Address | IPv6Address]:
    """Return an address with those that it stands for."""
    ip = ip_address(address.partition("%")[0])
    return [ip, *(_carried(ip) if isinstance(ip, IPv6Address) else [])]


def _carried(ip: IPv6Address) -> list[IPv4Address]:
    """Return the IPv4 addresses within an IPv6 address to which it leads."""
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in _NAT64:
        found.append(IPv4Address(int(ip) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
