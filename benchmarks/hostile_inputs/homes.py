"""Settings, secrets and bundles: what an operator's files hold is taken, or refused in a sentence, no secret in it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from benchmarks.hostile_inputs.drawing import drawn, short_texts, spoilt_bytes
from benchmarks.hostile_inputs.outcome import Outcome
from bot import settings as settings_
from bot.backup.restoring import restore
from bot.backup.saving import save
from bot.errors import WallflowerError
from bot.settings import Home, load

_SECRET = "hush-hush-0123456789"  # noqa: S105 - planted, to be looked for in what is said
_NAMES = [(section, name) for section, name, _default, _what in settings_.fields()]
_TOML = b"""[community]
language = "ru"
zone = "Europe/Moscow"
[vk]
enabled = true
group_id = 77
[roles]
admins = ["telegram:1", "vk:2"]
[writing]
temperature = 0.8
banned_words = ["one", "two*"]
[schedule]
place = "vk:-77"
tick_s = 5
"""


def _line(place: tuple[str, str], value: str) -> bytes:
    section, name = place
    return f"[{section}]\n{name} = {value}\n".encode("utf-8", "surrogatepass")


_values = st.one_of(
    short_texts,
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(("true", '""', "[]", "{}", "[[1]]", '["telegram:1", 2]', "1979-05-27", "0x10", "inf", "nan")),
    short_texts.map(lambda text: '"' + text.replace("\\", "").replace('"', "").replace("\n", "") + '"'),
)
_toml_files = st.one_of(
    spoilt_bytes(_TOML),
    st.builds(_line, st.sampled_from(_NAMES), _values),
    st.binary(max_size=200),
)
_env_files = st.one_of(
    spoilt_bytes(f"WALLFLOWER_VK_SERVICE_KEY={_SECRET}\nWALLFLOWER_TELEGRAM_TOKEN='1:{_SECRET}'\n".encode()),
    st.binary(max_size=200),
)
_variables = st.dictionaries(
    st.one_of(
        st.sampled_from(_NAMES).map(lambda place: settings_.variable(*place)), short_texts.map("WALLFLOWER_{}".format)
    ),
    short_texts,
    max_size=2,
)
_settings: st.SearchStrategy[tuple[bytes, bytes, dict[str, str]]] = st.one_of(
    st.tuples(_toml_files, st.just(b""), st.just({})),
    st.tuples(st.just(_TOML), _env_files, st.just({})),
    st.tuples(st.just(_TOML), st.just(f"WALLFLOWER_VK_SERVICE_KEY={_SECRET}\n".encode()), _variables),
)


def feed_settings(count: int, number: int, folder: Path) -> Outcome:
    """Load `count` homes' settings."""
    outcome, home = Outcome(), Home(folder)
    for toml, dotenv, environment in drawn(_settings, count, number):
        outcome.inputs += 1
        (folder / settings_.SETTINGS_FILE).write_bytes(toml)
        (folder / settings_.SECRETS_FILE).write_bytes(dotenv)
        given = (toml, dotenv, environment)
        try:
            load(home, environment)
        except WallflowerError as error:
            _check_said(str(error), given, outcome)
        except Exception as error:  # noqa: BLE001 - what is looked for
            outcome.wrong(repr(error), given)
    return outcome


def feed_bundles(count: int, number: int, folder: Path) -> Outcome:
    """Restore a bundle that was damaged in `count` ways; a sound one is restored at the end."""
    outcome, home = Outcome(), folder / "home"
    home.mkdir()
    (home / settings_.SETTINGS_FILE).write_bytes(_TOML)
    (home / "corpus.txt").write_text("one" + "\n" * 11 + "two\n", "utf-8")
    now = datetime.now(UTC)
    sound = save(Home(home), load(Home(home), {}), folder / "sound.zip", now).bundle
    whole = sound.read_bytes()
    damaged, restored = folder / "damaged.zip", folder / "restored"
    for contents in drawn(st.one_of(spoilt_bytes(whole), _cut(whole)), count, number):
        outcome.inputs += 1
        damaged.write_bytes(contents)
        try:
            restore(damaged, restored, now)
        except WallflowerError as error:
            _check_said(str(error), contents, outcome)
            if restored.exists():
                outcome.wrong("a refused bundle left something behind", contents)
        except Exception as error:  # noqa: BLE001 - what is looked for
            outcome.wrong(repr(error), contents)
        else:
            if (restored / settings_.SETTINGS_FILE).read_bytes() != _TOML:
                outcome.wrong("a damaged bundle was restored with other settings", contents)
        shutil.rmtree(restored, ignore_errors=True)
    restore(sound, restored, now)
    return outcome


def _cut(whole: bytes) -> st.SearchStrategy[bytes]:
    return st.integers(0, len(whole)).map(lambda length: whole[:length])


def _check_said(said: str, given: object, outcome: Outcome) -> None:
    if not said or "\n" in said:
        outcome.wrong("an error that is not one sentence", given)
    if _SECRET in said:
        outcome.wrong("a secret in an error", given)
