"""The tables, all of them. A change here goes with a migration in migrations/versions (a test compares the two)."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from bot.storage.database import Instant
from bot.storage.folding import folded

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes only INTEGER keys count by themselves.
_Key = BigInteger().with_variant(Integer, "sqlite")

posts = Table(
    "posts",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("remote_id", String(200), nullable=False),
    Column("text", Text, nullable=False),
    # The text as it is searched; made with every post that is inserted, whoever inserts it.
    Column(
        "folded",
        Text,
        nullable=False,
        server_default="",
        default=lambda context: folded(context.get_current_parameters()["text"]),
    ),
    Column("author_hash", String(64), index=True),
    Column("posted_at", Instant),
    Column("edited_at", Instant),
    Column("is_repost", Boolean, nullable=False),
    Column("is_advertising", Boolean, nullable=False),
    Column("seen_pass", Integer, nullable=False),
    UniqueConstraint("source", "remote_id"),
)

# How far the reading of each source has come: a killed pass goes on at `next_offset`.
scrapes = Table(
    "scrapes",
    metadata,
    Column("source", String(200), primary_key=True),
    Column("pass_number", Integer, nullable=False),
    Column("next_offset", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("is_full", Boolean, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("text", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("prime", Text, nullable=False),
    Column("temperature", Float, nullable=False),
    Column("checkpoint", String(200), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("ended_by_itself", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("approved_at", Instant),
    # Moderators who have approved this very text: a place may need several.
    Column("approvals", Integer, nullable=False, server_default="0"),
    Column(
        "measured", JSON(none_as_null=True)
    ),  # what the guards found: `Measured.to_json`; NULL if nothing was measured
    # `captions_to_json`; NULL for a draft that goes out as text. Otherwise `text` is the captions' words.
    Column("captions", Text),
    Index("ix_drafts_state_approved_at", "state", "approved_at"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("draft_id", ForeignKey("drafts.id"), nullable=False, index=True),
    Column("verdict", String(20), nullable=False),
    Column("moderator", String(40), nullable=False),
    Column("decided_at", Instant, nullable=False),
    Column("text_before", Text),
    Column("text_after", Text),
    Column("reason", Text),
    # As `drafts.captions`, where the draft has pictures.
    Column("captions_before", Text),
    Column("captions_after", Text),
)

cards = Table(
    "cards",
    metadata,
    Column("draft_id", ForeignKey("drafts.id"), primary_key=True),
    Column("chat", String(40), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    # The numbers of the messages above it that show an album's pictures, parted by spaces.
    Column("album", String(200)),
)

slots = Table(
    "slots",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("places", Text, nullable=False, server_default=""),  # parted by spaces
    Column("at", String(5), nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("enabled", Boolean, nullable=False),
    # Occurrences before it are not made up for: when the slot was made, or given other times.
    Column("counts_from", Instant, nullable=False),
    Column("temperature", Float),
    Column("needs_approval", Boolean, nullable=False, server_default=true()),
    # `domain.slot.IfNothing`: what happens when nothing is approved in time.
    Column("if_nothing", String(20), nullable=False, server_default="skip"),
    Column("remind_minutes", Integer),
    # One that is only switched off comes back; this one is kept for what it has published.
    Column("removed", Boolean, nullable=False, server_default=false()),
)

publications = Table(
    "publications",
    metadata,
    Column("id", _Key, primary_key=True),
    # Of one occurrence of a slot, once for each of its places; without a slot, of a draft that is published at once.
    Column("slot_id", ForeignKey("slots.id")),
    Column("local_date", Date),
    Column("place", String(60), nullable=False),
    Column("due_at", Instant, nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("draft_id", ForeignKey("drafts.id")),
    Column("remote_id", String(200)),
    Column("attempts", Integer, nullable=False),
    # In `due`: not before this instant. In `sending`: after it the sender counts as dead. In `handed_over`: when the
    # place is looked at again.
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    # What was sent, with header and all: what is looked for at the place, whatever the settings say by then. Kept only
    # while it may have to be looked for.
    Column("sent_text", Text),
    Column("published_at", Instant),
    Column("taken_down_at", Instant),
    Column("problem", Text),
    # What the platform calls the pictures that were uploaded for it, parted by commas, kept before the post is: by
    # them a lost post is found.
    Column("attachment", Text),
    UniqueConstraint("slot_id", "local_date", "place"),
    # No draft goes to a place twice, whatever else goes wrong.
    UniqueConstraint("draft_id", "place"),
    Index("ix_publications_state_due_at", "state", "due_at"),
)

# Every update of a platform, once: kept with its contents until it is answered, then only its key.
inbox = Table(
    "inbox",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    Column("contents", Text),
    Column("answering", Boolean, nullable=False),
    # The process that answers it; None if whoever comes first may.
    Column("owner", String(40)),
)

# Processes that run on this database: each counts its own `beat` up, so that the others see without comparing clocks
# whether it lives.
processes = Table(
    "processes",
    metadata,
    Column("process", String(40), primary_key=True),
    Column("beat", BigInteger, nullable=False),
)

# Where a platform's stream of updates was left, and which message is which notice: a name and a short text.
cursors = Table(
    "cursors",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", String(200), nullable=False),
)

chats = Table(
    "chats",
    metadata,
    Column("chat", String(40), primary_key=True),
    Column("language", String(2), nullable=False),
)

# What counts against a limit. `member` is a person, or a group for what its members share.
requests = Table(
    "requests",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("member", String(40), nullable=False),
    Column("requested_at", Instant, nullable=False),
    # `domain.limits.Kind`: what was asked for.
    Column("kind", String(20), nullable=False, server_default="meme"),
    Index("ix_requests_member_requested_at", "member", "requested_at"),
)

# What was asked for in an hour, `2026-11-21 12` in UTC, by `domain.limits.Kind`; by whom is not kept.
activity = Table(
    "activity",
    metadata,
    Column("hour", String(13), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)

# A question that the bot asked one person in one chat and that their next message answers.
questions = Table(
    "questions",
    metadata,
    Column("chat", String(40), primary_key=True),
    Column("person", String(40), primary_key=True),
    # `domain.question.QuestionKind`: what the answer is for.
    Column("kind", String(20), nullable=False, server_default="text"),
    Column("draft_id", ForeignKey("drafts.id"), nullable=False),
    # Which box of the draft's picture gets the text.
    Column("box", Integer),
    Column("asked_at", Instant, nullable=False),
)

# What admins turn in chat (pause, quiet hours, temperature), and when a training last began by itself.
controls = Table(
    "controls",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

# What the bot does by the clock in its own house (`domain.chore`), and how it went the last time.
chores = Table(
    "chores",
    metadata,
    Column("name", String(20), primary_key=True),
    # Of the newest occurrence that somebody has begun.
    Column("due_at", Instant, nullable=False),
    Column("begun_at", Instant),
    # After it whoever is at it counts as dead. NULL: nobody is.
    Column("lease_until", Instant),
    Column("ended_at", Instant),
    Column("outcome", String(20)),
    Column("details", Text),
    # Whether admins were told of the outcome.
    Column("is_told", Boolean, nullable=False),
)

# Roles that were granted in chat or by command; they override the settings, for all but owners.
roles = Table(
    "roles",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("granted_by", String(40), nullable=False),
    Column("granted_at", Instant, nullable=False),
)

# Entries are only ever added: migration 0003 makes triggers that hold it. All texts: what is hashed is stored as it is.
audit = Table(
    "audit",
    metadata,
    Column("sequence", _Key, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", String(100), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
)

# Words that moderators banned from a card; they count beside those of the settings.
banned_words = Table(
    "banned_words",
    metadata,
    Column("word", String(100), primary_key=True),
    Column("banned_by", String(40), nullable=False),
    Column("banned_at", Instant, nullable=False),
)

# Authors who said no: nothing of theirs is kept or learned from, whatever is scraped or imported later.
# A person has a row for each name that a source may know them by; `person_hash` is the same in all of them.
opt_outs = Table(
    "opt_outs",
    metadata,
    Column("author_hash", String(64), primary_key=True),
    Column("person_hash", String(64), nullable=False, index=True),
    Column("opted_out_at", Instant, nullable=False),
)

# What is kept of a forgotten person's posts, to recognise their phrases in what a network writes: keyed hashes, no text
# (`bot.flow.phrases`). `published` are the drafts to take down, parted by spaces.
forgotten_phrases = Table(
    "forgotten_phrases",
    metadata,
    Column("person_hash", String(64), primary_key=True),
    Column("posts", Integer, nullable=False),
    Column("windows", LargeBinary, nullable=False),
    Column("openings", LargeBinary, nullable=False),
    Column("published", Text, nullable=False),
)

# What the bot wrote to members in chats, so that they can say whether they like it.
replies = Table(
    "replies",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("chat", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("temperature", Float, nullable=False),
    Column("checkpoint", String(200), nullable=False),
    # Whether it begins with a member's words: those are shown in no other chat.
    Column("is_primed", Boolean, nullable=False),
    Column("written_at", Instant, nullable=False, index=True),
    # As `drafts.captions`, where it was a picture or several.
    Column("captions", Text),
)

# `value` is 1 for a like and -1 for a dislike; one a person and reply.
reactions = Table(
    "reactions",
    metadata,
    Column("reply_id", ForeignKey("replies.id"), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

# How often the bot answers in a group unasked, in percent of messages.
chances = Table(
    "chances",
    metadata,
    Column("chat", String(40), primary_key=True),
    Column("percent", Float, nullable=False),
)

# Keys of programs that ask over HTTP: hashes, never the keys.
api_keys = Table(
    "api_keys",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

# Who is logged in to the console: hashes of the tokens that their browsers show, never the tokens.
console_sessions = Table(
    "console_sessions",
    metadata,
    Column("id", _Key, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("person", String(40), nullable=False, index=True),
    # `domain.session.LoginWay`: how they logged in.
    Column("way", String(20), nullable=False),
    # The browser's and the system's name, for the person to know their sessions by.
    Column("device", String(60), nullable=False),
    Column("language", String(2)),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

# Links that log one person in, once, within minutes.
console_links = Table(
    "console_links",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("made_at", Instant, nullable=False),
)

# Logins that a platform has signed and that were used: nobody logs in by them again while they are fresh.
console_spent = Table(
    "console_spent",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("until", Instant, nullable=False),
)

# The owner's password, at most one: whom it logs in, and its hash (`bot.web.console.password`).
console_passwords = Table(
    "console_passwords",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("hash", String(200), nullable=False),
    Column("set_at", Instant, nullable=False),
)
