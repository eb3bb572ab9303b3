"""VK: each key and what it may do, how the community is set up, and whom it may write to."""

from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass

from bot.doctor.case import ANSWER_TIMEOUT_S, Case, Skew, skew
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.member import Platform
from bot.errors import Misconfigured, Refused, Retryable, WallflowerError
from bot.platforms.vk import inspection
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.callback import path_of
from bot.platforms.vk.callback_settings import WHERE_TO_ENTER, status_of
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.group_settings import WHERE_TO_SWITCH_ON, is_prepared
from bot.platforms.vk.owner import own_group, resolve_owner
from bot.settings import Home, VkSettings

AREA = "vk"

_MOST_PEOPLE = 50
# Once more where a running bot has just used up the second.
_BACKOFF = Backoff(attempts=2, first_s=1.0)
# VK ID's own: they log people in, and wall.post refuses them with error 1051.
_LOGIN_KEY = "vk2.a."

ALL_RIGHTS = Soundness(AREA, "vk-rights", "the key of community {group} has the rights {rights}")
LONG_POLL_ON = Soundness(AREA, "vk-long-poll-on", "long poll is set up")
MESSAGES_ON = Soundness(AREA, "vk-messages-on", "the community's messages are on")
MAY_SHOW = Soundness(AREA, "vk-may-show", "cards can be shown in vk:{chat}")
MAY_WRITE = Soundness(AREA, "vk-may-write", "the community may write to everybody who decides ({people})")
BRINGS = Soundness(AREA, "vk-brings", "VK brings its events")
WALL = Soundness(AREA, "vk-wall-read", "the wall {owner} can be read with the {kind} key: {posts} posts")
MAY_POST = Soundness(AREA, "vk-may-post", "the user key may post at {place}")
UNREACHABLE = Ailment(
    AREA, "vk-unreachable", Level.BROKEN, "{problem}; nothing else was asked there",
    "see the network and vk.api_url in the settings",
    meaning="VK does not answer; nothing else is asked there then",
)  # fmt: skip
KEY_REFUSED = Ailment(
    AREA, "vk-key", Level.BROKEN, "{problem}", "put another one into {file} as WALLFLOWER_VK_{kind}_KEY=…",
    meaning="VK refuses the key",
)  # fmt: skip
NO_COMMUNITY_KEY = Ailment(
    AREA, "vk-no-community-key", Level.BROKEN, "there is no community key, and without one no chat on VK",
    "Manage → API usage → Create key in the community; WALLFLOWER_VK_COMMUNITY_KEY=… in {file}",
)  # fmt: skip
OTHER_GROUP = Ailment(
    AREA, "vk-other-group", Level.BROKEN, "the community key is that of community {own}, and vk.group_id says {named}",
    "set group_id = {own} under [vk], or take a key of community {named}",
)  # fmt: skip
RIGHT_MISSING = Ailment(
    AREA, "vk-right", Level.BROKEN, "the community key lacks the right {right}: {consequence}",
    "make a new key with the rights manage, messages, photos, docs and wall; WALLFLOWER_VK_COMMUNITY_KEY=… in {file}",
)  # fmt: skip
SMALL_RIGHT_MISSING = Ailment(
    AREA, "vk-small-right", Level.WARNING, "the community key lacks the right {right}: {consequence}",
    "make a new key with the rights manage, messages, photos, docs and wall; WALLFLOWER_VK_COMMUNITY_KEY=… in {file}",
)  # fmt: skip
MESSAGES_OFF = Ailment(
    AREA, "vk-messages", Level.BROKEN, "the community's messages can't be used: {problem}",
    "Manage → Messages in the community: switch them on",
)  # fmt: skip
LONG_POLL_OFF = Ailment(
    AREA, "vk-long-poll", Level.NOTE, "long poll is not set up for the bot, and `wallflower run` sets it up itself",
    "nothing, or: {where}",
)  # fmt: skip
LONG_POLL_CLOSED = Ailment(
    AREA, "vk-long-poll-closed", Level.BROKEN, "VK does not say how long poll is set up: {problem}", "{where}"
)
CALLBACK_OFF = Ailment(
    AREA, "vk-callback", Level.NOTE, "VK was not told yet where to bring events, and `wallflower run` tells it",
    "nothing, or: {where}",
)  # fmt: skip
CALLBACK_BY_HAND = Ailment(
    AREA, "vk-callback-by-hand", Level.NOTE, "the community key lacks the right manage, so you tell VK where to bring "
    "events", "{where}",
)  # fmt: skip
CALLBACK_FAILS = Ailment(
    AREA, "vk-callback-fails", Level.WARNING, "VK brings no events to web.public_url (it calls the server “{status}”)",
    "see that `wallflower run` is running, and that web.public_url leads to web.listen: the proxy and its certificate",
)  # fmt: skip
NO_READER = Ailment(
    AREA, "vk-no-reader", Level.WARNING, "no key may read a wall: neither a service key nor a user key is in force",
    "write WALLFLOWER_VK_SERVICE_KEY=… (of any app of yours at dev.vk.com) into {file}",
)  # fmt: skip
WALL_CLOSED = Ailment(
    AREA, "vk-wall", Level.BROKEN, "the wall can't be read with the {kind} key: {problem}",
    "see vk.wall and vk.group_id in the settings, and that everybody may read it",
)  # fmt: skip
WALL_EMPTY = Ailment(
    AREA, "vk-wall-empty", Level.WARNING, "the wall {owner} has no posts", "see vk.wall and vk.group_id in the settings"
)
NO_POSTER = Ailment(
    AREA, "vk-no-poster", Level.WARNING, "no key may post at {place}: admins will get the posts to copy",
    "write a user key of an administrator, with wall and photos, into {file} as WALLFLOWER_VK_USER_KEY=…",
)  # fmt: skip
POSTING_UNCERTAIN = Ailment(
    AREA, "vk-posting-uncertain", Level.NOTE,
    "at {place} only the community key may post, which VK allows some and refuses others",
    "nothing (admins get what is refused to copy), or WALLFLOWER_VK_USER_KEY=… of an administrator in {file}",
)  # fmt: skip
LOGIN_KEY = Ailment(
    AREA, "vk-login-key", Level.WARNING,
    "the user key begins with vk2.a.: it is for logging in, and VK lets it post nothing",
    "take a user key of a standalone app, with wall and photos, into {file} as WALLFLOWER_VK_USER_KEY=…",
)  # fmt: skip
PHOTOS = Ailment(
    AREA, "vk-photos", Level.WARNING, "no photo can be uploaded for {what}: {problem}",
    "make the {kind} key anew, with the right photos",
)  # fmt: skip
CHAT_CLOSED = Ailment(
    AREA, "vk-chat", Level.BROKEN, "cards can't be shown in the chat vk:{chat}: the community is not in it",
    "invite the community to it, or take it out of moderation.chats",
)  # fmt: skip
STRANGER = Ailment(
    AREA, "vk-stranger", Level.WARNING, "no cards and notices reach {person}: they let the community write nothing",
    "have them write to https://vk.com/im?sel=-{group}",
)  # fmt: skip

