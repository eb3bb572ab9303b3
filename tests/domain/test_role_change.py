"""Nobody gives or takes a role at or above their own, but owners; nobody changes their own but to lay it down."""

from itertools import product

import pytest

from bot.domain.member import Address, Role, Roles
from bot.domain.role_change import Obstacle, RoleRefused, obstacle

EVERYBODY = Roles(*(frozenset({Address.parse(f"vk:{number}")}) for number in range(1, 5)))


def test_only_people_below_get_only_roles_below_from_who_is_no_owner() -> None:
    """Every case of three roles, by the sentence itself."""
    for asking, before, after in product((Role.MEMBER, Role.MODERATOR, Role.ADMIN), Role, Role):
        allowed = obstacle(asking, before, after) is None
        assert allowed == (before < asking and after < asking)


def test_an_owner_gives_and_takes_every_role_but_that_of_an_owner_by_the_settings() -> None:
    """Also an owner's, if it was granted."""
    for before, after in product(Role, Role):
        assert obstacle(Role.OWNER, before, after) is None
        assert obstacle(None, before, after) is None
        assert obstacle(Role.OWNER, before, after, is_fixed=True) is Obstacle.SETTINGS
        assert obstacle(None, before, after, is_fixed=True) is Obstacle.SETTINGS


def test_one_s_own_role_can_be_laid_down_and_nothing_else() -> None:
    """No raise, and no ban of oneself: who is banned could not ask for anything any more."""
    for own, after in product(Role, Role):
        allowed = obstacle(own, own, after, is_self=True) is None
        assert allowed == (Role.MEMBER <= after <= own)


@pytest.mark.parametrize("why", Obstacle)
def test_every_obstacle_is_said_in_one_sentence(why: Obstacle) -> None:
    """For the terminal; chats have their own words."""
    assert str(RoleRefused(why, Address.parse("vk:1"), Role.ADMIN, Role.OWNER))


@pytest.mark.parametrize(
    ("address", "is_person"),
    [("vk:1", True), ("vk:1999999999", True), ("vk:2000000001", False), ("vk:-5", False), ("vk:0", False),
     ("telegram:5000000000", True), ("telegram:-100", False)],
)  # fmt: skip
def test_people_are_told_from_groups_by_their_numbers(address: str, is_person: bool) -> None:
    """A private chat has the number of the person."""
    assert Address.parse(address).is_person is is_person


def test_the_settings_name_people_once() -> None:
    """Whoever has any role by the settings is named."""
    assert {EVERYBODY.of(person) for person in EVERYBODY.named} == {Role.OWNER, Role.ADMIN, Role.MODERATOR, Role.BANNED}
