"""Every button of every page, pressed by who may: the bot answers each with a notice, or with what is wrong."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PIL import Image

from bot.domain.member import Role
from tests.browser.acting.deeds import LAST, Deed, deeds, kind_of_action
from tests.browser.conftest import Look, Looks
from tests.browser.test_pages import pages

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle

# Seconds that a publication or the beginning of a training may take.
_LOOKS = 20
_TRIES = 3
# Every button that sends a form, with what it does: [method, address, place on the page]. Attributes are asked, for a
# form's property is the field of that name where it has one.
_BUTTONS = """all => all.map((one, place) => one.form && one.type === "submit" ? [
    one.form.getAttribute("method") || "get",
    one.getAttribute("formaction") || one.form.getAttribute("action"),
    place,
] : null).filter(Boolean)"""

_UNFOLD = """button => {
    for (let at = button.form; at = at.parentElement?.closest("details"); ) at.open = true;
    for (const folded of button.form.querySelectorAll("details")) folded.open = true;
    return button.form;
}"""


def found_on(look: Look) -> dict[str, list[int]]:
    """What can be done on the page that is open, and with which of its buttons."""
    found: dict[str, list[int]] = {}
    for method, address, place in look.page.eval_on_selector_all("button", _BUTTONS):
        found.setdefault(kind_of_action(method, address), []).append(place)
    return found


def tried(look: Look, deed: Deed) -> str:
    """As `do`; what never came is one more thing that is wrong, and the other deeds are done all the same."""
    from playwright.sync_api import Error  # noqa: PLC0415 - an extra

    told = ""
    for _ in range(_TRIES):
        try:
            return do(look, deed)
        except Error as error:
            told = str(error.message)
            # A page that is live was drawn anew under the hand: nothing was pressed yet.
            if "not attached" not in told:
                break
    return told


def do(look: Look, deed: Deed) -> str:
    """Type and press; returns what was wrong with what came of it."""
    for _ in range(_LOOKS):
        look.open(deed.at)
        places = found_on(look).get(deed.action)
        if places is not None:
            break
        # What another deed has begun, a publication or a training, may not be there yet.
        look.page.wait_for_timeout(1000)
    else:
        return f"{deed.at} has no button for it"
    # Held by themselves, not by their places: a page that is live moves others before them.
    buttons = look.page.query_selector_all("button")
    found = ((buttons[place], _form_of(buttons[place])) for place in places)
    typed = [f"[name={name}]:not([type=hidden])" for name in deed.fields]
    fitting = next(((one, form) for one, form in found if all(map(form.query_selector, typed))), None)
    if fitting is None:
        return f"{deed.at} has no form for it with {', '.join(deed.fields)}"
    button, form = fitting
    # What a page may not be told, the server is told anyway: it is the server that has to say what is wrong.
    form.evaluate("form => form.noValidate = true")
    for name, value in deed.fields.items():
        field = form.query_selector(f"[name={name}]:not([type=hidden])")
        assert field is not None
        _type(field, value)
    method = deed.action.partition(" ")[0]
    with look.page.expect_response(
        lambda answer: (
            answer.request.method == method and kind_of_action(method, answer.url) == deed.action
        )
    ) as waiting:  # fmt: skip
        button.click()
    status = waiting.value.status
    look.page.wait_for_load_state()
    if status >= 500 or (status >= 400 and not deed.is_wrong):
        return f"status {status}"
    if deed.is_wrong or deed.has_notice:
        told = "main .wrong, main .notice.bad, [role=alert]" if deed.is_wrong else "main > .notice"
        said = look.page.locator(told).first
        said.wait_for(state="visible")
        if not said.inner_text().strip():
            return "nothing was said"
    if deed.leads_to:
        look.page.wait_for_url(lambda address: urlsplit(address).path.startswith(deed.leads_to))
    return ""


def _form_of(button: "ElementHandle") -> "ElementHandle":
    """With everything open that is folded around it and in it."""
    form = button.evaluate_handle(_UNFOLD).as_element()
    assert form is not None
    return form


def _type(field: "ElementHandle", value: str | Path) -> None:
    if isinstance(value, Path):
        field.set_input_files(value)
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "checkbox":
        field.check()
    else:
        field.fill(value)


def test_each_button_is_pressed_and_answered_and_none_is_forgotten(looks: Looks, tmp_path: Path) -> None:
    picture = tmp_path / "doors.png"
    Image.new("RGB", (400, 300), "#7a9").save(picture)
    people = {
        role: f"telegram:{looks.house.stage.people[role.name.lower()].telegram_id}" for role in looks.house.tokens
    }
    todo = deeds(picture, people)
    seen: set[str] = set()
    wrong = []
    hands = {role: looks(role) for role in (Role.MODERATOR, Role.ADMIN, Role.OWNER)}
    for look in hands.values():
        look.page.set_default_timeout(20_000)
        look.page.on("dialog", lambda dialog: dialog.accept())
    for deed in todo:
        look = hands[deed.by]
        if problem := tried(look, deed):
            wrong.append(f"{deed.action} at {deed.at}: {problem}")
        seen |= found_on(look).keys()
    for _ in pages(hands[Role.OWNER]):
        seen |= found_on(hands[Role.OWNER]).keys()
    wrong += [f"{deed.action} at {deed.at}: {problem}" for deed in LAST if (problem := tried(hands[deed.by], deed))]
    assert wrong == []
    pressed = {deed.action for deed in (*todo, *LAST)}
    assert seen - pressed == set()
    troubles = [one for look in hands.values() for one in look.troubles]
    assert [one for one in troubles if "422" not in one] == []
