"""What can go wrong with a network, and what the person who started it can do.

ModelError
├── BadOption           an option is out of its range; says the range
├── TooLittleText       too few posts to learn from
├── UnusableCheckpoint  a checkpoint is missing, broken, or of another version
├── OtherRun            a folder holds a run on other posts or with other settings
└── Diverged            training blew up: the loss is no longer a number
"""

from pathlib import Path


class ModelError(Exception):
    """Root of this package's errors. The message is written for a person."""


class BadOption(ModelError, ValueError):  # noqa: N818 - the names read as the sentence that they say
    """An option is out of its range."""


class TooLittleText(ModelError):  # noqa: N818
    """Too few posts, or too short ones, to learn from."""

    def __init__(self, posts: int, characters: int, least_posts: int, least_characters: int) -> None:
        super().__init__(
            f"{posts} posts with {characters} characters in all are too little to learn from. "
            f"At least {least_posts} posts and {least_characters} characters are needed: import or scrape more."
        )
        self.posts = posts
        self.characters = characters


class UnusableCheckpoint(ModelError):  # noqa: N818
    """A checkpoint can't be used. `why` says what is wrong and `advice` what to do."""

    def __init__(self, path: Path, why: str, advice: str = "Train a new one, or choose another checkpoint.") -> None:
        super().__init__(f"{path}: {why}. {advice}")
        self.path = path
        self.why = why
        self.advice = advice


class OtherRun(ModelError):  # noqa: N818
    """The folder holds a run that this one can't go on with."""

    def __init__(self, folder: Path, what_differs: str) -> None:
        super().__init__(
            f"{folder} holds a run with {what_differs}. Give this run a folder of its own, or remove that one."
        )
        self.folder = folder


class Diverged(ModelError):  # noqa: N818
    """The loss became infinite or not a number."""

    def __init__(self, step: int, learning_rate: float) -> None:
        super().__init__(
            f"Training blew up at step {step}: the loss is no longer a number. "
            f"Train with a learning rate below {learning_rate:g}, or without bf16."
        )
        self.step = step
