"""What a stranger has written is shown as text, wherever it stands."""

from bot.domain.member import Role
from tests.browser.conftest import Looks
from tests.browser.test_pages import pages
from tests.browser.whole_house import HOSTILE


def test_a_script_in_a_draft_and_in_posts_is_read_and_not_run(looks: Looks) -> None:
    look = looks(Role.OWNER)
    shown = [path for path in pages(look) if HOSTILE in look.page.inner_text("body")]
    assert any("queue" in path for path in shown)
    look.open("/console/corpus/posts?q=onerror")
    assert HOSTILE in look.page.inner_text("main")
    assert look.page.title() != "taken"
    assert look.page.locator("main img[src=x]").count() == 0
    assert look.troubles == []
