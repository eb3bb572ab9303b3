"""Every page that its navigation and links lead to, for each role, in light and dark, on a phone and on a desk."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bot.domain.member import Role
from tests.browser.conftest import MOST_BYTES, Look, Looks

# axe takes longer than all the rest. What there is to read is the same at both sizes, and no colour is a size's.
_JUDGED = (("phone", "light"), ("desktop", "dark"))
# Of pages that differ in a number or a name alone, and of one page with other questions, so many are looked at.
_ALIKE = 2
_NO_PAGES = re.compile(r"/(static|login|meme|picture)\b|\.jsonl$")


def kind_of(address: str) -> str:
    """What pages alike have in common."""
    parts = urlsplit(address)
    sections = parts.path.strip("/").split("/")
    return "/".join([*sections[:2], *("*" for _ in sections[2:])]) + ("?" if parts.query else "")


def pages(look: Look) -> Iterator[str]:
    """Walk through the console by its links, from its start; yields each page's address once it is open."""
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    coming = deque(["/console/"])
    while coming:
        path = coming.popleft()
        if path in seen or _NO_PAGES.search(urlsplit(path).path) or alike[kind_of(path)] >= _ALIKE:
            continue
        seen.add(path)
        alike[kind_of(path)] += 1
        answer = look.open(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        yield path
        links = look.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
        coming += [
            link.removeprefix(look.url).partition("#")[0] for link in links if link.startswith(f"{look.url}/console")
        ]


@pytest.mark.parametrize(
    ("role", "size", "scheme"),
    [
        *((Role.OWNER, size, scheme) for size in ("phone", "desktop") for scheme in ("light", "dark")),
        # They see less of the same.
        *((role, size, scheme) for role in (Role.ADMIN, Role.MODERATOR) for size, scheme in _JUDGED),
    ],
    ids=lambda value: value.name.lower() if isinstance(value, Role) else value,
)
def test_every_page_is_whole_and_readable(looks: Looks, role: Role, size: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - an extra

    look = looks(role, size, scheme)
    found = []
    for path in pages(look):
        found.append(path)
        look.picture(path)
        assert look.bytes < MOST_BYTES, f"{path} weighs {look.bytes} bytes"
        assert look.overflow() <= 0, f"{path} is {look.overflow()} pixels too wide"
        headings = look.page.locator("h1").count()
        assert headings == 1, f"{path} has {headings} main headings"
        if (size, scheme) in _JUDGED:
            report = Axe().run(look.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
            assert report.violations_count == 0, f"{path}\n{report.generate_report()}"
    assert look.troubles == []
    assert len(found) >= 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_has_no_role_is_told_so_and_who_is_not_logged_in_sees_the_doors(looks: Looks, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - an extra

    for role, path, status in ((Role.MEMBER, "/console/queue", 403), (None, "/console/queue", 200)):
        look = looks(role, "phone", scheme)
        assert look.open(path).status == status
        look.picture(path)
        report = Axe().run(look.page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert report.violations_count == 0, report.generate_report()
        assert look.overflow() <= 0
        assert [one for one in look.troubles if "403" not in one] == []
    assert look.page.url.endswith("/console/login?to=/console/queue")


def test_english_is_as_whole_as_russian_and_nothing_wider_than_a_narrow_phone(looks: Looks) -> None:
    look = looks(Role.OWNER, "narrow")
    look.open("/console/")
    look.page.click("form[action='/console/language'] button")
    look.page.wait_for_selector("html[lang=en]")
    strange = {}
    for path in pages(look):
        assert look.overflow() <= 0, f"{path} is {look.overflow()} pixels too wide"
        words = look.page.locator("nav.sections a, h1, h2, button, label, summary").all_inner_texts()
        strange[path] = [one for one in words if re.search("[а-яё]", one, re.IGNORECASE) and one != "Русский"]
    look.page.click("form[action='/console/language'] button")
    look.page.wait_for_selector("html[lang=ru]")
    assert {path: words for path, words in strange.items() if words} == {}
    assert look.troubles == []
