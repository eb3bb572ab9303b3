"""How a command ends when something goes wrong."""

import pytest
import typer

from bot.errors import Misconfigured, Refused, Retryable
from bot.terminal import MISTAKE, TRY_AGAIN, guarded


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Misconfigured("a key is wrong"), MISTAKE),
        (Refused("there is no such run"), MISTAKE),
        (OSError(28, "No space left on device"), MISTAKE),
        (Retryable("the database is out of reach"), TRY_AGAIN),
        (KeyboardInterrupt(), 130),
    ],
)
def test_the_exit_code_says_whether_a_person_must_act(
    error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        raise error

    with pytest.raises(typer.Exit) as ended:
        guarded(work)
    assert ended.value.exit_code == code
    assert "Traceback" not in capsys.readouterr().err


def test_a_defect_shows_itself() -> None:
    def work() -> None:
        raise ValueError("a defect")

    with pytest.raises(ValueError, match="a defect"):
        guarded(work)
