"""Where VK's API is: the official host or any server that speaks its protocol."""

from urllib.parse import urlsplit, urlunsplit

from bot.errors import Misconfigured

OFFICIAL_HOSTS = frozenset({"api.vk.ru", "api.vk.com"})
# Where vk_api 11 sends every call; the second is the older name of the same server.
VK_API_ROOTS = ("https://api.vk.ru/", "https://api.vk.com/")


def method_root(api_url: str) -> str:
    """The address to which a method's name is appended: `http://127.0.0.1:8080` → `http://127.0.0.1:8080/method/`.

    Takes it with or without a trailing slash and `/method`. Raises Misconfigured.
    """
    parts = urlsplit(api_url.strip()) if is_web_address(api_url.strip()) else None
    if parts is None or parts.query or parts.fragment or parts.username is not None:
        raise Misconfigured("The address of VK's API can't be used: set vk.api_url to something like https://api.vk.ru")
    path = parts.path.rstrip("/").removesuffix("/method").rstrip("/")
    return urlunsplit((parts.scheme, parts.netloc, f"{path}/method/", "", ""))


def is_web_address(url: str) -> bool:
    """Whether `url` is something that requests can be sent to."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def is_official(root: str) -> bool:
    """Whether `root` (from `method_root`) is VK's own server over TLS."""
    parts = urlsplit(root)
    return parts.scheme == "https" and parts.hostname in OFFICIAL_HOSTS and parts.path == "/method/"


def is_loopback(url: str) -> bool:
    """Whether `url` is on this machine."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")
