"""What axe finds wrong with a page for people who don't see it, don't hear it or use no mouse."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page: "Page") -> str:
    """A report; "" where there is nothing to report."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - an extra, which `make browser` installs

    found = Axe().run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
    return found.generate_report() if found.violations_count else ""
