"""Opens the demo's page where somebody can see it: on a machine with a display, in a browser with windows."""

import os
import sys
import webbrowser
from collections.abc import Mapping


def has_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether a window would be seen. Over ssh none would, and a text browser would take the terminal away."""
    if platform in {"darwin", "win32"}:
        return "SSH_CONNECTION" not in environment
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_page(address: str) -> bool:
    """Open it. Returns whether that seems to have worked; it never raises."""
    try:
        browser = webbrowser.get()
        # This kind waits for a program in the terminal to end: lynx, w3m.
        if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(browser, webbrowser.BackgroundBrowser):
            return False
        return browser.open(address)
    except (webbrowser.Error, OSError):
        return False
