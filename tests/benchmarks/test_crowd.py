"""The crowd that the benchmark `commands` sends keeps its limits and counts what it gets."""

import random
from collections import Counter

from benchmarks.crowd import gather
from bot.domain.limits import Limits
from bot.sandbox.stage import staged

LIMITS = Limits(memes=2, commands=3, presses=5, group=4)


async def test_members_keep_their_limits_and_count_their_answers() -> None:
    """Nobody but flooders asks more than the bot would answer; what is not answered or answered twice is seen."""
    async with staged([]) as stage:
        crowd = gather(stage, members=50, telegram_share=0.2, limits=LIMITS, draw=random.Random(1))
        for _ in range(150):
            crowd.act()
        crowd.watch()
        said: Counter[int] = Counter()
        for conversation in stage.vk.world.dialogues.values():
            for message in conversation.messages:
                said[message.from_id] += message.from_id > 0
        members = [count for user_id, count in said.items() if user_id < max(said) - 10]
        assert 0 < max(members) <= LIMITS.memes + LIMITS.commands
        assert crowd.waiting
        tally = crowd.close()
        assert tally.updates == 150
        assert 0 < tally.unanswered.total() <= 150 - tally.flooded
        assert (tally.answered_twice, tally.flood_answers) == (0, 0)