# What is lost without each right of a community key; without the first the bot does not work on VK.
_NEEDED = {
    "messages": "nobody gets an answer in chat",
    "manage": "long poll can't be read, so nothing that people write arrives",
}
_USEFUL = {
    "photos": "memes can't be sent",
    "docs": "moving memes can't be sent",
}


@dataclass(frozen=True, slots=True)
class _Keys:
    """The clients of those keys that are in force."""

    by_kind: dict[KeyKind, VkClient]

    @property
    def community(self) -> VkClient | None:
        return self.by_kind.get(KeyKind.COMMUNITY)

    @property
    def user(self) -> VkClient | None:
        return self.by_kind.get(KeyKind.USER)

    @property
    def reader(self) -> VkClient | None:
        return self.by_kind.get(KeyKind.SERVICE) or self.user


async def examine(case: Case, skews: list[Skew]) -> list[Finding]:
    """Ask VK; what it says of the time is added to `skews`."""
    if not case.settings.vk.enabled:
        return []
    clients = {kind: _client(case.settings.vk, kind, key) for kind, key in _keys(case.settings.vk).items() if key}
    found: list[Finding] = []
    try:
        in_force: dict[KeyKind, VkClient] = {}
        for kind, client in clients.items():
            before = case.surroundings.now()
            try:
                theirs = await inspection.server_time(client)
            except Misconfigured as error:
                found.append(KEY_REFUSED.found(problem=error, file=_secrets_file(case.home), kind=kind.upper()))
            else:
                skews.append(skew("VK", before, theirs, case.surroundings.now()))
                in_force[kind] = client
        found += [finding async for finding in _asked(case, _Keys(in_force))]
    except Retryable as error:
        found.append(UNREACHABLE.found(problem=error))
    finally:
        for client in clients.values():
            client.close()
    return found


async def _asked(case: Case, keys: _Keys) -> AsyncIterator[Finding]:
    chosen, file = case.settings.vk, _secrets_file(case.home)
    group_id, rights = chosen.group_id, frozenset[str]()
    if keys.community is None:
        if not chosen.community_key.get_secret_value():
            yield NO_COMMUNITY_KEY.found(file=file)
    else:
        own = await own_group(keys.community)
        if group_id not in (0, own):
            yield OTHER_GROUP.found(own=str(own), named=str(group_id))
            return
        group_id, rights = own, await inspection.community_rights(keys.community)
        async for finding in _community(case, keys.community, own, rights):
            yield finding
    async for finding in _reading(case, keys, group_id):
        yield finding
    async for finding in _posting(case, keys, group_id, rights):
        yield finding


