"""`wallflower init` as somebody at a terminal meets it, both platforms as sandboxes over HTTP."""

import asyncio
import json
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.app import opened
from bot.sandbox.stage import Stage
from bot.sandbox.vk.state import TokenKind
from bot.settings import Home, load
from bot.storage.posts import Posts
from bot.storage.slots import Slots
from corpus import samples
from tests.end_to_end.conftest import wallflower
from tests.init.conftest import POSTS
from tests.init.terminal import Terminal, terminal

LANGUAGE, ZONE = (r"ru or en \[\w+\]: ", "en"), (r"schedule \[\S+\]: ", "Europe/Berlin")
COMMUNITY_KEY = r"Community key \(it is not shown\): "
SERVICE_KEY = r"Service key \(it is not shown\): "
USER_KEY = r"User key, or Enter \(it is not shown\): "
TOKEN = r"Token \(it is not shown\): "
CODE = r"\n    (\w{4}-\w{4})\n"


def _where(stage: Stage) -> tuple[str, ...]:
    return ("init", "--vk-api-url", stage.vk_url, "--telegram-api-url", stage.telegram_url)


def _keys(stage: Stage) -> dict[str, str]:
    return dict(line.split("=", 1) for line in stage.secrets().splitlines())


async def _both_platforms(person: Terminal, stage: Stage) -> None:
    await person.answers(
        LANGUAGE, ZONE, (r"wall on VK\?", ""), (COMMUNITY_KEY, stage.community_key), (SERVICE_KEY, stage.service_key),
        (USER_KEY, ""), (r"be on Telegram", ""), (TOKEN, stage.telegram_token), ("Channel: ", "?"),
    )  # fmt: skip


async def test_a_stranger_gets_from_nothing_to_a_home_that_the_doctor_finds_well(stage: Stage, tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with terminal(home, *_where(stage), cwd=tmp_path) as person:
        await _both_platforms(person, stage)
        await person.answers((r"You on Telegram \[w\]: ", ""))
        code = (await person.reads(CODE))[1]
        stage.telegram.say(stage.member.telegram_id, stage.bot_id, "AAAA-AAAA")
        stage.telegram.say(stage.owner.telegram_id, stage.bot_id, f"/start {code}")
        await person.answers((f"telegram:{stage.owner.telegram_id}", ""), (r"You on VK \[w\]: ", "w"))
        code = (await person.reads(CODE))[1]
        stage.vk.say(stage.owner.vk_id, -stage.group_id, code)
        await person.answers(
            (f"vk:{stage.owner.vk_id}", ""), (r"Serve it\?", ""), (r"Address \[", ""), ("Read the wall now", ""),
            ("Train now", "n"), (r"`none` \[19:30\]: ", "21:15 sat"),
        )  # fmt: skip
        assert await person.ends() == 0
        shown = person.shown

    for key in (stage.community_key, stage.service_key, stage.telegram_token):
        assert key not in shown
    assert "Nearly ready" in shown
    assert "/console/" in shown
    settings = load(Home(home), {})
    assert (settings.community.language, settings.community.zone) == ("en", "Europe/Berlin")
    assert (settings.vk.enabled, settings.vk.group_id, settings.telegram.enabled) == (True, stage.group_id, True)
    assert [str(owner) for owner in settings.roles.owners] == [
        f"telegram:{stage.owner.telegram_id}", f"vk:{stage.owner.vk_id}",
    ]  # fmt: skip
    assert [str(one.place) for one in settings.places] == [f"telegram:{stage.channel_id}"]
    assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600
    assert "KEY" not in (home / "wallflower.toml").read_text()
    async with opened(Home(home), settings) as database:
        assert await Posts(database).count() == len(POSTS)
        (slot,) = await Slots(database).enabled()
    assert f"{slot.at:%H:%M} {sorted(slot.weekdays)} {slot.zone}" == "21:15 [5] Europe/Berlin"
    assert set(map(str, slot.places)) == {f"vk:-{stage.group_id}", f"telegram:{stage.channel_id}"}

    told = json.loads((await wallflower(home, "doctor", "--json")).output)
    broken = {one["code"] for one in told["findings"] if one["level"] == "broken"}
    assert broken == {"no-checkpoint"}


async def test_wrong_keys_are_told_and_asked_for_again(stage: Stage, tmp_path: Path) -> None:
    login = stage.vk.add_token(TokenKind.USER, user_id=stage.owner.vk_id, value="vk2.a.only-for-logging-in")
    small = stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id, rights=["messages", "wall"])
    async with terminal(tmp_path / "home", *_where(stage), cwd=tmp_path) as person:
        await person.answers(
            LANGUAGE, ZONE, (r"wall on VK\?", "y"),
            (COMMUNITY_KEY, "no key"), (COMMUNITY_KEY, "vk1.a.nobody-has-this-key"),
            (r"BROKEN .* is wrong, has expired or was withdrawn[\s\S]*What now", ""),
            (COMMUNITY_KEY, small),
            (r"BROKEN .* lacks the right manage[\s\S]*What now", "a"),
            (COMMUNITY_KEY, stage.service_key),
            (r"BROKEN [\s\S]*What now", "x"), (r"Write one of[\s\S]*What now", "a"),
            (COMMUNITY_KEY, stage.community_key),
            (SERVICE_KEY, stage.community_key),
            (r"BROKEN .* of a kind that may not do this[\s\S]*What now", "a"), (SERVICE_KEY, ""),
            (USER_KEY, login),
            (r"warning .* VK lets it post nothing[\s\S]*be on Telegram", "y"),
            (TOKEN, "999999:nobody-has-this-token"), (r"BROKEN .* refuses the bot's token[\s\S]*What now", "a"),
            (TOKEN, stage.telegram_token),
            ("Channel: ", "https://t.me/+abcdef"), (r"invitation[\s\S]*Channel: ", "@somebody_elses"),
            (r"BROKEN [\s\S]*mend that later\?", "n"), ("Channel: ", ""),
            (r"You on Telegram", "n"), ("Number: ", "-5"), (r"is a group[\s\S]*Number: ", str(stage.owner.telegram_id)),
            ("who may do everything", "y"), (r"You on VK", "s"), (r"Serve it\?", "n"),
            ("Read the wall now", "n"), ("File of posts", "/nowhere.txt"),
            (r"no file[\s\S]*File of posts", ""), (r"`none` \[", "half past"), (r"`none` \[", "none"),
        )  # fmt: skip
        assert await person.ends() == 0
    settings = load(Home(tmp_path / "home"), {})
    assert settings.vk.community_key.get_secret_value() == stage.community_key
    assert (settings.vk.service_key.get_secret_value(), settings.places, settings.web.listen) == ("", (), "")


