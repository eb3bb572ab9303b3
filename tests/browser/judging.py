"""What is wrong with how a page looks, and what axe finds for people who don't see it or use no mouse."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Look

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def violations(page: "Page") -> str:
    """A report; "" where there is nothing to report."""
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - an extra, which `make browser` installs

    found = Axe().run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
    return found.generate_report() if found.violations_count else ""


def faults(look: "Look", path: str) -> list[str]:
    """What is wrong with a page as it is seen now; keeps a picture of it."""
    look.picture(path)
    where = f"{path}, {look.manner}"
    found = [f"{where}: {look.overflow()} pixels too wide"] if look.overflow() > 0 else []
    report = violations(look.page)
    return [*found, f"{where}: {report}"] if report else found