async def _community(case: Case, client: VkClient, group_id: int, rights: frozenset[str]) -> AsyncIterator[Finding]:
    """What the community's own key may do, and how the community is set up."""
    file = _secrets_file(case.home)
    is_brought = case.settings.vk.callback
    needed = {right: what for right, what in _NEEDED.items() if not (is_brought and right == "manage")}
    for ailment, kinds in ((RIGHT_MISSING, needed), (SMALL_RIGHT_MISSING, _USEFUL)):
        for right, consequence in kinds.items():
            if right not in rights:
                yield ailment.found(right=right, consequence=consequence, file=file)
    if rights >= _NEEDED.keys() | _USEFUL.keys():
        yield ALL_RIGHTS.found(group=str(group_id), rights=", ".join(sorted(rights)))
    if is_brought:
        yield await _bringing(case, client, group_id, may_manage="manage" in rights)
    elif "manage" in rights:
        try:
            is_ready = await is_prepared(client, group_id)
            yield LONG_POLL_ON.found() if is_ready else LONG_POLL_OFF.found(where=WHERE_TO_SWITCH_ON)
        except (Misconfigured, Refused) as error:
            yield LONG_POLL_CLOSED.found(problem=error, where=WHERE_TO_SWITCH_ON)
    if "photos" in rights:
        problem = await _refusal(inspection.may_upload(client, None))
        if problem is not None:
            yield PHOTOS.found(what="chats", problem=problem, kind="community")
    if "messages" not in rights:
        return
    problem = await _refusal(inspection.has_messages(client, group_id))
    if problem is not None:
        yield MESSAGES_OFF.found(problem=problem)
        return
    yield MESSAGES_ON.found()
    for chat in case.group_chats(Platform.VK):
        is_in = await inspection.is_in_chat(client, chat)
        yield (MAY_SHOW if is_in else CHAT_CLOSED).found(chat=str(chat))
    people = case.numbers_of_staff(Platform.VK)[:_MOST_PEOPLE]
    strangers = [person for person in people if not await inspection.may_write_to(client, group_id, person)]
    for person in strangers:
        yield STRANGER.found(person=f"vk:{person}", group=str(group_id))
    if people and not strangers:
        yield MAY_WRITE.found(people=len(people))


async def _bringing(case: Case, client: VkClient, group_id: int, *, may_manage: bool) -> Finding:
    """How the Callback API is set up."""
    if not may_manage:
        return CALLBACK_BY_HAND.found(where=WHERE_TO_ENTER)
    try:
        path = path_of(case.settings.vk.community_key.get_secret_value())
        status = await status_of(client, group_id, path)
    except (Misconfigured, Refused) as error:
        return LONG_POLL_CLOSED.found(problem=error, where=WHERE_TO_ENTER)
    if status is None:
        return CALLBACK_OFF.found(where=WHERE_TO_ENTER)
    return BRINGS.found() if status == "ok" else CALLBACK_FAILS.found(status=status)


async def _reading(case: Case, keys: _Keys, group_id: int) -> AsyncIterator[Finding]:
    if keys.reader is None:
        yield NO_READER.found(file=_secrets_file(case.home))
        return
    named = case.settings.vk.wall
    if not named and not group_id:
        return
    try:
        owner = await resolve_owner(keys.reader, named) if named else -group_id
        posts = await inspection.count_posts(keys.reader, owner)
    except (Misconfigured, Refused) as error:
        yield WALL_CLOSED.found(kind=keys.reader.kind.value, problem=error)
        return
    if posts:
        yield WALL.found(owner=str(owner), kind=keys.reader.kind.value, posts=posts)
    else:
        yield WALL_EMPTY.found(owner=str(owner))


async def _posting(case: Case, keys: _Keys, group_id: int, rights: frozenset[str]) -> AsyncIterator[Finding]:
    file = _secrets_file(case.home)
    user = keys.user
    if user is not None and case.settings.vk.user_key.get_secret_value().startswith(_LOGIN_KEY):
        yield LOGIN_KEY.found(file=file)
        user = None
    user_rights = frozenset[str]() if user is None else await inspection.user_rights(user)
    for place in sorted(case.places):
        if place.platform is not Platform.VK:
            continue
        owner = int(place.name)
        if user is not None and "wall" in user_rights and await inspection.may_post(user, owner):
            yield MAY_POST.found(place=place)
            problem = await _refusal(inspection.may_upload(user, owner))
            if problem is not None:
                yield PHOTOS.found(what=f"posts at {place}", problem=problem, kind="user")
        elif owner == -group_id and "wall" in rights:
            yield POSTING_UNCERTAIN.found(place=place, file=file)
        else:
            yield NO_POSTER.found(place=place, file=file)


async def _refusal(asked: Awaitable[None]) -> WallflowerError | None:
    """What VK has against a call, or None. Raises Retryable."""
    try:
        await asked
    except (Misconfigured, Refused) as error:
        return error
    return None


def _keys(chosen: VkSettings) -> dict[KeyKind, str]:
    return {
        KeyKind.SERVICE: chosen.service_key.get_secret_value(),
        KeyKind.COMMUNITY: chosen.community_key.get_secret_value(),
        KeyKind.USER: chosen.user_key.get_secret_value(),
    }


def _client(chosen: VkSettings, kind: KeyKind, key: str) -> VkClient:
    timeout_s = min(chosen.timeout_s, ANSWER_TIMEOUT_S)
    return VkClient(key, chosen.api_url, kind=kind, timeout_s=timeout_s, backoff=_BACKOFF)


def _secrets_file(home: Home) -> str:
    return str(home.folder / ".env")
