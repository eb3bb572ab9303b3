"""What can go wrong with a corpus.

CorpusError
└── UnreadableFile   a file that no reader understands, or that breaks off; says what to do
"""

from pathlib import Path


class CorpusError(Exception):
    """Root of this package's errors. The message is written for a person."""


class UnreadableFile(CorpusError):  # noqa: N818 - it reads as the sentence that it says
    """A file can't be read as posts. `why` says what is wrong and `advice` what to do."""

    def __init__(self, path: Path, why: str, advice: str) -> None:
        super().__init__(f"{path}: {why}. {advice}")
        self.path = path
        self.why = why
        self.advice = advice
