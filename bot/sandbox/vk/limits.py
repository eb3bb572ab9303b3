"""What VK allows, as facts with their figures, and the switches where reports of the live API disagree."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.rate_limit import Rate

DAY_S = 86_400.0


USER_RATE, COMMUNITY_RATE, SERVICE_RATE = Rate(3, 1.0), Rate(20, 1.0), Rate(3, 1.0)


@dataclass(frozen=True, slots=True)
class VkLimits:
    """Sizes and rates of the live API; a test makes them smaller, never larger."""

    user_rate: Rate = USER_RATE
    community_rate: Rate = COMMUNITY_RATE
    service_rate: Rate = SERVICE_RATE
    wall_get_per_day: int = 5_000
    posts_per_day: int = 500
    scheduled_per_day: int = 250
    scheduled_in_all: int = 1_500
    wall_page: int = 100
    members_page: int = 1_000
    history_page: int = 200
    post_chars: int = 16_000
    message_chars: int = 4_096
    attachments: int = 10
    execute_calls: int = 25
    execute_answer_bytes: int = 5_000_000
    upload_bytes: int = 50_000_000
    edit_window_s: float = DAY_S
    event_answer_window_s: float = 60.0
    random_id_window_s: float = 3_600.0
    long_poll_wait_s: int = 90
    long_poll_key_s: float = 3_600.0
    long_poll_history: int = 10_000


@dataclass(frozen=True, slots=True)
class VkBehaviour:
    """Points on which sources disagree, or where the platform promises nothing: a client must live with either."""

    guid_deduplicates: bool = False  # wall.post and wall.createComment; documented without a guarantee
    community_may_post: bool = True  # wall.post with a community key: the schema says no, measured to work in 2026
    service_may_execute: bool = False
    payload_as_text: bool = False  # message_event.payload: an object in practice, a string in the schema
    copies_message_photos: bool = False  # a photo uploaded for messages stands on a wall under another number
    # Every nth long-poll event comes twice with the same event_id; where there is a number, each that is brought does.
    repeat_every_event: int | None = None
    callback_retry_s: float = 1.0  # the first pause before an event is brought again; nowhere documented
