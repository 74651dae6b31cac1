"""Tells addresses of this machine from others."""

import ipaddress
from functools import lru_cache


@lru_cache(maxsize=1024)
def is_loopback(host: str) -> bool:
    """Tell whether a name or an address, without a port, is one that only this machine reaches."""
    if host.lower() == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


@lru_cache(maxsize=1024)
def is_elsewhere(end: str) -> bool:
    """Tell whether one end of a connection has an address that other machines reach; a socket of a file has none."""
    address = _address(end)
    return address is not None and not address.is_loopback


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
