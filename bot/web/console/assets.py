"""The console's style sheet, script and pictures: read once, at addresses that change with what they hold."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("static")
_MIME = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    data: bytes
    mime: str
    address: str


class Assets:
    """All of them, by name."""

    def __init__(self) -> None:
        self._by_name = {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _MIME}

    def address(self, name: str) -> str:
        """Where a page finds it. Raises KeyError for a file that does not exist."""
        return self._by_name[name].address

    def at(self, address: str) -> Asset | None:
        """What is served at an address."""
        found = self._by_name.get(address.rpartition("/")[2])
        return found if found is not None and found.address == address else None


def _read(path: Path) -> Asset:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()[:16]
    return Asset(data, _MIME[path.suffix], f"/console/static/{digest}/{path.name}")
