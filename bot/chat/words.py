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
from bot.domain.slot import EVERY_DAY

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
    characters: Forms
    weekdays: tuple[str, str, str, str, str, str, str]
    every_day: str
    states: Mapping[DraftState, str]
    roles: Mapping[Role, str]  # after "only for"
    role_names: Mapping[Role, str]

    # Everybody
    start: str
    help_title: str
    unknown_command: str
    hint: str
    needs_role: str
    trouble: str
    meme_wait: str
    meme_too_long: str
    meme_nothing: str
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
    help_language: str
    help_queue: str
    help_cancel: str
    help_schedule: str
    help_stats: str
    help_pause: str
    help_resume: str
    help_temperature: str
    help_role: str
    help_roles: str
    help_ban: str
    help_unban: str
    help_audit: str

    # Cards
    card_title: str
    card_cut: str
    card_edited: str
    card_pending: str
    card_approved: str
    card_rejected: str
    card_replaced: str
    card_refused: str
    card_publishing: str
    card_published: str
    card_unsure: str
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
    unsure_question: str
    unsure_was_there: str
    unsure_sent_again: str
    button_there: str
    button_again: str
    operator_needed: str
    checkpoint_refused: str
    somewhere: str
    somebody: str

    # Notices after a press
    notice_approved: str
    notice_rejected: str
    notice_replaced: str
    notice_replaced_by_none: str
    notice_edit: str
    notice_decided: str
    notice_decided_by_you: str
    notice_no_draft: str
    notice_no_publication: str
    notice_settled: str
    notice_there: str
    notice_again: str
    notice_needs_role: str
    notice_unknown_button: str
    notice_busy: str
    notice_absent: str
    notice_trouble: str

    # The new text of a draft
    edit_question: str
    edit_done: str
    edit_unpublishable: str
    edit_too_late: str
    edit_dropped: str
    edit_none: str

    # Admins
    queue_counts: str
    queue_oldest: str
    queue_elsewhere: str
    queue_written: str
    queue_written_none: str
    queue_usage: str
    schedule_title: str
    schedule_empty: str
    schedule_row: str
    schedule_next: str
    schedule_added: str
    schedule_same: str
    schedule_removed: str
    schedule_absent: str
    schedule_no_time: str
    schedule_no_place: str
    schedule_unreadable: str
    schedule_usage: str
    stats: str
    paused_until: str
    paused_open: str
    pause_ended: str
    pause_not_on: str
    pause_usage: str
    temperature_now: str
    temperature_set: str
    temperature_usage: str
    language_usage: str

    # Roles and the audit log
    role_usage: str
    role_nobody: str
    role_given: str
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
    shown_elsewhere: str

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
