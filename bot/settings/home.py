"""The folder of a community and what lies in it."""

from dataclasses import dataclass
from pathlib import Path

from bot.settings.whole import Settings

SETTINGS_FILE = "wallflower.toml"

SECRETS_FILE = ".env"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder with wallflower.toml and all data: database, corpus, checkpoints, the key for authors."""

    folder: Path

    @property
    def corpus_file(self) -> Path:
        """The text that a network is fitted on."""
        return self.folder / "corpus.txt"

    @property
    def captions_file(self) -> Path:
        """The captions that templates come with: what is written may not copy them. Made anew at each start."""
        return self.folder / "captions.txt"

    @property
    def checkpoints(self) -> Path:
        """A folder a training run."""
        return self.folder / "checkpoints"

    @property
    def templates(self) -> Path:
        """A folder a template that the community made itself."""
        return self.folder / "templates"

    @property
    def pictures(self) -> Path:
        """Pictures that admins put by, to learn templates from."""
        return self.folder / "pictures"

    @property
    def backups(self) -> Path:
        """Bundles that `wallflower backup` was told to put here; other folders are their owner's."""
        return self.folder / "backups"

    @property
    def read_log(self) -> Path:
        """What the last reading of the wall said that the bot began by itself."""
        return self.folder / "read.log"

    @property
    def retrain_log(self) -> Path:
        """What the last training said that the bot began by itself."""
        return self.folder / "retrain.log"

    @property
    def author_key_file(self) -> Path:
        """The key under which authors are hashed."""
        return self.folder / "author.key"

    def database_url(self, settings: Settings) -> str:
        """The settings' database, or SQLite in this folder."""
        return settings.database.url.get_secret_value() or f"sqlite:///{self.folder / 'wallflower.db'}"
