"""English."""

from bot.chat.words import Forms, Words
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.problem import Problem
from bot.domain.unreadable import Unreadable


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
    posts=_forms("post", "posts"),
    characters=_forms("character", "characters"),
    boxes=_forms("text", "texts"),
    pictures=_forms("picture", "pictures"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    every_day="every day",
    states={
        DraftState.PENDING: "waiting for a decision",
        DraftState.APPROVED: "approved",
        DraftState.REJECTED: "rejected",
        DraftState.PUBLISHING: "being published",
        DraftState.PUBLISHED: "published",
        DraftState.UNSURE: "published or not, nobody knows",
        DraftState.EXPIRED: "expired",
        DraftState.TAKEN_DOWN: "taken down",
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
    unreadable={
        Unreadable.FORMAT: "That is no picture. I understand JPEG, PNG, WebP and GIF.",
        Unreadable.BROKEN: "That file is damaged: there is no picture to be had from it. Please send it again.",
        Unreadable.TOO_MANY_BYTES: "That file is too heavy. Please send a lighter picture.",
        Unreadable.TOO_MANY_PIXELS: "That picture is too large. Please send a smaller one: an ordinary photo will do.",
        Unreadable.TOO_MANY_FRAMES: "That animation has too many frames. Please send a shorter one, or a photo.",
        Unreadable.TOO_SMALL: "That picture is too small for words.",
        Unreadable.TOO_LONG: "That picture is too long and thin for words.",
    },
    problems={
        Problem.PAUSED: "there was a pause",
        Problem.QUIET: "it fell into the quiet hours, which lasted too long",
        Problem.DOWN: "the bot was not running then",
        Problem.OVERTAKEN: "nothing was approved before the slot's next time",
        Problem.NOTHING: "nothing was approved in time",
        Problem.SLOT_REMOVED: "the slot was removed",
        Problem.SLOT_OFF: "the slot was switched off",
        Problem.SLOT_MOVED: "the slot does not go there any more",
        Problem.WITHDRAWN: "it was taken down before it was sent",
        Problem.TAKEN_DOWN: "the draft was taken down before it was sent here",
        Problem.LATE: "it could not be sent in time",
        Problem.STOPPED: "the bot stopped while it was sending",
    },
    tell_reason=str,
    start=(
        "Hi! I read this community's wall and learn to write like it.\n"
        "Say /meme and I'll make one. /templates shows what I draw on, /help what else I can do."
    ),
    help_title="What I can do for you:",
    unknown_command="I don't know /{name}. /help shows what I can do.",
    hint="I understand commands: try /meme, or /help for all of them.",
    photo_hint="Nice photo! Answer it with /meme, and I'll put words on it.",
    needs_role="/{name} is for {roles} only. /help shows what you can do.",
    trouble="Something broke on my side, and it is in my log. Please try again in a moment.",
    meme_wait="Easy now! The next one in {wait}.",
    commands_wait="Easy now! I answer you again in {wait}.",
    group_wait="There is much to do in this chat. I answer here again in {wait}.",
    free_now="You may ask again: /meme",
    meme_too_long="That is too much to begin with: give me at most {limit}. For example: /meme On Monday",
    meme_nothing="Nothing came to my mind. Please try again.",
    meme_unknown_template=(
        "I have no template “{name}”. Did you mean one of these?\n{names}\n"
        "/templates shows them all; a text with these words: /text {name}"
    ),
    meme_too_many_boxes="The template “{template}” has room for {boxes}, and you gave me more.",
    meme_no_template_for="No template has room for so many texts: the most is {boxes}.",
    meme_own_too_long="That is too much for a picture: give me at most {limit}.",
    meme_own_empty="And what shall I write? For example: /meme drake first line | second line",
    meme_own_banned="I don't write such words. Please try others.",
    meme_unpaintable="I couldn't draw that. Please try fewer words.",
    meme_photo_gone="I can't open that photo: it is gone. Please send it again.",
    meme_photo_later="I can't load that photo now. Please try again in a moment.",
    album_size="An album has from 2 to {most} pictures. For example: /meme 2",
    album_none="I make no albums here: one picture at a time.",
    album_moves="The template “{template}” moves, and nothing moves in an album. Try it without a number.",
    album_usage="How many pictures? For example: /album 4, /album 4 about mondays, /album drake 3",
    album_written="Draft {id}, an album of {pictures}, waits for a decision.",
    templates_none="I have no templates yet. /text writes a text",
    templates_hint=(
        "Name a template: /meme drake\n"
        "What it is about: /meme drake about mondays\n"
        "Words of your own: /meme drake first line | second line"
    ),
    template_none="This community has no templates of its own yet.",
    template_list="Templates of our own:",
    template_usage=(
        "Answer a picture with /template cat, and it is one: words go at its top and its bottom. "
        "Elsewhere: /template cat top | paw: 10,60,35,20 (left, top, width, height in percent).\n"
        "Answer several pictures made on the same one with /template learn, then say /template learn without a "
        "picture: I find it, and where the words go. /template learn wall does that with the wall's newest pictures.\n"
        "/template remove cat deletes one."
    ),
    template_boxes=(
        "I don't understand where the words go. A place is top, bottom, left, right or middle, or a name with four "
        "numbers in percent of the picture (left, top, width, height): /template cat top | paw: 10,60,35,20"
    ),
    template_name="That can't be its name: use 1 to 32 of a–z, 0–9 and -. And there may be 200 templates at most.",
    template_taken="There is a template {name} already. Choose another name, or first /template remove {name}",
    template_absent="We have no template of our own called {name}. /template shows what there is.",
    template_added="{name} is a template now, with places for words: {boxes}. Try it: /meme {name}",
    template_removed="The template {name} is gone.",
    template_enough="I have put enough pictures by. Say /template learn without a picture.",
    template_put_by="I have put it by: {pictures} to learn from. Four on the same one will do: then /template learn",
    template_learned="I found these, and /templates shows them:",
    template_learned_none=(
        "I found no new template. It takes four pictures at least, made on the same one with other words each: answer "
        "each of them with /template learn"
    ),
    template_no_wall="I can't read the wall: {problem}",
    template_wall_later="I could not get at the wall's pictures just now. What I have is kept: please ask again later.",
    template_wall_none="I looked at {pictures} from the wall and found no new template in them.",
    writer_busy="I have my hands full. Please try again in {wait}.",
    writer_absent="I haven't learned to write yet. Please come back a little later.",
    writer_absent_why="I can't write yet: {problem}",
    writer_refuses="I can't begin with these words. Try others, or just /meme",
    language_now="I speak English here. /language ru changes that: русский.",
    language_set="From now on I speak English here.",
    help_start="who I am",
    help_help="what I can do",
    help_meme=(
        "a meme: /meme drake, /meme drake about mondays, /meme drake one | two, in answer to a photo; an album: /meme 3"
    ),
    help_templates="the pictures that I draw on",
    help_template="templates of our own: /template cat in answer to a picture, /template learn, /template remove cat",
    help_text="text alone; /text On Monday begins with these words",
    help_language="ru or en: the language in this chat",
    help_top="what was liked best: /top week, month or all",
    help_chance="how often I answer in this group by myself: /chance 5 means 5 % of messages, 0 never",
    help_queue="drafts that wait; /queue 5 writes five more (admins)",
    help_album="a draft with several pictures: /album 4, /album 4 about mondays",
    help_words="words that were banned in chat; /words remove WORD lifts a ban (admins)",
    help_cancel="forget what I asked you",
    help_schedule="when posts go out; /schedule add 19:30, /schedule edit 3 20:00, /schedule remove 3",
    help_stats="how things are going",
    help_pause="publish nothing: /pause 8h, /pause until 9:00, or /pause until /resume",
    help_quiet="hours without posts and questions: /quiet 23:00-08:00, /quiet off",
    help_resume="publish again",
    help_temperature="how wild the drafts are: 0.1 tame … 2 mad",
    help_role="who may do what: /role @name moderator, or /role moderator in answer to a message; /role me member",
    help_roles="who is more than a member, and who is banned",
    help_ban="from now on somebody gets no answer",
    help_unban="a banned person is a member again",
    help_audit="who did what last",
    help_console="a link that logs you in to the console, in private",
    help_privacy="what I store, and for how long",
    help_my_data="what I store of you",
    help_forget_me="forget your posts and you",
    help_remember_me="learn from your posts again after /forgetme",
    help_forget="forget a person who asked for it: /forget 12345",
    card_title="Draft {id} · temperature {temperature} · {checkpoint}",
    card_picture="🖼 {template}",
    card_picture_about="🖼 {template} · about “{title}”",
    card_no_template="⚠️ The template “{template}” is gone: this picture can't go out",
    box_empty="empty",
    button_box="{number}: {text}",
    button_drop="🗑 Take the picture out",
    card_cut="… and {rest} more that don't fit here",
    card_edited="✏️ Text by {who}",
    card_pending="Waiting for a decision",
    card_approved="✅ Approved by {who}, waiting for its slot",
    card_rejected="❌ Rejected by {who}",
    card_replaced="🔄 {who} asked for another one",
    card_refused="❌ The place refused this text; it won't be published",
    card_forgotten="❌ Removed: it held the words of somebody who asked to be forgotten",
    card_publishing="📤 Being published",
    card_published="📣 Published: {place}",
    card_unsure="⚠️ It may have been published or not: an admin has to look",
    card_taken_back="↩️ {who} took the decision back: it waits again",
    card_banned="🚫 Rejected by {who}: banned word “{word}”",
    card_reason="💬 {reason}",
    card_votes="👍 Approvals: {votes}",
    card_changes="Changed: {changes}",
    card_measured_before="Before the edit: {measured}",
    card_changes_more="… and {count} more",
    votes="{count} of {needed}",
    card_expired="⌛ Expired: nobody decided in time",
    card_taken_down="🗑 Taken down by {who}",
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
    button_now="📣 Publish now",
    button_why="💬 Say why",
    button_ban="🚫 Ban a word",
    button_take_back="↩️ Take back",
    button_cancel="⏪ Cancel",
    button_take_down="🗑 Take down",
    unsure_question=(
        "⚠️ I don't know whether draft {id} arrived at {place}: {problem}\nPlease look, and tell me (admins):\n\n{text}"
    ),
    unsure_was_there="{place}: an admin found the post there. It counts as published.",
    unsure_sent_again="{place}: the post was not there. It is being sent again.",
    handed_over=(
        "✋ It is time for draft {id} at {place}, but I may not post there: {problem}\n"
        "Please post it yourselves (admins): it is in the message above."
    ),
    handed_over_done="{place}: draft {id} is published.",
    handed_over_later="{place}: I'll remind you of draft {id} in {wait}.",
    handed_over_ended="{place}: this draft need not be posted any more.",
    publication_failed="⚠️ A post was not published at {place}, and I have stopped trying: {problem}",
    publication_refused="⚠️ Draft {id} won't be published at {place}: {problem}",
    button_posted="I posted it",
    button_not_yet="Not yet: remind me in an hour",
    button_there="It is there",
    button_again="Not there: send again",
    button_retry="Try now",
    checkpoint_refused="⚠️ The checkpoint {run} can't be written with ({why}). I go on with {kept}.",
    reading_failed="⚠️ Last night the wall could not be read: {problem}\nNothing is lost. I try again next night.",
    training_failed="⚠️ The new training failed: {problem}\nI go on with the old checkpoint.",
    trained_live="🆕 I have trained anew: the checkpoint {run} is no worse than the one before, and I write with it.",
    disk_crowded="⚠️ The disk is nearly full: {left} are left. No training begins until there is more room. "
    "`wallflower doctor` shows what takes how much.",
    operator_needed=(
        "⚠️ Nothing goes out to {place} until somebody sees to this: {problem}\n"
        "Once that is done, it goes on within {wait}, or at once with the button."
    ),
    somewhere="the community",
    somebody="somebody",
    notice_approved="Approved: it waits for its slot",
    notice_rejected="Rejected",
    notice_voted="Your approval counts: {votes}",
    notice_voted_before="You approved this text before: {votes}",
    notice_own_text="You edited this text: somebody else has to approve it",
    notice_outdated="The text was edited meanwhile: look at it again",
    notice_banned_text="It holds a banned word (see /words): edit or reject it",
    notice_taken_back="Taken back: it waits for a decision again",
    notice_now="On its way: usually a matter of seconds",
    notice_now_short="Your approval counts, but it needs more before it goes out: {votes}",
    notice_now_refused="Nothing goes out now: a pause, quiet hours, or no place to go (/schedule)",
    notice_cancel_over="The minute is over: only admins can take it down now",
    notice_taken_down="Taken down",
    notice_remnants="Not all of it could be taken down: see my message",
    notice_state="Draft {id}: {state}",
    notice_why="Send me the reason",
    notice_not_yours="Only who rejected it can say why, and once",
    notice_ban="Which word? Send it to me",
    notice_page="Here you are",
    notice_opened="Draft {id} is below",
    notice_elsewhere="I show this only to moderators, in their chat or in private",
    notice_replaced="Here comes another one",
    notice_replaced_by_none="Rejected; the network only repeated itself, there is no other one",
    notice_edit="Send me the new text",
    notice_which_box="Choose the text",
    notice_which_picture="Choose the picture",
    notice_dropped="The picture is out of the album",
    notice_decided="Draft {id} is decided: {state} ({who})",
    notice_decided_by_you="You decided draft {id} before: {state}",
    notice_no_draft="There is no such draft",
    notice_no_publication="There is no such publication",
    notice_settled="This was settled before you",
    notice_there="Good: it counts as published",
    notice_again="It goes out again",
    notice_retry="I'm trying now. If it doesn't work, you'll hear here",
    notice_posted="Thank you! It counts as published",
    notice_not_yet="All right, I'll remind you in {wait}",
    notice_needs_role="This button is for {roles} only",
    notice_unknown_button="I don't know this button: it may be an old one. /help shows what I can do",
    notice_wait="Easy now! Try again in {wait}",
    notice_liked="You like it. 👍 {likes} 👎 {dislikes}",
    notice_disliked="You don't like it. 👍 {likes} 👎 {dislikes}",
    notice_forgotten="Too late: I don't keep this one any more",
    notice_busy="The writer is busy; try again in {wait}",
    notice_absent="The writer has no checkpoint yet: ask an admin",
    notice_trouble="Something broke on my side; please try again",
    edit_which_box="Which text of draft {id} shall change?",
    edit_which_picture="Which picture of draft {id} shall change, or go?",
    edit_box_question=(
        "It says: {text}\nSend its new text for draft {id} as your next message here; a dash “-” leaves the place "
        "empty. /cancel leaves everything as it is."
    ),
    edit_no_words="A picture without any words can't go out. Send some, or /cancel.",
    edit_unpaintable="The picture can't be drawn with this text. Send another, shorter one, or /cancel.",
    edit_question="Send the new text of draft {id} as your next message here. /cancel leaves it as it is.",
    edit_done="Draft {id} has its new text and waits for a decision.",
    edit_done_for_others=(
        "Draft {id} has its new text. Somebody else has to approve it now (moderation.editor_may_approve "
        "in the settings would let you)."
    ),
    edit_unpublishable="This text can't be posted: it must have 1 to {limit}. Send another, or /cancel.",
    edit_too_late="Too late: draft {id} is decided ({state}). Its text stays.",
    edit_dropped="Fine, everything stays as it is.",
    edit_none="There is nothing to cancel.",
    edit_banned="This text holds the banned word “{word}”. Send another, or /cancel.",
    reason_question="Why was draft {id} rejected? Your next message here is the reason. /cancel leaves it without one.",
    reason_done="The reason stands on the card of draft {id}.",
    reason_too_late="Draft {id} isn't a rejection of yours any more, or its reason is known: nothing has changed.",
    reason_too_long="That is too long for a reason: it may have {limit}. Send a shorter one, or /cancel.",
    word_question=(
        "Which word shall I never write again? Send it as your next message here; a star stands for any "
        "letters: слон*. Draft {id} and all others with it are rejected. /cancel bans nothing."
    ),
    word_banned="“{word}” is banned. Rejected with it: {drafts}. An admin can lift it: /words remove {word}",
    word_unusable=(
        "I can't ban that: a word needs two letters or more, at most 100 characters, and there may be "
        "too many banned words already (/words). Send another, or /cancel."
    ),
    words_title="Banned in chat: {words}\nAn admin lifts a ban: /words remove WORD",
    words_none="No word was banned in chat. The button under a draft's card bans one.",
    words_lifted="“{word}” may be written again.",
    words_absent="That word was not banned in chat. /words shows those that were.",
    words_usage="/words shows which words were banned in chat, /words remove WORD lifts a ban.",
    queue_counts="{pending} waiting for a decision, {approved} approved and waiting for a slot.",
    queue_oldest="The oldest has waited for {age}.",
    queue_open="A number below opens the card.",
    remnants="Draft {id} could not be taken down everywhere. Please see to the rest by hand:",
    remnant="• {place}: {problem} {link}",
    queue_elsewhere="I show drafts only to moderators: ask me in a private chat or in the moderators' chat.",
    queue_written="Written: {drafts}. They wait for a decision.",
    queue_written_none="The network only repeated what was queued before. A higher /temperature helps.",
    queue_usage="/queue shows what waits, /queue 5 writes five more (1 to {most}).",
    schedule_title="Posts go out:",
    schedule_week="The next seven days ({zone}):",
    schedule_page="Page {page} of {pages}. /schedule {next} shows another.",
    schedule_empty="Nothing is scheduled. For example: /schedule add 19:30 mon-fri",
    schedule_row="{at} {weekdays}, {zone} → {places}",
    schedule_next="next: {moment}",
    schedule_added="Slot {id} is set.",
    schedule_changed="Slot {id} is changed.",
    schedule_unchanged="Slot {id} is like that already.",
    schedule_same="This is slot {id} already.",
    schedule_removed="Slot {id} is gone.",
    schedule_off="Slot {id} is off: nothing goes out from it until it is switched on.",
    schedule_on="Slot {id} is on again.",
    schedule_absent="There is no slot {id}. /schedule shows them all.",
    schedule_no_time="I need a time of day first. For example: /schedule add 19:30 mon-fri",
    schedule_no_place="Where to? Name the place: /schedule add 19:30 vk:-123 or telegram:@channel",
    schedule_many_places="A slot has {most} places at most. Make another one for the others.",
    schedule_no_temperature=(
        "“{word}” is no temperature: a number from {coldest} to {hottest}, or any. For example: temperature 0.9"
    ),
    schedule_no_reminder="How long before? A day at most. For example: /schedule edit 3 remind 30m",
    schedule_full="There are {most} slots already. Remove one first: /schedule remove 3",
    schedule_in_quiet_hours="⚠️ Note: {note}.",
    schedule_unreadable="I don't understand “{word}”: it is no time, weekday, time zone, place or wish.",
    schedule_usage=(
        "/schedule shows the slots and the next week.\n"
        "/schedule add 19:30 mon-fri Europe/Moscow vk:-123 telegram:@channel: a new one (all but the time may be left "
        "out).\n"
        "/schedule edit 3 20:00 changes what you name.\n"
        "/schedule off 3 switches one off for a while, /schedule on 3 on again, /schedule remove 3 takes it away.\n"
        "More wishes: temperature 0.9 (or any); if nothing is approved: skip, remind 30m, best (owners); "
        "without approval (owners), with approval."
    ),
    slot_off="off",
    slot_temperature="temperature {value}",
    slot_without_approval="needs no approval",
    slot_best="if nothing is approved, the best draft goes out",
    slot_reminds="I remind {span} before",
    coming_row="{at} slot {id} → {places}: {what}",
    coming_later="(served from {moment} on, after the quiet hours)",
    coming_draft="draft {id}",
    coming_draft_text="draft {id}, “{text}”",
    coming_waits="waits for an approved draft",
    coming_nothing="nothing approved yet; without it, nothing goes out",
    coming_reminder="nothing approved yet; I remind {span} before",
    coming_best="the best unapproved draft",
    coming_paused="left out, there is a pause",
    coming_quiet="left out, the quiet hours last too long",
    reminder="⏰ In {wait}, at {at}, slot {id} → {places} has nothing approved. {what}",
    reminder_choose="These drafts wait for a decision:",
    reminder_none_written="No draft waits either: /queue 5 writes some.",
    queue_unfilled="⚠️ The coming slots lack drafts, and I can't write any: {problem}",
    stats=(
        "Posts read: {posts}\n"
        "Drafts: {pending} waiting, {approved} approved, {rejected} rejected\n"
        "Decided: {decided}, of these approved: {share} %\n"
        "Published: {published}, on their way: {under_way}, uncertain: {unsure}, waiting to be posted by hand: "
        "{handed_over}, failed: {failed}, refused by a place: {refused}, skipped: {skipped}"
    ),
    paused_until="⏸ Nothing is published until {moment} ({zone}). Slots in between are left out. /resume ends it.",
    paused_open="⏸ Nothing is published until /resume. Slots in between are left out.",
    pause_ended="▶️ Posts go out again.",
    pause_not_on="There is no pause: posts go out.",
    pause_usage=(
        "How long? /pause 8h, /pause 30m, /pause 2d (a year at most), /pause until 9:00; /pause alone lasts until "
        "/resume."
    ),
    pause_leaves_out="As it stands, that leaves out {posts}; what waits for its draft already waits until the end.",
    quiet_now="🌙 Quiet hours: {hours} ({zone}). In them I publish nothing and ask nobody anything.",
    quiet_none="There are no quiet hours. For example: /quiet 23:00-08:00",
    quiet_off="No more quiet hours: I publish and ask at any time.",
    quiet_usage="From when to when? For example: /quiet 23:00-08:00. /quiet off does without.",
    quiet_slot="Slot {id}: {note}.",
    quiet_waits="it lies in the quiet hours ({hours}) and waits until {moment}",
    quiet_too_long="it lies in the quiet hours ({hours}) and is left out, as they last too long to make up for it",
    temperature_now="The temperature is {value}. /temperature 0.8 changes it (0.1 tame … 2 mad).",
    temperature_set="From now on I write at temperature {value}.",
    temperature_usage="The temperature is a number from 0.1 to 2. For example: /temperature 0.8",
    language_usage="I speak Russian and English: /language ru or /language en",
    top_title="Liked best:",
    top_empty="Nobody has liked anything yet. The buttons are under what I write: try /meme",
    top_usage="/top shows the best of the week, /top month those of a month, /top all the best of all.",
    chance_now="I answer {percent} % of this group's messages by myself. /chance 5 changes that, /chance 0 ends it.",
    chance_set="From now on I answer {percent} % of this group's messages by myself, at most once in {gap}.",
    chance_off="From now on I only speak here when I am asked.",
    chance_deaf=(
        "But Telegram doesn't show me what is said here: make me an administrator of this group, or switch privacy "
        "mode off in @BotFather (/setprivacy) and add me anew."
    ),
    chance_vk="VK shows me all of a chat only when I am its administrator: an admin of the chat can make me one.",
    chance_usage="The chance is a number of percent from 0 to 100. For example: /chance 5",
    chance_private="In private I answer anyway. Say /chance 5 in a group.",
    inline_wait="Easy now! The next ones in {wait}",
    inline_busy="I have my hands full. Try again in {wait}",
    inline_absent="I haven't learned to write yet",
    inline_refuses="I can't begin with these words",
    inline_picture="🖼 {template}: I draw it in our private chat",
    role_usage=(
        "Whom, and which role? /role 12345 moderator, or answer a message of theirs: /role moderator.\n"
        "Roles: owner, admin, moderator, member, banned. /ban and /unban work the same way; /role me member lays down "
        "your own."
    ),
    role_nobody="I don't know who “{name}” is. Answer a message of theirs, or give their number: /role 12345 moderator",
    role_told="Your role in this community is now: {role}. /help shows what you can do.",
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
    console_link=(
        "The way into the console:\n{address}\n"
        "The link works once, within {minutes}. It is yours alone: whoever opens it is logged in as you."
    ),
    console_elsewhere="That link is for your eyes only. Write /console to me in private.",
    console_nowhere=(
        "The console is not served anywhere yet. An owner has to set web.listen and the address web.public_url in the "
        "settings, and restart the bot."
    ),
    privacy=(
        "What I store of you:\n"
        "• Your posts on this community's wall, to learn to write like it. Your name is not with them: only a code "
        "made of it with a secret key, by which I find them when you want them gone. They stay until the wall loses "
        "them or you say /forgetme.\n"
        "• For a short while, when you asked me for something, to be fair to all. What you write to me, until I have "
        "answered. Your language. For /top, as long as it looks back: your likes, and what I wrote for you, with the "
        "words you gave me to begin with.\n"
        "• If you are a moderator or an admin: what you decided. That stays, in a log that nobody can change.\n"
        "Nothing goes to anybody else. Copies of it all may lie in the owner's backups.\n"
        "/mydata shows how much there is. /forgetme removes your posts and the rest, keeps them away for good, and has "
        "me learn anew without them. In the log there is a code then, not you. /rememberme takes that back. Posts "
        "without a name, as in plain text files, nobody can find: ask the owner. Who is banned stays banned, and asks "
        "an admin."
    ),
    my_data_elsewhere="Write me that in private: it is nobody else's business.",
    my_data_title="What I store of {person}:",
    my_data_opted_out="You said /forgetme on {day}: I learn nothing from you.",
    my_data_posts="Posts I may learn from: {count}{span}.",
    my_data_span=" ({first} to {last})",
    my_data_traces="Requests of the last hour (they go by themselves), likes and the rest: {count}.",
    my_data_deeds="Decisions and other acts of office: {count}. They stay in the log.",
    my_data_more="/forgetme removes the posts and the rest. An admin can export the texts themselves for you.",
    forget_me_question=(
        "Shall I forget you? Your posts go from what I learn from, now and for good, and so do your likes and the "
        "rest. If you were given a role here, you lose it. Posts on the wall itself stay: delete those yourself."
    ),
    button_forget_me="Yes, forget me",
    notice_anothers_button="Somebody else asked that. Say /forgetme yourself.",
    notice_you_are_forgotten="Done.",
    forget_me_done=(
        "Done. Posts removed: {posts}. From now on I pass over yours. What I learned from them goes with the next "
        "training. /rememberme takes this back."
    ),
    forget_me_already="I have nothing of yours, and pass over your posts already.",
    forget_me_published="Already published texts with your words: {count}. The admins see in their log which.",
    remember_me_done="Good to have you back. The next full reading of the wall finds your posts.",
    remember_me_needless="You never said /forgetme: I learn from your posts anyway.",
    forget_usage="Whom? Answer a message of theirs, or give their number: /forget 12345, /forget vk:12345",
    forget_done=(
        "{person} is forgotten. Posts removed: {posts}; waiting drafts rejected: {drafts}. Whatever is read or "
        "imported later, theirs is passed over."
    ),
    forget_already="{person} is forgotten already, and there is nothing left to remove.",
    forget_published="Published drafts that hold their words, to be taken down: {drafts}.",
    shown_elsewhere="I show this only in a private chat or in the moderators' chat.",
)
