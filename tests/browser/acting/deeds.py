"""Everything that can be done on the console's pages, in an order in which each of it can be: what is made comes first.

A page's form without a deed here fails `test_actions`: write one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.member import Role

# Names stand in addresses after these words, numbers anywhere.
_NAMED = re.compile(r"(/(?:templates|run)/)(?!_add)[^/]+")
_NUMBER = re.compile(r"/\d+(?=/|$)")


def kind_of_action(method: str, address: str) -> str:
    """Which deed a form or a button does: `POST /console/queue/*/approve`."""
    path = _NUMBER.sub("/*", _NAMED.sub(r"\1*", urlsplit(address).path))
    return f"{method.upper()} {path}"


@dataclass(frozen=True)
class Deed:
    """`at` is the page to begin on; `fields` what is typed; `is_wrong`: the page is to say what is wrong with it.

    `leads_to` is how the address begins that it ends on, where that is not the page it began on.
    """

    action: str
    at: str
    by: Role = Role.OWNER
    fields: Mapping[str, str | Path] = field(default_factory=dict)
    is_wrong: bool = False
    has_notice: bool = True
    leads_to: str = ""


def deeds(picture: Path, people: Mapping[Role, str]) -> list[Deed]:
    """All of them. `picture` is a file for a template; `people` how the persons of each role are called."""
    moderator, admin, owner = Role.MODERATOR, Role.ADMIN, Role.OWNER
    queue, slots, members = "/console/queue", "/console/calendar/slots", "/console/members"
    runs, corpus = "/console/checkpoints", "/console/corpus"
    own, shipped = "/console/templates/doors", "/console/templates/drake"
    slot = {"at": "10:15", "places": "vk"}
    return [
        # Where something waits for a later try nothing else goes out: it is the first to be hastened.
        Deed("POST /console/queue/*/publications/*/retry", f"{queue}/12", admin),
        Deed("POST /console/queue/*/publications/*/there", f"{queue}/8", admin),
        Deed("POST /console/queue/*/publications/*/again", f"{queue}/9", admin),
        Deed("POST /console/queue/*/publications/*/posted", f"{queue}/10", admin),
        Deed("POST /console/queue/*/publications/*/notyet", f"{queue}/11", admin),
        Deed("POST /console/queue/write", queue, admin, {"count": "many"}, is_wrong=True),
        Deed("POST /console/queue/write", queue, admin, {"count": "12"}),
        Deed("POST /console/queue/*/edit", f"{queue}/6", moderator, {"text": " "}, is_wrong=True),
        Deed("POST /console/queue/*/edit", f"{queue}/6", moderator, {"text": "Другие слова"}),
        Deed("POST /console/queue/*/boxes", f"{queue}/7", moderator, {"box-1": "Первое", "box-2": "Второе"}),
        Deed("POST /console/queue/*/ban", f"{queue}/2", admin, {"word": "маршрутка"}),
        Deed("POST /console/queue/*/approve", queue, moderator),
        Deed("POST /console/queue/*/takeback", f"{queue}?shelf=approved", moderator),
        Deed("POST /console/queue/*/reject", queue, moderator, {"reason": "было"}),
        Deed("POST /console/queue/*/why", f"{queue}?shelf=rejected", moderator, {"reason": "и не смешно"}),
        Deed("POST /console/queue/*/another", queue, moderator),
        Deed("POST /console/queue/*/now", queue, admin),
        Deed("POST /console/queue/*/cancel", f"{queue}?shelf=published", moderator),
        Deed("POST /console/queue/*/now", queue, admin),
        Deed("POST /console/queue/*/takedown", f"{queue}?shelf=published", admin),
        Deed("POST /console/words/ban", "/console/words", admin, {"word": "!"}),
        Deed("POST /console/words/ban", "/console/words", admin, {"word": "зонт"}),
        Deed("POST /console/words/lift", "/console/words", admin),
        Deed("POST /console/calendar/slots", slots, admin, {**slot, "zone": "Nowhere/At all"}, is_wrong=True),
        Deed("POST /console/calendar/slots", slots, admin, {**slot, "places": ""}, is_wrong=True),
        Deed("POST /console/calendar/slots/*", f"{slots}/1", admin, {"at": "11:11"}, leads_to=slots),
        Deed("POST /console/calendar/slots/*/off", slots, admin),
        Deed("POST /console/calendar/slots/*/on", slots, admin),
        Deed("POST /console/calendar/slots/*/remove", slots, admin),
        Deed("POST /console/calendar/pause", slots, admin, {"length": "sometime"}, is_wrong=True),
        Deed("POST /console/calendar/pause", slots, admin, {"length": "3ч"}),
        Deed("POST /console/calendar/resume", slots, admin),
        Deed("POST /console/calendar/quiet", slots, admin, {"begin": "01:00", "end": "01:00"}, is_wrong=True),
        Deed("POST /console/calendar/quiet", slots, admin, {"begin": "23:30", "end": "07:00"}),
        Deed("POST /console/calendar/quiet/off", slots, admin),
        Deed("GET /console/templates/*", shipped, moderator, {"box": "Ждать"}, has_notice=False),
        Deed("POST /console/templates/*/caption", shipped, moderator, {"about": "работа"}),
        Deed("POST /console/templates/_add", "/console/templates/_add", admin, {"name": "doors", "picture": picture}),
        Deed("POST /console/templates/*/remove", own, admin, leads_to="/console/templates"),
        Deed("GET /console/corpus/posts", corpus, admin, {"q": "зонт"}, has_notice=False, leads_to=f"{corpus}/posts"),
        Deed("GET /console/corpus/posts", f"{corpus}/posts", admin, {"q": "кот"}, has_notice=False),
        Deed("GET /console/corpus/forget", corpus, admin, {"who": people[Role.MEMBER]}, has_notice=False,
             leads_to=f"{corpus}/forget"),
        Deed("GET /console/corpus/forget", f"{corpus}/forget", admin, {"who": "nobody at all"}, is_wrong=True),
        Deed("POST /console/members/role", members, owner, {"person": "vk:999", "role": "moderator"}),
        Deed("POST /console/members/ban", members, admin, {"person": "vk:998"}),
        Deed("POST /console/members/unban", members, admin),
        Deed("POST /console/members/keys/add", f"{members}/keys", owner, {"name": "Blanks are none"}, is_wrong=True),
        Deed("POST /console/members/keys/add", f"{members}/keys", owner, {"name": "site"}, has_notice=False),
        Deed("POST /console/members/keys/revoke", f"{members}/keys", owner),
        Deed("GET /console/audit", "/console/audit", admin, {"actor": "terminal:0"}, has_notice=False),
        Deed("POST /console/audit/check", "/console/audit", admin, {"head": "0" * 64}),
        Deed("POST /console/health/examine", "/console/health", admin),
        Deed("POST /console/checkpoints/run/*/ladder", f"{runs}/run/random", admin),
        Deed("POST /console/checkpoints/compare", runs, admin, {"first": "random", "second": "random"}),
        Deed("POST /console/checkpoints/compare", runs, admin, {"first": "other", "second": "random"},
             has_notice=False, leads_to=f"{runs}/compare"),
        Deed("POST /console/checkpoints/run/*/use", f"{runs}/run/other", admin),
        Deed("POST /console/checkpoints/run/*/use", runs, admin, leads_to=f"{runs}/run/random"),
        Deed("POST /console/checkpoints/train", runs, admin),
        Deed("POST /console/checkpoints/train/end", runs, admin),
        # Whatever has learned from them is to be trained anew: nothing more is done with a network after this.
        Deed("POST /console/corpus/forget", f"{corpus}/forget?who={people[Role.MEMBER]}", admin, {"sure": "yes"},
             leads_to=corpus),
        Deed("POST /console/language", "/console/", moderator, has_notice=False),
        Deed("POST /console/language", "/console/", moderator, has_notice=False),
    ]  # fmt: skip


# What ends one's own session is done by somebody for whom nothing comes after it.
LAST = (
    Deed("POST /console/sessions/*/end", "/console/sessions", Role.MODERATOR, has_notice=False,
         leads_to="/console/login"),
    Deed("POST /console/sessions/end-all", "/console/sessions", Role.ADMIN, has_notice=False,
         leads_to="/console/login"),
    Deed("POST /console/logout", "/console/", Role.OWNER, has_notice=False, leads_to="/console/login"),
)  # fmt: skip
