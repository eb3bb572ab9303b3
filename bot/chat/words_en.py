"""English."""

from bot.chat.words import Forms, Words
from bot.domain.draft import DraftState
from bot.domain.member import Role


def choose_form(number: int, forms: Forms) -> str:
    """Singular after 1 alone."""
    return forms.one if number == 1 else forms.many


def _forms(one: str, many: str) -> Forms:
    return Forms(one, many, many)


ENGLISH = Words(
    code="en",
    name="English",
    choose_form=choose_form,
    seconds=_forms("second", "seconds"),
    minutes=_forms("minute", "minutes"),
    hours=_forms("hour", "hours"),
    days=_forms("day", "days"),
    drafts=_forms("draft", "drafts"),
    characters=_forms("character", "characters"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    every_day="every day",
    states={
        DraftState.PENDING: "waiting for a decision",
        DraftState.APPROVED: "approved",
        DraftState.REJECTED: "rejected",
        DraftState.PUBLISHING: "being published",
        DraftState.PUBLISHED: "published",
        DraftState.UNSURE: "published or not, nobody knows",
    },
    roles={
        Role.BANNED: "nobody",
        Role.MEMBER: "members",
        Role.MODERATOR: "moderators",
        Role.ADMIN: "admins",
        Role.OWNER: "owners",
    },
    role_names={
        Role.BANNED: "banned",
        Role.MEMBER: "member",
        Role.MODERATOR: "moderator",
        Role.ADMIN: "admin",
        Role.OWNER: "owner",
    },
    start=(
        "Hi! I read this community's wall and learn to write like it.\n"
        "Say /meme and I'll write something. /help shows what else I can do."
    ),
    help_title="What I can do for you:",
    unknown_command="I don't know /{name}. /help shows what I can do.",
    hint="I understand commands: try /meme, or /help for all of them.",
    needs_role="/{name} is for {roles} only. /help shows what you can do.",
    trouble="Something broke on my side, and it is in my log. Please try again in a moment.",
    meme_wait="Easy now! The next one in {wait}.",
    meme_too_long="That is too much to begin with: give me at most {limit}. For example: /meme On Monday",
    meme_nothing="Nothing came to my mind. Please try again.",
    writer_busy="I have my hands full. Please try again in {wait}.",
    writer_absent="I haven't learned to write yet. Please come back a little later.",
    writer_absent_why="I can't write yet: {problem}",
    writer_refuses="I can't begin with these words. Try others, or just /meme",
    language_now="I speak English here. /language ru changes that: русский.",
    language_set="From now on I speak English here.",
    help_start="who I am",
    help_help="what I can do",
    help_meme="a fresh meme; /meme On Monday begins with these words",
    help_language="ru or en: the language in this chat",
    help_queue="drafts that wait; /queue 5 writes five more (admins)",
    help_cancel="forget that I asked you for a new text",
    help_schedule="when posts go out; /schedule add 19:30, /schedule remove 3",
    help_stats="how things are going",
    help_pause="publish nothing: /pause 8h, or /pause until /resume",
    help_resume="publish again",
    help_temperature="how wild the drafts are: 0.1 tame … 2 mad",
    help_role="who may do what: /role @name moderator, or /role moderator in answer to a message; /role me member",
    help_roles="who is more than a member, and who is banned",
    help_ban="from now on somebody gets no answer",
    help_unban="a banned person is a member again",
    help_audit="who did what last",
    card_title="Draft {id} · temperature {temperature} · {checkpoint}",
    card_cut="… and {rest} more that don't fit here",
    card_edited="✏️ Text by {who}",
    card_pending="Waiting for a decision",
    card_approved="✅ Approved by {who}, waiting for its slot",
    card_rejected="❌ Rejected by {who}",
    card_replaced="🔄 {who} asked for another one",
    card_refused="❌ The place refused this text; it won't be published",
    card_publishing="📤 Being published",
    card_published="📣 Published: {place}",
    card_unsure="⚠️ It may have been published or not: an admin has to look",
    card_moved="Draft {id}: its card is further down ↓",
    measured_score="Score {score}",
    measured_known="{share} % known words",
    measured_copied="longest copied run: {run} of {all}",
    measured_looped="repeats itself: {share} %",
    measured_cut="cut at the length limit",
    button_approve="✅ Approve",
    button_reject="❌ Reject",
    button_edit="✏️ Edit",
    button_another="🔄 Another one",
    unsure_question=(
        "⚠️ I don't know whether draft {id} arrived at {place}: {problem}\nPlease look, and tell me (admins):\n\n{text}"
    ),
    unsure_was_there="{place}: an admin found the post there. It counts as published.",
    unsure_sent_again="{place}: the post was not there. Its draft is approved again and goes out anew.",
    button_there="It is there",
    button_again="Not there: send again",
    checkpoint_refused="⚠️ The checkpoint {run} can't be written with ({why}). I go on with {kept}.",
    operator_needed="⚠️ Nothing goes out to {place} until somebody sees to this: {problem}",
    somewhere="the community",
    somebody="somebody",
    notice_approved="Approved: it waits for its slot",
    notice_rejected="Rejected",
    notice_replaced="Here comes another one",
    notice_replaced_by_none="Rejected; the network only repeated itself, there is no other one",
    notice_edit="Send me the new text",
    notice_decided="Draft {id} is decided: {state} ({who})",
    notice_decided_by_you="You decided draft {id} before: {state}",
    notice_no_draft="There is no such draft",
    notice_no_publication="There is no such publication",
    notice_settled="This was settled before you",
    notice_there="Good: it counts as published",
    notice_again="It goes out again",
    notice_needs_role="This button is for {roles} only",
    notice_unknown_button="I don't know this button. /queue shows what waits",
    notice_busy="The writer is busy; try again in {wait}",
    notice_absent="The writer has no checkpoint yet: ask an admin",
    notice_trouble="Something broke on my side; please try again",
    edit_question="Send the new text of draft {id} as your next message here. /cancel leaves it as it is.",
    edit_done="Draft {id} has its new text and waits for a decision.",
    edit_unpublishable="This text can't be posted: it must have 1 to {limit}. Send another, or /cancel.",
    edit_too_late="Too late: draft {id} is decided ({state}). Its text stays.",
    edit_dropped="Fine, the text stays as it is.",
    edit_none="There is nothing to cancel.",
    queue_counts="{pending} waiting for a decision, {approved} approved and waiting for a slot.",
    queue_oldest="The oldest has waited for {age}.",
    queue_elsewhere="I show drafts only to moderators: ask me in a private chat or in the moderators' chat.",
    queue_written="Written: {drafts}. They wait for a decision.",
    queue_written_none="The network only repeated what was queued before. A higher /temperature helps.",
    queue_usage="/queue shows what waits, /queue 5 writes five more (1 to {most}).",
    schedule_title="Posts go out:",
    schedule_empty="Nothing is scheduled. For example: /schedule add 19:30 mon-fri",
    schedule_row="{id}. {at} {weekdays}, {zone} → {place}",
    schedule_next="   next: {moment}",
    schedule_added="Slot {id} is set.",
    schedule_same="This is slot {id} already.",
    schedule_removed="Slot {id} is gone.",
    schedule_absent="There is no slot {id}. /schedule shows them all.",
    schedule_no_time="I need a time of day first. For example: /schedule add 19:30 mon-fri",
    schedule_no_place="Where to? Name the place: /schedule add 19:30 vk:-123 or telegram:@channel",
    schedule_unreadable="I don't understand “{word}”: it is no weekday, time zone or place.",
    schedule_usage=(
        "/schedule shows the slots.\n"
        "/schedule add 19:30 mon-fri Europe/Moscow vk:-123: a new one (weekdays, zone and place may be left out).\n"
        "/schedule remove 3 takes one away."
    ),
    stats=(
        "Posts read: {posts}\n"
        "Drafts: {pending} waiting, {approved} approved, {rejected} rejected\n"
        "Decided: {decided}, of these approved: {share} %\n"
        "Published: {published}, uncertain: {unsure}, skipped: {skipped}"
    ),
    paused_until="⏸ Nothing is published until {moment} ({zone}). Slots in between are left out. /resume ends it.",
    paused_open="⏸ Nothing is published until /resume. Slots in between are left out.",
    pause_ended="▶️ Posts go out again.",
    pause_not_on="There is no pause: posts go out.",
    pause_usage="How long? /pause 8h, /pause 30m, /pause 2d (a year at most); /pause alone lasts until /resume.",
    temperature_now="The temperature is {value}. /temperature 0.8 changes it (0.1 tame … 2 mad).",
    temperature_set="From now on I write at temperature {value}.",
    temperature_usage="The temperature is a number from 0.1 to 2. For example: /temperature 0.8",
    language_usage="I speak Russian and English: /language ru or /language en",
    role_usage=(
        "Whom, and which role? /role 12345 moderator, or answer a message of theirs: /role moderator.\n"
        "Roles: owner, admin, moderator, member, banned. /ban and /unban work the same way; /role me member lays down "
        "your own."
    ),
    role_nobody="I don't know who “{name}” is. Answer a message of theirs, or give their number: /role 12345 moderator",
    role_given="{person}: {role} from now on (before: {before}).",
    role_same="{person}: {role} already.",
    role_by_settings="{person} is an owner by the settings, and only wallflower.toml can change that.",
    role_of_oneself="Nobody raises or bans themselves. You can only lay your role down: /role me member",
    role_too_high="{person} has the role “{role}”. To change that takes the role “{needed}”.",
    role_above_own="To give the role “{role}” takes the role “{needed}”.",
    unban_needless="{person} isn't banned.",
    roles_title="More or less than a member:",
    roles_row="{person}: {role}",
    roles_none="Nobody has a role: all are members.",
    audit_title="The last entries of the audit log:",
    audit_empty="The audit log is empty.",
    shown_elsewhere="I show this only in a private chat or in the moderators' chat.",
)
