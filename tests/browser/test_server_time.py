"""How much of the bot's core a page takes. By the clock it would tell of the machine's other work."""

import urllib.request

from benchmarks.writing import cpu_s_of
from bot.domain.member import Role
from tests.browser.conftest import Looks
from tests.browser.test_pages import pages

_MOST_S = 0.2
_TIMES = 8


def test_each_page_takes_less_than_a_fifth_of_a_second(looks: Looks) -> None:
    house = looks.house
    cookie = {"Cookie": f"{house.cookie}={house.tokens[Role.OWNER]}"}
    took: dict[str, float] = {}
    for path in list(pages(looks(Role.OWNER))):
        before = cpu_s_of(house.pid)
        for _ in range(_TIMES):
            with urllib.request.urlopen(urllib.request.Request(house.url + path, headers=cookie)) as answer:  # noqa: S310
                answer.read()
        took[path] = (cpu_s_of(house.pid) - before) / _TIMES
    assert {path: seconds for path, seconds in took.items() if seconds >= _MOST_S} == {}
