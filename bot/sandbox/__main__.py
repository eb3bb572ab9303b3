"""Both sandboxes as a process, until Ctrl-C or SIGTERM.

    python -m bot.sandbox --wall posts.txt --home try

serves the posts of a file as a VK wall and writes wallflower.toml and .env for it into a folder, so that

    wallflower --home try scrape
    wallflower --home try run

work at once. What people do there is driven by HTTP under /sandbox/ (see vk/control.py and telegram/control.py), or

    python -m bot.sandbox --wall posts.txt --home try --page

by hand on a page in a browser. `wallflower init` sets up a home of one's own against it; how is said at the start.
"""

import argparse
import asyncio
import json
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from bot.sandbox.page.server import Page
from bot.sandbox.stage import Stage, staged
from corpus.errors import CorpusError
from corpus.readers import read


async def serve(
    wall: Path | None, home: Path | None, vk_port: int, telegram_port: int, page_port: int | None, console_port: int
) -> None:
    """Serve until told to stop; the first line on standard output says where, as JSON. `page_port` None: no page."""
    posts = [post.text for post in read(wall)] if wall is not None else []
    stop = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    async with AsyncExitStack() as stack:
        stage = await stack.enter_async_context(staged(posts, vk_port=vk_port, telegram_port=telegram_port))
        sections, page_url = {}, ""
        if page_port is not None:
            console = f"http://127.0.0.1:{console_port}"
            page = Page(stage, console_url=f"{console}/console")
            stack.push_async_callback(page.stop)
            page_url = await page.start(page_port)
            framed_by = page_url.rsplit("/", 2)[0]
            listening = f'listen = "127.0.0.1:{console_port}"\npublic_url = "{console}"\n'
            sections["web"] = f'{listening}framed_by = "{framed_by}"\n'
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
            (home / "wallflower.toml").write_text(stage.settings(**sections), "utf-8")
            (home / ".env").touch(mode=0o600)
            (home / ".env").write_text(stage.secrets(), "utf-8")
        where = {
            "vk": stage.vk_url,
            "telegram": stage.telegram_url,
            "group_id": stage.group_id,
            "channel_id": stage.channel_id,
            "group_chat": {"vk": stage.vk_chat_peer, "telegram": stage.telegram_group_id},
            "bot_id": stage.bot_id,
            "posts": len(posts),
            "keys": {
                "vk_service": stage.service_key,
                "vk_community": stage.community_key,
                "telegram": stage.telegram_token,
            },
            "page": page_url,
            **{role: {"vk": who.vk_id, "telegram": who.telegram_id} for role, who in stage.people.items()},
        }
        print(json.dumps(where), flush=True)
        print(_advice(stage, page_url), file=sys.stderr, flush=True)
        await stop.wait()


def _advice(stage: Stage, page_url: str) -> str:
    """What a person can do with it. The keys are the sandbox's, worth nothing anywhere else."""
    page = f"To look at it and to write to the bot as anybody: {page_url}\n\n" if page_url else ""
    return (
        f"{page}To set up a home of your own against it, in another terminal:\n\n"
        f"  wallflower --home mine init --vk-api-url {stage.vk_url} --telegram-api-url {stage.telegram_url}\n\n"
        "It asks for keys; here they are:\n\n"
        f"  community's key   {stage.community_key}\n"
        f"  service key       {stage.service_key}\n"
        f"  bot's token       {stage.telegram_token}\n\n"
        f"The channel is {stage.channel_id}. Ctrl-C ends the sandboxes."
    )


def main() -> int:
    """Read the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wall", type=Path, help="a file of posts, served as a VK wall")
    parser.add_argument("--home", type=Path, help="a folder that gets wallflower.toml and .env for these sandboxes")
    parser.add_argument("--vk-port", type=int, default=0, help="0: any free one")
    parser.add_argument("--telegram-port", type=int, default=0, help="0: any free one")
    parser.add_argument("--page", action="store_true", help="a page to look at them and to play with")
    parser.add_argument("--page-port", type=int, default=0, help="where the page is; 0: any free one")
    parser.add_argument("--console-port", type=int, default=8080, help="where the page expects the bot's console")
    chosen = parser.parse_args()
    page_port = chosen.page_port if chosen.page else None
    try:
        asyncio.run(
            serve(chosen.wall, chosen.home, chosen.vk_port, chosen.telegram_port, page_port, chosen.console_port)
        )
    except (CorpusError, OSError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
