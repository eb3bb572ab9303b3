"""A person at a terminal: a command in a pseudo-terminal, what it prints, and what is typed when it asks."""

import asyncio
import os
import pty
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\r")
# A machine that is busy with trainings starts a process in ten seconds.
_PATIENCE_S = 120.0


class Terminal:
    """`shown` is all that was printed, without colours."""

    def __init__(self, master: int, process: asyncio.subprocess.Process) -> None:
        self._master = master
        self._process = process
        self._printed = b""
        self._read_to = 0
        self._changed = asyncio.Event()
        asyncio.get_running_loop().add_reader(master, self._take)

    @property
    def shown(self) -> str:
        return _CONTROL.sub("", self._printed.decode("utf-8", "replace"))

    def _take(self) -> None:
        try:
            piece = os.read(self._master, 65_536)
        except OSError:  # nobody holds the other end any more
            piece = b""
        if not piece:
            asyncio.get_running_loop().remove_reader(self._master)
        self._printed += piece
        self._changed.set()

    async def reads(self, pattern: str) -> re.Match[str]:
        """Wait until this stands behind what was read before."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while (found := re.compile(pattern).search(self.shown, self._read_to)) is None:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"{pattern!r} did not come; shown:\n{self.shown[self._read_to :]}") from None
        self._read_to = found.end()
        return found

    def type(self, text: str) -> None:
        os.write(self._master, f"{text}\n".encode())

    async def answers(self, *pairs: tuple[str, str]) -> None:
        """Answer each question by its words, in this order."""
        for question, answer in pairs:
            await self.reads(question)
            self.type(answer)

    def interrupt(self) -> None:
        """Ctrl-C."""
        os.write(self._master, b"\x03")

    async def ends(self, patience_s: float = _PATIENCE_S) -> int:
        return await asyncio.wait_for(self._process.wait(), patience_s)


@asynccontextmanager
async def terminal(home: Path | None, *arguments: str, cwd: Path, **environment: str) -> AsyncIterator[Terminal]:
    """A command of `wallflower` in a terminal of its own."""
    master, slave = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    named = [] if home is None else ["--home", str(home)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *named, *arguments,
        stdin=slave, stdout=slave, stderr=slave, cwd=cwd, preexec_fn=_own_terminal,
        env={**inherited, "TERM": "xterm", "COLUMNS": "110", "LINES": "40", "LANG": "C.UTF-8", **environment},
    )  # fmt: skip
    os.close(slave)
    made = Terminal(master, process)
    try:
        yield made
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)


def _own_terminal() -> None:
    """In the child: make standard input the terminal from which Ctrl-C comes."""
    os.setsid()
    import fcntl  # noqa: PLC0415
    import termios  # noqa: PLC0415

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
