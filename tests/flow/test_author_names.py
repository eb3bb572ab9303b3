"""Who is meant, and under which names a source may know them."""

import pytest

from bot.domain.member import Address, Platform
from bot.flow.authors import names_of, person_written, shown

VK = Address(Platform.VK, 42)
TELEGRAM = Address(Platform.TELEGRAM, 42)


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("vk:42", VK),
        ("VK:42 ", VK),
        ("id42", VK),
        ("@id42", VK),
        ("https://vk.com/id42", VK),
        ("m.vk.ru/id42", VK),
        ("telegram:42", TELEGRAM),
        ("user42", TELEGRAM),
        ("42", None),
        ("vk:-42", None),
        ("vk:2000000001", None),
        ("anna", None),
        ("", None),
        ("id0042", None),
    ],
)
def test_a_person_is_told_from_how_they_are_written(written: str, person: Address | None) -> None:
    """Links and numbers name a person; a group, a bare number or a name names none."""
    assert person_written(written) == person


@pytest.mark.parametrize(("person", "name"), [(VK, "vk:42"), (VK, "42"), (TELEGRAM, "user42"), (TELEGRAM, "42")])
def test_a_person_is_found_under_every_name_of_theirs(person: Address, name: str) -> None:
    """VK's wall says vk:42, its own JSON 42, Telegram's export user42."""
    assert name in names_of(person)


def test_people_of_two_platforms_share_no_name_but_the_bare_number() -> None:
    """Forgetting one does not forget the other."""
    assert set(names_of(VK)) & set(names_of(TELEGRAM)) == {"42"}


def test_a_hash_is_shown_by_its_beginning() -> None:
    """Enough to tell authors apart, and a valid object of the audit log."""
    assert shown("ab" * 32) == "author:" + "ab" * 8
