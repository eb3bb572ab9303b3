"""Both sandboxes as a process, until Ctrl-C or SIGTERM.

    python -m bot.sandbox --wall posts.txt --home try

serves the posts of a file as a VK wall and writes wallflower.toml and .env for it into a folder, so that

    wallflower --home try scrape
    wallflower --home try run

work at once. What people do there is driven by HTTP under /sandbox/ (see vk/control.py and telegram/control.py).
"""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from bot.sandbox.stage import staged
from corpus.errors import CorpusError
from corpus.readers import read


async def serve(wall: Path | None, home: Path | None, vk_port: int, telegram_port: int) -> None:
    """Serve until told to stop; the first line on standard output says where, as JSON."""
    posts = [post.text for post in read(wall)] if wall is not None else []
    stop = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    async with staged(posts, vk_port=vk_port, telegram_port=telegram_port) as stage:
        if home is not None:
            home.mkdir(parents=True, exist_ok=True)
            (home / "wallflower.toml").write_text(stage.settings(), "utf-8")
            (home / ".env").touch(mode=0o600)
            (home / ".env").write_text(stage.secrets(), "utf-8")
        people = {"member": stage.member, "moderator": stage.moderator, "admin": stage.admin}
        where = {
            "vk": stage.vk_url,
            "telegram": stage.telegram_url,
            "group_id": stage.group_id,
            "channel_id": stage.channel_id,
            "bot_id": stage.bot_id,
            "posts": len(posts),
            "keys": {
                "vk_service": stage.service_key,
                "vk_community": stage.community_key,
                "telegram": stage.telegram_token,
            },
            **{role: {"vk": who.vk_id, "telegram": who.telegram_id} for role, who in people.items()},
        }
        print(json.dumps(where), flush=True)
        await stop.wait()


def main() -> int:
    """Read the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wall", type=Path, help="a file of posts, served as a VK wall")
    parser.add_argument("--home", type=Path, help="a folder that gets wallflower.toml and .env for these sandboxes")
    parser.add_argument("--vk-port", type=int, default=0, help="0: any free one")
    parser.add_argument("--telegram-port", type=int, default=0, help="0: any free one")
    chosen = parser.parse_args()
    try:
        asyncio.run(serve(chosen.wall, chosen.home, chosen.vk_port, chosen.telegram_port))
    except (CorpusError, OSError) as error:
        print(f"sandbox: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
