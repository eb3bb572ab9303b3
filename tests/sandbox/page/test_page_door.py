"""Nobody drives the page but the browser that was given its address; what it serves comes from nowhere else."""

import aiohttp
import pytest

from tests.sandbox.page.conftest import Visit


async def test_the_page_shows_itself_under_its_address_with_a_strict_policy(visit: Visit) -> None:
    async with visit.session.get(visit.address) as answer:
        assert answer.status == 200
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "frame-src http://127.0.0.1:9;" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_without_the_token_nothing_is_shown_or_done(visit: Visit) -> None:
    for path in ("", "wrong/", "wrong/events", "%ED%A0%80/", "wrong/static/page.js"):
        async with visit.session.get(f"{visit.origin}/{path}") as answer:
            assert answer.status == 404, path
            assert "Стена" not in await answer.text()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost", "127.0.0.1:1", ""])
async def test_a_name_that_was_pointed_at_this_machine_gets_nothing(visit: Visit, host: str) -> None:
    async with visit.session.get(visit.address, headers={"Host": host}) as answer:
        assert answer.status in {400, 421}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
async def test_a_page_from_elsewhere_can_do_nothing_even_with_the_token(visit: Visit, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    what = {"act": "say", "role": "member", "platform": "vk", "text": "/meme"}
    async with visit.session.post(f"{visit.address}act", json=what, headers=headers) as answer:
        assert answer.status == 403
    assert visit.stage.vk.messages(visit.stage.member.vk_id, -visit.stage.group_id) == []


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}, {"Host": "[::1"}],
)
async def test_the_sandboxes_themselves_answer_no_web_page(visit: Visit, headers: dict[str, str]) -> None:
    for url in (f"{visit.stage.vk_url}/sandbox/calls", f"{visit.stage.telegram_url}/sandbox/calls"):
        try:
            async with visit.session.get(url, headers=headers) as answer:
                assert answer.status in {400, 403}
        except aiohttp.ClientError:
            pass  # the server hung up on a Host that is none


async def test_static_files_are_those_of_the_page_alone(visit: Visit) -> None:
    for name, kind in (("page.js", "text/javascript"), ("page.css", "text/css"), ("icon.svg", "image/svg+xml")):
        async with visit.session.get(f"{visit.address}static/{name}") as answer:
            assert answer.status == 200
            assert answer.content_type == kind
    async with visit.session.get(f"{visit.address}static/..%2Fserver.py") as answer:
        assert answer.status == 404
