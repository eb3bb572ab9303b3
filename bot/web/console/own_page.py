"""Where a form may lead: to a page of the console's own, whatever somebody wrote into it."""

import re

START = "/console/"

# Nothing that a browser could read as another host.
_OWN = re.compile(r"/console/[A-Za-z0-9/_-]{0,200}")


def own_page(path: str) -> str:
    """The path, or that of the start page."""
    return path if _OWN.fullmatch(path) and "//" not in path else START
