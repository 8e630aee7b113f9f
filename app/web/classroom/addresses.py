"""Addresses: where other machines find this server: what a class types, and what its phones scan.

A machine has several addresses, and nothing on it tells which of them a phone in the room can reach. The likely ones
come first: the one that the teacher's own browser used, if it is not of this machine alone; then the one that this
machine reaches the rest of the world from; those of containers, virtual machines and tunnels last.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import ifaddr
from fastapi import Request

from ...settings import Settings
from ..hosts import Address, address_of, is_loopback, name_of

_FAR_AWAY = {4: "203.0.113.1", 6: "2001:db8::1"}
"""Addresses of documentation: nobody is there, so the way to them is the default one. Nothing is sent."""
_INNER = re.compile(r"(docker|br-|veth|virbr|vbox|vmnet|lxc|lxd|podman|cni|flannel|tun|tap|utun|wg|tailscale|zt)", re.I)
"""Networks that end in this machine, and tunnels: phones in the room are in none of them."""
_PORT = re.compile(r":(\d{1,5})$")
_USUAL = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Reached:
    """An address of this machine."""

    address: Address
    network: str
    """The name of the interface."""


def join_addresses(request: Request, settings: Settings, code: str) -> tuple[str, ...]:
    """The addresses of the door of a room, the most likely one first; never none."""
    return tuple(f"{each}/j/{code}" for each in dict.fromkeys(_of_request(request, settings)))


def addresses_of(host: str, port: int) -> tuple[str, ...]:
    """Under which addresses others reach a server that listens there: http://192.168.1.7:8000; never none."""
    listening = address_of(host)
    if listening is None or not listening.is_unspecified:
        return (written("http", host, port),)
    version = listening.version
    found = [each for each in reached_at() if each.address.version == version]
    ordered = in_order(found, _default(version)) or [ipaddress.ip_address(_LOOPBACK[version])]
    return tuple(written("http", str(each), port) for each in ordered)


def is_of_this_machine_alone(address: str) -> bool:
    """Whether nobody else reaches an address such as http://127.0.0.1:8000."""
    return is_loopback(name_of(urlsplit(address).netloc))


def reached_at() -> Iterator[Reached]:
    """The addresses of this machine's interfaces."""
    for adapter in ifaddr.get_adapters():
        for ip in adapter.ips:
            yield Reached(ipaddress.ip_address(ip.ip if isinstance(ip.ip, str) else ip.ip[0]), adapter.nice_name)


def in_order(found: Iterable[Reached], default: str) -> list[Address]:
    """The addresses that others can reach, the most likely one first. Nobody types an IPv6 address of one link only."""
    others = [each for each in found if not each.address.is_loopback]
    usable = [each for each in others if each.address.version == 4 or not each.address.is_link_local]

    def unlikely(each: Reached) -> tuple[bool, bool, bool]:
        inner = _INNER.match(each.network) is not None
        return inner, each.address.is_link_local, str(each.address) != default

    return [each.address for each in sorted(usable, key=unlikely)]


def written(scheme: str, host: str, port: int | None) -> str:
    """An address without a path, as a browser writes it."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + (f":{port}" if port and port != _USUAL.get(scheme) else "")


_LOOPBACK = {4: "127.0.0.1", 6: "::1"}


def _of_request(request: Request, settings: Settings) -> Iterator[str]:
    """What the Host header says, which was checked, then what this server listens on."""
    host = request.headers.get("host", "")
    name, port = name_of(host), _PORT.search(host)
    known = not is_loopback(name) and not _is_unspecified(name)
    if known:
        yield written(request.url.scheme, name, int(port[1]) if port else None)
    if not (known and is_loopback(settings.host)):
        _, listening = request.scope.get("server") or ("", None)
        yield from addresses_of(settings.host, listening or settings.port)


def _is_unspecified(name: str) -> bool:
    address = address_of(name)
    return address is not None and address.is_unspecified


def _default(version: int) -> str:
    """The address that this machine reaches the rest of the world from; empty where it reaches nothing."""
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((_FAR_AWAY[version], 9))
        return str(probe.getsockname()[0])
    return ""
