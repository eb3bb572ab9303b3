"""Runs benchmarks by name: `make bench` runs all that take minutes, `make bench BENCH=cleaning` one.

base_ru     trains the network that knows Russian and packs it into model/voices/
cleaning    how long cleaning a corpus takes, and what is dropped
captions    three ways to write captions for a template, at equal time, on people's captions
captions_beside  what captions cost the posts beside which they are learned
clocks      two bots whose clocks are five minutes apart, while daylight saving begins or ends: each slot once
commands    1,000 members, 100 commands a second for five minutes: lost, answered twice, waits, memory
communities what one more community in the same process costs in memory, and how long all take to end
day         a day's work of a community: what the bot's process takes after each of 24 hours
fortunes    ten minutes of training on real short posts, and what the writing is like
hostile     10,000 hostile inputs: no exception, the loop lives, nothing wrong is stored
illustrations  draws the pictures of docs/how-it-works.md from a home
kills       1,000 SIGKILLs while posts go out: at most once, and none lost silently
learn_templates  whether templates, their boxes and captions are found again in memes that were painted on them
load        20 requests a second for five minutes: how long they wait, and whether any is lost
main_job    the whole way by the commands, on a wall served over HTTP: scrape, corpus, train, write
pages       what the console's pages of a large community cost: a search in 30,000 posts, a year's calendar
start       how soon the bot is at work, what its process takes then, how long `wallflower --help` takes
starting_voice  what beginning with base-ru is worth to a community of 300, 3,000, 20,000 posts
pictures    how many memes a core paints a second, and how long the first one takes; a sheet of all of them
separators  whether a symbol of its own or ten newlines ends posts better
week        a week in which five in a hundred calls go wrong: the posts equal the schedule
writing     how fast posts are written, against loops over torch's LSTM
shakespeare, side_by_side, thousand_posts   see benchmarks/README.md
"""

import sys
from collections.abc import Callable

from benchmarks import (
    base_ru,
    captions,
    captions_beside,
    cleaning,
    clocks,
    commands,
    communities,
    day,
    fortunes,
    guards,
    hostile,
    illustrations,
    kills,
    learn_templates,
    load,
    main_job,
    pages,
    pictures,
    separators,
    shakespeare,
    side_by_side,
    start,
    starting_voice,
    thousand_posts,
    week,
    writing,
)

BENCHMARKS: dict[str, Callable[[list[str]], int]] = {
    "base_ru": base_ru.main,
    "cleaning": lambda rest: cleaning.main(rest or [str(fortunes.FORTUNES_RU)]),
    "captions": captions.main,
    "captions_beside": captions_beside.main,
    "clocks": clocks.main,
    "commands": commands.main,
    "communities": communities.main,
    "day": day.main,
    "fortunes": fortunes.main,
    "guards": guards.main,
    "hostile": hostile.main,
    "illustrations": illustrations.main,
    "kills": kills.main,
    "learn_templates": learn_templates.main,
    "load": load.main,
    "main_job": main_job.main,
    "pages": pages.main,
    "pictures": pictures.main,
    "separators": separators.main,
    "shakespeare": shakespeare.main,
    "side_by_side": side_by_side.main,
    "start": start.main,
    "starting_voice": starting_voice.main,
    "thousand_posts": thousand_posts.main,
    "week": week.main,
    "writing": writing.main,
}


def main(arguments: list[str]) -> int:
    """Run the named benchmark with the rest of the command line, or without a name `cleaning` and `main_job`."""
    if not arguments:
        return max(BENCHMARKS[name]([]) for name in ("cleaning", "main_job"))
    name, *rest = arguments
    if name not in BENCHMARKS:
        sys.stderr.write(f"there is no benchmark {name!r}; there are {', '.join(BENCHMARKS)}\n")
        return 2
    return BENCHMARKS[name](rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
