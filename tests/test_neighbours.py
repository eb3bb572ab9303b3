"""Two homes in one process may have nothing in common but the machine, and a key of VK's whose limits both keep."""

from pathlib import Path

import pytest

from bot.errors import Misconfigured
from bot.neighbours import Neighbours
from bot.settings import Home, Settings

A, B = Home(Path("/srv/a")), Home(Path("/srv/b"))


def settings(**sections: dict[str, object]) -> Settings:
    return Settings.model_validate(sections)


def vk(**fields: object) -> Settings:
    return settings(vk={"enabled": True, **fields})


def telegram(**fields: object) -> Settings:
    return settings(telegram={"enabled": True, **fields})


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (vk(group_id=5), vk(group_id=5), "VK community 5"),
        (vk(group_id=5, api_url="https://api.vk.ru"), vk(group_id=5, api_url="https://API.vk.ru/"), "VK community 5"),
        (vk(community_key="one"), vk(community_key="one"), "VK community key"),
        (telegram(token="5:old"), telegram(token="5:new"), "Telegram bot 5"),
        (settings(database={"url": "sqlite:///x.db"}), settings(database={"url": "sqlite:///./x.db"}), "database"),
        (
            settings(database={"url": "postgresql://u:p@db/x"}),
            settings(database={"url": "postgresql://v@db:5432/x"}),
            "database",
        ),
    ],
)
def test_what_only_one_may_have_is_refused_to_the_second_without_naming_a_key(
    one: Settings, other: Settings, what: str
) -> None:
    neighbours = Neighbours()
    neighbours.move_in(A, one)
    with pytest.raises(Misconfigured, match=f"/srv/b and /srv/a have the same {what}:"):
        neighbours.move_in(B, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (vk(group_id=5), vk(group_id=6)),
        (vk(group_id=5), vk(group_id=5, api_url="http://127.0.0.1:1")),
        (telegram(token="5:x"), telegram(token="6:x")),
        (telegram(token="5:x"), settings(telegram={"enabled": False, "token": "5:x"})),
        (vk(service_key="shared"), vk(service_key="shared")),
        (
            settings(database={"url": "postgresql://u@db/x"}),
            settings(database={"url": "postgresql://u@db/y"}),
        ),
    ],
)
def test_what_several_may_have_is_given_to_all(one: Settings, other: Settings) -> None:
    neighbours = Neighbours()
    neighbours.move_in(A, one)
    neighbours.move_in(B, other)
    neighbours.move_in(A, one)


def test_a_home_that_comes_again_with_other_settings_gives_back_what_it_had() -> None:
    neighbours = Neighbours()
    neighbours.move_in(A, telegram(token="5:x"))
    neighbours.move_in(A, telegram(token="6:x"))
    neighbours.move_in(B, telegram(token="5:x"))


def test_a_community_that_only_its_key_tells_of_is_refused_to_the_second_too() -> None:
    neighbours = Neighbours()
    neighbours.move_in(A, vk(group_id=5))
    neighbours.move_in(B, vk(community_key="another"))
    with pytest.raises(Misconfigured, match="the same VK community 5"):
        neighbours.take_group(B, vk(), 5)
