"""The token, what the bot hears, and where it may write."""

from bot.doctor.finding import Finding, Level
from bot.sandbox.faults import Every, FaultRule, Malformed
from bot.sandbox.stage import Stage
from bot.settings import Home
from tests.doctor.conftest import Write, looked_over, trouble


async def of_telegram(home: Home) -> dict[str, Finding]:
    return {code: one for code, one in (await trouble(home)).items() if one.area == "telegram"}


async def test_a_bot_that_hears_everything_and_may_post_is_fine(home: Home, stage: Stage, write: Write) -> None:
    account = stage.telegram.backend.state.bots[stage.telegram_token]
    account.can_read_all_group_messages = account.supports_inline_queries = True
    write(without="vk", schedule=f'place = "telegram:{stage.channel_id}"\n')
    said = [one for one in await looked_over(home) if one.area in ("telegram", "clock")]
    assert [one.code for one in said if one.level is not Level.FINE] == []
    assert any(f"may post at telegram:{stage.channel_id}" in one.sentence for one in said)
    assert all(call.method.startswith("get") for call in list(stage.telegram.calls)[-8:])


async def test_what_botfather_switches_is_noted(home: Home, stage: Stage, write: Write) -> None:
    stage.telegram.backend.state.bots[stage.telegram_token].supports_inline_queries = False
    write(without="vk")
    found = await of_telegram(home)
    assert {code: one.level for code, one in found.items()} == {
        "telegram-privacy": Level.NOTE, "telegram-no-inline": Level.NOTE,
    }  # fmt: skip


async def test_tokens_that_are_missing_malformed_or_withdrawn_are_told(home: Home, stage: Stage, write: Write) -> None:
    write(without="vk", secrets={"TELEGRAM_TOKEN": ""})
    assert (await of_telegram(home)).keys() == {"telegram-no-token"}
    for token in ("half a token", "700000:another-token-that-nobody-has"):
        write(without="vk", secrets={"TELEGRAM_TOKEN": token})
        found = await of_telegram(home)
        assert found.keys() == {"telegram-token"}
        assert token not in str(found)


async def test_a_webhook_is_told_by_its_host(home: Home, stage: Stage, write: Write) -> None:
    from bot.platforms.telegram.client import make_bot  # noqa: PLC0415

    bot = make_bot(stage.telegram_token, stage.telegram_url)
    await bot.set_webhook("https://elsewhere.example.org/a-secret-path")
    await bot.session.close()
    write(without="vk")
    found = await of_telegram(home)
    assert "elsewhere.example.org" in found["telegram-webhook"].sentence
    assert "a-secret-path" not in str(found)


async def test_a_channel_in_which_the_bot_may_not_post_is_told(home: Home, stage: Stage, write: Write) -> None:
    write(without="vk", schedule=f'place = "telegram:{stage.channel_id}"\n')
    stage.telegram.promote(stage.bot_id, stage.channel_id, ["can_edit_messages"])
    assert "administrator" in (await of_telegram(home))["telegram-place"].sentence
    stage.telegram.kick(stage.bot_id, stage.channel_id)
    assert "kicked" in (await of_telegram(home))["telegram-place"].sentence
    write(without="vk", schedule='place = "telegram:@nobody_here"\n')
    assert "chat not found" in (await of_telegram(home))["telegram-place"].sentence


async def test_a_moderation_chat_without_the_bot_and_a_silent_moderator_are_told(
    home: Home, stage: Stage, write: Write
) -> None:
    group = stage.telegram.add_chat("supergroup", "Редакция", creator=stage.admin.telegram_id)
    silent = stage.telegram.add_user("Пётр")
    write(without="vk")
    text = (home.folder / "wallflower.toml").read_text("utf-8")
    text = text.replace(f'chats = ["telegram:{stage.moderator.telegram_id}"]', f'chats = ["telegram:{group.id}"]')
    text = text.replace("owners = [", f'owners = ["telegram:{silent.id}", ')
    (home.folder / "wallflower.toml").write_text(text, "utf-8")
    found = await of_telegram(home)
    assert str(group.id) in found["telegram-chat"].sentence
    assert f"telegram:{silent.id}" in found["telegram-stranger"].sentence
    stage.telegram.join(stage.bot_id, group.id, by=stage.admin.telegram_id)
    stage.telegram.say(silent.id, stage.bot_id, "/start")
    assert not {"telegram-chat", "telegram-stranger"} & (await of_telegram(home)).keys()
    stage.telegram.restrict(stage.bot_id, group.id)
    assert "restricted" in (await of_telegram(home))["telegram-chat"].sentence


async def test_without_a_network_there_is_one_finding(home: Home, stage: Stage, write: Write) -> None:
    write(without="vk")
    await stage.telegram.stop()
    assert (await of_telegram(home)).keys() == {"telegram-unreachable"}
    assert "clock-unknown" in await trouble(home)


async def test_answers_that_are_none_are_no_traceback(home: Home, stage: Stage, write: Write) -> None:
    write(without="vk")
    stage.telegram.faults.add(FaultRule("*", Malformed("html"), at=Every(1)))
    assert (await of_telegram(home)).keys() == {"telegram-unreachable"}


async def test_a_webhook_of_the_bots_own_is_fine_until_telegram_can_not_bring(
    home: Home, stage: Stage, write: Write
) -> None:
    from bot.platforms.telegram.client import make_bot  # noqa: PLC0415
    from bot.platforms.telegram.webhook import path_of  # noqa: PLC0415

    url = "http://127.0.0.1:9"
    write(without="vk", telegram="webhook = true\n", web=f'listen = "127.0.0.1:9"\npublic_url = "{url}"\n')
    assert (await of_telegram(home))["telegram-no-webhook"].level is Level.NOTE
    bot = make_bot(stage.telegram_token, stage.telegram_url)
    await bot.set_webhook(url + path_of(stage.telegram_token))
    await bot.session.close()
    account = stage.telegram.backend.state.bots[stage.telegram_token]
    assert account.webhook is not None
    account.webhook.last_error_at = account.webhook.last_error = None
    assert not {"telegram-webhook", "telegram-no-webhook"} & (await of_telegram(home)).keys()
    stage.telegram.say(stage.member.telegram_id, stage.bot_id, "/meme")
    await stage.telegram.wait_until(lambda: account.webhook is not None and account.webhook.last_error_at)
    fails = (await of_telegram(home))["telegram-webhook-fails"]
    assert "Connection failed" in fails.sentence
    assert path_of(stage.telegram_token) not in str(fails)
