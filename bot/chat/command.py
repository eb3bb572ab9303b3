"""Reads a command out of what a person typed. Knows no command by name."""

import re
from dataclasses import dataclass

# `/meme words`, `!meme words`, `/Meme@bot words`; the name is one of any alphabet's letters.
_COMMAND = re.compile(r"([/!])([^\W\d]\w{0,31})(?:@\w{1,64})?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """`name` in lower case, `arguments` stripped; `is_shouted` is the `!meme` way, which speech can look like."""

    name: str
    arguments: str
    is_shouted: bool


def parse(text: str) -> Command | None:
    """The command in a text, or None where there is none."""
    match = _COMMAND.fullmatch(text.strip())
    if match is None:
        return None
    return Command(match[2].lower(), (match[3] or "").strip(), match[1] == "!")


def storable(text: str) -> str:
    """The text without what no database takes: half surrogates become U+FFFD, NUL goes."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
