"""What goes wrong at the other side: plans of faults for VK and Telegram, as shares of all calls."""

from bot.sandbox.faults import ApiError, Chance, Delay, Drop, Fault, FaultRule, HttpError, Malformed

# How long a delayed answer takes, in the machine's seconds: a wide target for a kill.
DELAY_S = 0.25


def around_a_post() -> tuple[list[FaultRule], list[FaultRule]]:
    """For VK and Telegram: about every second call that posts is hit, most of them after it took effect.

    On its way to a post on VK each picture makes three more calls, which are hit less often.
    """
    common: list[tuple[Fault, float]] = [
        (Delay(DELAY_S, when="before"), 0.10),
        (Delay(DELAY_S, when="after"), 0.25),
        (Drop(when="before"), 0.04),
        (Drop(when="after"), 0.08),
        (HttpError(502, when="before"), 0.02),
        (HttpError(504, when="after"), 0.03),
        (Malformed("truncated"), 0.02),
        (Malformed("wrong_types"), 0.02),
    ]
    on_vk: list[tuple[Fault, float]] = [
        (ApiError(6), 0.03),
        (ApiError(10, when="before"), 0.02),
        (ApiError(10, when="after"), 0.02),
        (ApiError(9), 0.01),
    ]
    on_telegram: list[tuple[Fault, float]] = [(ApiError(429, "Too Many Requests: retry after 5", retry_after=5), 0.05)]
    uploading = [(fault, share / 2) for fault, share in common]
    vk = [*_rules("wall.post", common + on_vk), *_rules("wall.get", common[:5])]
    vk += [*_rules("photos.*", uploading), *_rules("upload.photo", uploading)]
    posting = ("sendMessage", "sendPhoto", "sendMediaGroup")
    return vk, [rule for method in posting for rule in _rules(method, common + on_telegram)]


def on_every_call(share: float) -> tuple[list[FaultRule], list[FaultRule]]:
    """For VK and Telegram: `share` of all calls is hit, by every class of error in equal parts."""
    common: list[Fault] = [
        Drop(when="before"),
        Drop(when="after"),
        HttpError(502, when="before"),
        HttpError(504, when="after"),
        Malformed("truncated"),
        Malformed("wrong_types"),
        Delay(DELAY_S, when="after"),
    ]
    captcha = ApiError(14)
    vk = [*common, ApiError(1), ApiError(6), ApiError(9), ApiError(10, when="after"), captcha]
    telegram = [*common, ApiError(429, "Too Many Requests: retry after 30", retry_after=30), ApiError(500, "Internal")]
    return _equally(vk, share), _equally(telegram, share)


def _equally(faults: list[Fault], share: float) -> list[FaultRule]:
    return [FaultRule("*", fault, Chance(share / len(faults))) for fault in faults]


def _rules(method: str, shares: list[tuple[Fault, float]]) -> list[FaultRule]:
    return [FaultRule(method, fault, Chance(share)) for fault, share in shares]
