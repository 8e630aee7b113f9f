"""Addresses: how far those who come from one address count as one."""

import ipaddress

from ..runs.quota import Quota

_NETWORK = 64
"""Bits of an IPv6 address that a provider gives a home; the rest is its own to choose."""
_MOST = 48


def place_of(host: str) -> str:
    """An IPv4 address, or the network of an IPv6 address; what is no address, cut short."""
    address = _address(host)
    if address is None:
        return host[:_MOST]
    if address.version == 4:
        return str(address)
    return str(ipaddress.IPv6Network((int(address), _NETWORK), strict=False))


def is_loopback(host: str) -> bool:
    """Whether it is this machine's own."""
    address = _address(host)
    return address is not None and address.is_loopback


def quota_of(host: str, per_minute: int) -> Quota:
    """What all who come from there may have together."""
    return Quota(f"address {place_of(host)}", "anonymous", per_minute)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address
