"""Making a bot: what is refused before anything is sent, and what never shows in a message."""

import pytest

from bot.errors import Misconfigured
from bot.platforms.telegram import make_bot


@pytest.mark.parametrize("token", ["", "no-colon", "letters:abc", "12 3:abc", "123:", "123:se cret", "123:secret\n"])
def test_a_token_of_the_wrong_form_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(Misconfigured, match="@BotFather") as caught:
        make_bot(token, "https://api.telegram.org")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "api.telegram.org", "ftp://host", "http://", "http://host:99999", "http://host/{0}", "http://host/?a=b"]
)
def test_an_address_that_is_no_bot_api_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"https://api\.telegram\.org"):
        make_bot("123:abc", url)
