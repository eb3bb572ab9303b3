"""The lines of .env: puts values in, leaves every other line as it is."""

import io
import re
from collections.abc import Mapping

from dotenv.parser import parse_stream

# As they are for dotenv, for a shell, for systemd's EnvironmentFile and for Docker's env_file.
_PLAIN = re.compile(r"[A-Za-z0-9_.:/@%+=,-]*")


def with_values(text: str, values: Mapping[str, str]) -> str:
    """`text` with each of these variables set to its value, once; new ones stand at the end."""
    lines: list[str] = []
    left = dict(values)
    for binding in parse_stream(io.StringIO(text)):
        if binding.key is None or binding.key not in values:
            lines.append(binding.original.string)
        elif binding.key in left:
            # What stands before the name, empty lines among it, belongs to the line.
            before = re.match(r"\s*", binding.original.string)
            lines.append((before[0] if before else "") + _line(binding.key, left.pop(binding.key)))
    if lines and not lines[-1].endswith("\n"):
        lines.append("\n")
    return "".join(lines) + "".join(_line(name, value) for name, value in left.items())


def _line(name: str, value: str) -> str:
    if _PLAIN.fullmatch(value) is None:
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        value = f"'{escaped}'"
    return f"{name}={value}\n"
