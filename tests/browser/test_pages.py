"""Every page that its navigation and links lead to, for each role, in light and dark, on a phone and on a desk."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bot.domain.member import Role
from tests.browser.conftest import MANNERS, MOST_BYTES, Look, Looks
from tests.browser.judging import faults

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


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.MODERATOR], ids=lambda role: role.name.lower())
def test_every_page_is_whole_and_readable(looks: Looks, role: Role) -> None:
    look = looks(role, "phone")
    found, wrong = [], []
    for path in pages(look):
        found.append(path)
        if look.bytes >= MOST_BYTES:
            wrong.append(f"{path} weighs {look.bytes} bytes")
        if (headings := look.page.locator("h1").count()) != 1:
            wrong.append(f"{path} has {headings} main headings")
        for size, scheme in MANNERS:
            look.turn(size, scheme)
            wrong += faults(look, path)
        look.turn(*MANNERS[0])
    assert wrong == []
    assert look.troubles == []
    assert len(found) >= 6


@pytest.mark.parametrize(
    ("role", "path", "status", "leads_to"),
    [
        (Role.MEMBER, "/console/queue", 403, "/console/queue"),
        (None, "/console/queue", 200, "/console/login?to=/console/queue"),
    ],
    ids=["member", "stranger"],
)
def test_who_has_no_role_is_told_so_and_who_is_not_logged_in_sees_the_doors(
    looks: Looks, role: Role | None, path: str, status: int, leads_to: str
) -> None:
    look = looks(role)
    assert look.open(path).status == status
    assert look.page.url == look.url + leads_to
    wrong = []
    for size, scheme in MANNERS:
        look.turn(size, scheme)
        wrong += faults(look, path)
    assert wrong == []
    assert [one for one in look.troubles if str(status) not in one] == []


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
