"""/console: a link that logs in whoever opens it, given to the person alone."""

import re

from bot.chat.words_en import ENGLISH
from bot.domain.member import Role
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, House

MODERATOR = PEOPLE[Role.MODERATOR]


async def test_the_link_logs_in_who_asked_for_it(house: House) -> None:
    house.restart_with(console_url="https://memes.example.org")
    answer = await house.say(MODERATOR, "/console")
    found = re.search(r"https://memes\.example\.org/console/login/link/(\S{40,})", answer)
    assert found is not None
    assert await house.reach.logins.whose_link(found[1], house.clock.now()) == MODERATOR


async def test_no_link_is_given_where_others_read_it(house: House) -> None:
    house.restart_with(console_url="https://memes.example.org")
    for chat in (GROUP, MODERATORS_CHAT):
        assert await house.say(MODERATOR, "/console", chat) == ENGLISH.console_elsewhere


async def test_where_the_console_is_not_served_the_bot_says_what_to_set(house: House) -> None:
    assert await house.say(MODERATOR, "/console") == ENGLISH.console_nowhere
