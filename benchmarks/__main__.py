"""Runs benchmarks by name: `make bench` runs all that take minutes, `make bench BENCH=cleaning` one.

cleaning    how long cleaning a corpus takes, and what is dropped
fortunes    ten minutes of training on real short posts, and what the writing is like
main_job    the whole way by the commands, on a wall served over HTTP: scrape, corpus, train, write
"""

import sys
from collections.abc import Callable

from benchmarks import cleaning, fortunes, guards, main_job

BENCHMARKS: dict[str, Callable[[list[str]], int]] = {
    "cleaning": lambda rest: cleaning.main(rest or [str(fortunes.FORTUNES_RU)]),
    "fortunes": fortunes.main,
    "guards": guards.main,
    "main_job": main_job.main,
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
