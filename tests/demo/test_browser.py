"""A browser is opened only where somebody would see it."""

import pytest

from bot.demo.browser import has_display


@pytest.mark.parametrize(
    ("environment", "platform", "is_seen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({}, "darwin", True),
        ({"SSH_CONNECTION": "a 1 b 2"}, "darwin", False),
    ],
)
def test_a_display_is_what_shows_windows(environment: dict[str, str], platform: str, *, is_seen: bool) -> None:
    assert has_display(environment, platform) is is_seen
