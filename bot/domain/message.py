"""What comes in from a chat and what goes out to one, the same on both platforms."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.member import Address, Platform
from bot.domain.picture import Picture


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text that a person wrote where the bot can read it, or a photo that they sent there.

    `key` names the update for ever on its platform (Telegram's update_id, VK's event_id): the same key twice is a
    repeat. `reply_to` is the number of the message that it answers, if any. `language` is what the person's client
    says (`ru`, `en-GB`), if it says so. `reply_author` is the person who wrote the message that it answers, and
    `username` the sender's own name without @, where the platform tells. With a photo `text` is its caption.

    `photo` is a reference to the photo or picture file that the message carries, `reply_photo` to that of the message
    that it answers: what `Photos.fetch` of its platform takes, and hostile until that has parsed it.
    """

    key: str
    chat: Address
    sender: Address
    message_id: int
    text: str
    is_private: bool
    sent_at: datetime
    reply_to: int | None = None
    language: str | None = None
    reply_author: Address | None = None
    username: str | None = None
    photo: str | None = None
    reply_photo: str | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A person pressed a button under a message of the bot's.

    `action` is what the button carries and is hostile until parsed: anyone can forge it. `answer_to` is the token that
    the platform wants back when the press is answered.
    """

    key: str
    chat: Address
    sender: Address
    message_id: int
    action: str
    answer_to: str
    language: str | None = None

    @property
    def platform(self) -> Platform:
        """The platform on which the button was pressed."""
        return self.chat.platform


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """A person types `@bot words` somewhere, and has not sent it: there is one for nearly every keystroke.

    `answer_to` is the token that the platform wants back, within seconds.
    """

    key: str
    sender: Address
    text: str
    answer_to: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OfferedPicture:
    """A JPEG that the platform fetches by itself: the `address` of it, that of a small one, and what it says."""

    address: str
    thumbnail: str
    words: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person who asked inline may choose from: up to 50 in all. The platform may show it again for `kept_s`.

    `note` stands above them; whoever presses it comes to the private chat with `/start` and `start`, 1 to 64 of
    A–Z, a–z, 0–9, _ and -.
    """

    texts: tuple[str, ...] = ()
    pictures: tuple[OfferedPicture, ...] = ()
    kept_s: int = 0
    note: str | None = None
    start: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `action` is at most 64 bytes of ASCII (Telegram's limit, the lower one)."""

    label: str
    action: str


# By rows.
Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """A message to send, or the new face of one that was sent. Plain text, no markup.

    With one of `pictures` the text is its caption and may be empty; an animated picture must be a GIF, which both
    platforms play. Several, at most ten and none of them animated, are an album: its text stands in a message below it
    on Telegram, with the buttons, and so may not be empty where there are any. `reply_to` is the message that it
    answers; `asks_reply` opens the person's reply field where the platform can.
    """

    text: str
    buttons: Buttons = ()
    reply_to: int | None = None
    asks_reply: bool = False
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a message stands: the number of the one with its buttons.

    `album` are the numbers of those that show its pictures, where these can't be in one message with buttons.
    """

    message_id: int
    album: tuple[int, ...] = ()