async def test_stopped_at_any_question_it_goes_on_with_what_was_answered(stage: Stage, tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with terminal(home, *_where(stage), cwd=tmp_path) as person:
        await person.answers(LANGUAGE, ZONE, (r"wall on VK\?", ""), (COMMUNITY_KEY, stage.community_key))
        await person.reads(SERVICE_KEY)
        person.interrupt()
        assert await person.ends() == 130
        assert "What you have answered is kept" in person.shown
    assert load(Home(home), {}).vk.group_id == stage.group_id

    async with terminal(home, "init", cwd=tmp_path) as person:
        await person.answers(
            (r"already[\s\S]*Go on", ""), (r"ru or en \[en\]: ", ""), (r"schedule \[Europe/Berlin\]: ", ""),
            (r"wall on VK\? \[Y/n\]", ""), (r"rights docs, manage, messages, photos, wall[\s\S]*Keep this key", ""),
            (SERVICE_KEY, stage.service_key), (USER_KEY, ""), ("be on Telegram", "n"), (r"You on VK \[w\]: ", "w"),
        )  # fmt: skip
        await person.reads(CODE)
        person.interrupt()
        assert await person.ends() == 130
    settings = load(Home(home), {})
    assert settings.vk.service_key.get_secret_value() == stage.service_key
    assert (settings.roles.owners, settings.telegram.enabled) == ((), False)
    assert "Traceback" not in person.shown


async def test_a_home_that_somebody_wrote_by_hand_is_changed_only_if_they_say_so(stage: Stage, tmp_path: Path) -> None:
    written = '# mine\n[community]\nlanguage = "en" # ours\n[queue]\nkeep = 3\n'
    (tmp_path / "wallflower.toml").write_text(written)
    async with terminal(None, *_where(stage), cwd=tmp_path) as person:
        await person.answers((r"wallflower.toml\s+already[\s\S]*Go on", "n"))
        assert await person.ends() == 0
    assert (tmp_path / "wallflower.toml").read_text() == written
    assert not (tmp_path / ".env").exists()


async def _without_a_person(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None, patience_s: float = 120
) -> tuple[int, str]:
    async with terminal(home, *arguments, "--yes", cwd=home.parent, **(environment or {})) as unattended:
        code = await unattended.ends(patience_s)
        await asyncio.sleep(0)
        return code, " ".join(unattended.shown.split())


async def test_without_a_person_everything_comes_from_options_and_the_environment(stage: Stage, tmp_path: Path) -> None:
    home = tmp_path / "home"
    arguments = (
        *_where(stage), "--vk", "--telegram", "--language", "en", "--zone", "Europe/Paris",
        "--channel", str(stage.channel_id), "--owner", f"telegram:{stage.owner.telegram_id}",
        "--scrape", "--train-minutes", "0", "--slot", "20:00 weekdays", "--listen",
    )  # fmt: skip
    code, shown = await _without_a_person(home, *arguments, "8099", environment=_keys(stage))
    assert code == 2
    assert "--listen: Write HOST:PORT" in shown
    code, shown = await _without_a_person(home, *arguments, "127.0.0.1:8099", environment=_keys(stage))
    assert code == 0, shown
    assert "Nearly ready" in shown
    settings = load(Home(home), {})
    assert _keys(stage).items() <= dict(line.split("=", 1) for line in (home / ".env").read_text().splitlines()).items()
    assert (settings.community.zone, settings.web.listen) == ("Europe/Paris", "127.0.0.1:8099")
    async with opened(Home(home), settings) as database:
        assert await Posts(database).count() == len(POSTS)
        assert [f"{slot.at:%H:%M}" for slot in await Slots(database).enabled()] == ["20:00"]

    again, shown = await _without_a_person(home, "init", "--no-scrape", "--train-minutes", "0")
    assert again == 0, shown
    assert load(Home(home), {}) == settings


@pytest.mark.timeout(900)
async def test_posts_of_a_file_are_imported_and_trained_on_so_that_the_bot_can_run(
    stage: Stage, tmp_path: Path
) -> None:
    home, file = tmp_path / "home", samples.wall("en")
    owner = f"telegram:{stage.owner.telegram_id}"
    arguments = ("--no-vk", "--telegram", "--owner", owner, "--posts", str(file))
    training = ("--train-minutes", "0.02", "--from", "nothing")
    code, shown = await _without_a_person(
        home, *_where(stage), *arguments, *training, environment=_keys(stage), patience_s=800
    )
    assert code == 0, shown
    assert "Nearly ready" not in shown
    assert (home / "checkpoints" / "live").exists()


@pytest.mark.parametrize(
    ("options", "without", "sentence"),
    [
        (("--vk",), "WALLFLOWER_VK_COMMUNITY_KEY", "put WALLFLOWER_VK_COMMUNITY_KEY=… into the environment"),
        (("--telegram", "--no-vk"), "", "nothing says who the owner is"),
        (("--no-vk", "--no-telegram"), "", "neither VK nor Telegram is on"),
        (("--zone", "Mars/Olympus"), "", "--zone: "),
        (("--no-vk", "--telegram", "--owner", "telegram:-5"), "", "is a group"),
    ],
)
async def test_what_is_missing_or_wrong_without_a_person_ends_in_one_sentence(
    stage: Stage, tmp_path: Path, options: tuple[str, ...], without: str, sentence: str
) -> None:
    keys = {name: value for name, value in _keys(stage).items() if name != without}
    code, shown = await _without_a_person(tmp_path / "home", *_where(stage), *options, environment=keys)
    assert (code, sentence in shown, "Traceback" in shown) == (2, True, False), shown


async def test_a_key_that_is_refused_without_a_person_is_not_written_down(stage: Stage, tmp_path: Path) -> None:
    keys = _keys(stage) | {"WALLFLOWER_VK_COMMUNITY_KEY": "vk1.a.nobody-has-this-key"}
    code, shown = await _without_a_person(tmp_path / "home", *_where(stage), "--vk", environment=keys)
    assert code == 2
    assert "is wrong, has expired or was withdrawn" in shown
    assert not (tmp_path / "home" / ".env").exists()
