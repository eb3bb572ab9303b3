"""What people read: every text that the bot says, as one type with one instance a language.

A text that a language lacks is a TypeError when that language is imported. Placeholders are filled by `str.format`; a
test holds that both languages have the same ones. Notices (what a person who presses a button is told) stay under VK's
90 characters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.problem import Problem, known_problem
from bot.domain.slot import EVERY_DAY
from bot.domain.unreadable import Unreadable

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Forms:
    """A counted noun: after 1, after 2, after 5 (Russian has three forms; English has the last two alike)."""

    one: str
    few: str
    many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. Nouns after numbers are in the case that `wait`, `in` and `for` ask for."""

    code: str
    name: str
    choose_form: Callable[[int, Forms], str]

    seconds: Forms
    minutes: Forms
    hours: Forms
    days: Forms
    drafts: Forms
    posts: Forms
    characters: Forms
    boxes: Forms
    pictures: Forms
    weekdays: tuple[str, str, str, str, str, str, str]
    every_day: str
    states: Mapping[DraftState, str]
    roles: Mapping[Role, str]  # after "only for"
    role_names: Mapping[Role, str]
    unreadable: Mapping[Unreadable, str]
    problems: Mapping[Problem, str]
    tell_reason: Callable[[str], str]  # one that was raised or recorded in English

    # Everybody
    start: str
    help_title: str
    unknown_command: str
    hint: str
    needs_role: str
    trouble: str
    meme_wait: str
    commands_wait: str
    group_wait: str
    free_now: str
    meme_too_long: str
    meme_nothing: str
    meme_unknown_template: str
    meme_too_many_boxes: str
    meme_no_template_for: str
    meme_own_too_long: str
    meme_own_empty: str
    meme_own_banned: str
    meme_unpaintable: str
    meme_photo_gone: str
    meme_photo_later: str
    album_size: str
    album_none: str
    album_moves: str
    album_usage: str
    album_written: str
    photo_hint: str
    templates_none: str
    templates_hint: str
    template_none: str
    template_list: str
    template_usage: str
    template_boxes: str
    template_name: str
    template_taken: str
    template_absent: str
    template_added: str
    template_removed: str
    template_enough: str
    template_put_by: str
    template_learned: str
    template_learned_none: str
    template_no_wall: str
    template_wall_later: str
    template_wall_none: str
    writer_busy: str
    writer_absent: str
    writer_absent_why: str
    writer_refuses: str
    language_now: str
    language_set: str

    # Help: one line a command
    help_start: str
    help_help: str
    help_meme: str
    help_templates: str
    help_template: str
    help_text: str
    help_language: str
    help_top: str
    help_chance: str
    help_queue: str
    help_album: str
    help_words: str
    help_cancel: str
    help_schedule: str
    help_stats: str
    help_pause: str
    help_quiet: str
    help_resume: str
    help_temperature: str
    help_role: str
    help_roles: str
    help_ban: str
    help_unban: str
    help_audit: str
    help_console: str
    help_privacy: str
    help_my_data: str
    help_forget_me: str
    help_remember_me: str
    help_forget: str

    # Cards
    card_title: str
    card_picture: str
    card_picture_about: str
    card_no_template: str
    box_empty: str
    button_box: str
    button_drop: str
    card_cut: str
    card_edited: str
    card_pending: str
    card_approved: str
    card_rejected: str
    card_replaced: str
    card_refused: str
    card_forgotten: str
    card_publishing: str
    card_published: str
    card_unsure: str
    card_taken_back: str
    card_banned: str
    card_reason: str
    card_votes: str
    card_changes: str
    card_measured_before: str
    card_changes_more: str
    votes: str
    card_expired: str
    card_taken_down: str
    card_moved: str
    measured_score: str
    measured_known: str
    measured_copied: str
    measured_looped: str
    measured_cut: str
    button_approve: str
    button_reject: str
    button_edit: str
    button_another: str
    button_now: str
    button_why: str
    button_ban: str
    button_take_back: str
    button_cancel: str
    button_take_down: str
    unsure_question: str
    unsure_was_there: str
    unsure_sent_again: str
    handed_over: str
    handed_over_done: str
    handed_over_later: str
    handed_over_ended: str
    publication_failed: str
    publication_refused: str
    button_posted: str
    button_not_yet: str
    button_there: str
    button_again: str
    button_retry: str
    operator_needed: str
    checkpoint_refused: str
    reading_failed: str
    training_failed: str
    trained_live: str
    disk_crowded: str
    somewhere: str
    somebody: str

    # Notices after a press
    notice_approved: str
    notice_rejected: str
    notice_voted: str
    notice_voted_before: str
    notice_own_text: str
    notice_outdated: str
    notice_banned_text: str
    notice_taken_back: str
    notice_now: str
    notice_now_short: str
    notice_now_refused: str
    notice_cancel_over: str
    notice_taken_down: str
    notice_remnants: str
    notice_state: str
    notice_why: str
    notice_not_yours: str
    notice_ban: str
    notice_page: str
    notice_opened: str
    notice_elsewhere: str
    notice_replaced: str
    notice_replaced_by_none: str
    notice_edit: str
    notice_which_box: str
    notice_which_picture: str
    notice_dropped: str
    notice_decided: str
    notice_decided_by_you: str
    notice_no_draft: str
    notice_no_publication: str
    notice_settled: str
    notice_there: str
    notice_again: str
    notice_retry: str
    notice_posted: str
    notice_not_yet: str
    notice_needs_role: str
    notice_unknown_button: str
    notice_wait: str
    notice_liked: str
    notice_disliked: str
    notice_forgotten: str
    notice_busy: str
    notice_absent: str
    notice_trouble: str

    # The new text of a draft
    edit_question: str
    edit_which_box: str
    edit_which_picture: str
    edit_box_question: str
    edit_no_words: str
    edit_unpaintable: str
    edit_done: str
    edit_done_for_others: str
    edit_unpublishable: str
    edit_too_late: str
    edit_dropped: str
    edit_none: str
    edit_banned: str
    reason_question: str
    reason_done: str
    reason_too_late: str
    reason_too_long: str
    word_question: str
    word_banned: str
    word_unusable: str
    words_title: str
    words_none: str
    words_lifted: str
    words_absent: str
    words_usage: str

    # Admins
    queue_counts: str
    queue_oldest: str
    queue_open: str
    remnants: str
    remnant: str
    queue_elsewhere: str
    queue_written: str
    queue_written_none: str
    queue_usage: str
    schedule_title: str
    schedule_week: str
    schedule_page: str
    schedule_empty: str
    schedule_row: str
    schedule_next: str
    schedule_added: str
    schedule_changed: str
    schedule_unchanged: str
    schedule_same: str
    schedule_removed: str
    schedule_off: str
    schedule_on: str
    schedule_absent: str
    schedule_no_time: str
    schedule_no_place: str
    schedule_many_places: str
    schedule_no_temperature: str
    schedule_no_reminder: str
    schedule_full: str
    schedule_in_quiet_hours: str
    schedule_unreadable: str
    schedule_usage: str
    slot_off: str
    slot_temperature: str
    slot_without_approval: str
    slot_best: str
    slot_reminds: str
    coming_row: str
    coming_later: str
    coming_draft: str
    coming_draft_text: str
    coming_waits: str
    coming_nothing: str
    coming_reminder: str
    coming_best: str
    coming_paused: str
    coming_quiet: str
    reminder: str
    reminder_choose: str
    reminder_none_written: str
    queue_unfilled: str
    stats: str
    paused_until: str
    paused_open: str
    pause_ended: str
    pause_not_on: str
    pause_usage: str
    pause_leaves_out: str
    quiet_now: str
    quiet_none: str
    quiet_off: str
    quiet_usage: str
    quiet_slot: str
    quiet_waits: str
    quiet_too_long: str
    temperature_now: str
    temperature_set: str
    temperature_usage: str
    language_usage: str

    # What was liked, what is said unasked, and what stands above what is offered inline
    top_title: str
    top_empty: str
    top_usage: str
    chance_now: str
    chance_set: str
    chance_off: str
    chance_deaf: str
    chance_vk: str
    chance_usage: str
    chance_private: str
    inline_wait: str
    inline_busy: str
    inline_absent: str
    inline_refuses: str
    inline_picture: str

    # Roles and the audit log
    role_usage: str
    role_nobody: str
    role_given: str
    role_told: str
    role_same: str
    role_by_settings: str
    role_of_oneself: str
    role_too_high: str
    role_above_own: str
    unban_needless: str
    roles_title: str
    roles_row: str
    roles_none: str
    audit_title: str
    audit_empty: str
    console_link: str
    console_elsewhere: str
    console_nowhere: str

    # What is stored of a person, and how it goes
    privacy: str
    my_data_elsewhere: str
    my_data_title: str
    my_data_opted_out: str
    my_data_posts: str
    my_data_span: str
    my_data_traces: str
    my_data_deeds: str
    my_data_more: str
    forget_me_question: str
    button_forget_me: str
    notice_anothers_button: str
    notice_you_are_forgotten: str
    forget_me_done: str
    forget_me_already: str
    forget_me_published: str
    remember_me_done: str
    remember_me_needless: str
    forget_usage: str
    forget_done: str
    forget_already: str
    forget_published: str
    shown_elsewhere: str

    def why(self, reason: object) -> str:
        """An error, or a reason as it was recorded: in this language where it is the bot's own, else as it was said."""
        recorded = str(reason or "")
        known = known_problem(recorded)
        return self.tell_reason(recorded) if known is None else self.problems[known]

    def count(self, number: int, forms: Forms) -> str:
        """`5 секунд`, `1 draft`."""
        return f"{number} {self.choose_form(number, forms)}"

    def duration(self, span: timedelta) -> str:
        """A span in its largest two units, rounded up, at least a second: whoever waits that long has waited enough."""
        seconds = max(1, -(-span // timedelta(seconds=1)))
        if seconds >= _DAY:
            seconds = -(-seconds // _HOUR) * _HOUR
        elif seconds >= _HOUR:
            seconds = -(-seconds // _MINUTE) * _MINUTE
        parts = (
            (seconds // _DAY, self.days),
            (seconds % _DAY // _HOUR, self.hours),
            (seconds % _HOUR // _MINUTE, self.minutes),
            (seconds % _MINUTE, self.seconds),
        )
        return " ".join(self.count(number, forms) for number, forms in parts if number)

    def moment(self, local: datetime) -> str:
        """A local time of the coming days: weekday, day, hour."""
        return f"{self.weekdays[local.weekday()]} {local:%d.%m %H:%M}"

    def days_of_week(self, weekdays: frozenset[int]) -> str:
        """`every day`, or the weekdays' short names."""
        if weekdays == EVERY_DAY:
            return self.every_day
        return ", ".join(self.weekdays[day] for day in sorted(weekdays))
