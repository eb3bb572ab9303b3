"""Settings come from wallflower.toml, .env and the environment; what is wrong with them is said with its place."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Address, Platform, Role
from bot.domain.place import Place
from bot.errors import Misconfigured
from bot.settings import Home, Settings, fields, load
from model.guards.banned_words import MOST_CHARS_A_WORD, MOST_WORDS


def home(folder: Path, toml: str = "", env: str = "") -> Home:
    (folder / "wallflower.toml").write_text(toml, "utf-8")
    (folder / ".env").write_text(env, "utf-8")
    return Home(folder)


def test_a_home_without_files_has_the_defaults(tmp_path: Path) -> None:
    assert load(Home(tmp_path), {}) == Settings()


def test_the_environment_wins_over_env_and_env_over_toml(tmp_path: Path) -> None:
    found = home(tmp_path, "[writing]\ntemperature = 0.1\nmax_chars = 100\n", "WALLFLOWER_WRITING_TEMPERATURE=0.2\n")
    assert load(found, {}).writing.temperature == 0.2
    assert load(found, {"WALLFLOWER_WRITING_TEMPERATURE": "0.3"}).writing.temperature == 0.3
    assert load(found, {}).writing.max_chars == 100


def test_every_setting_can_come_from_the_environment(tmp_path: Path) -> None:
    samples = {
        "vk.api_url": "http://127.0.0.1:9/",
        "telegram.api_url": "http://127.0.0.1:9",
        "community.language": "en",
        "community.zone": "Asia/Omsk",
        "log.level": "debug",
        "log.format": "json",
        "scrape.at": "3:00",
        "training.at": "3:30",
        "training.weekdays": "mon,thu",
        "pictures.share": "0.5",
        "web.listen": "[::1]:8080",
        "web.public_url": "https://memes.example",
        "web.framed_by": "https://site.example",
        "schedule.place": "telegram:@wall",
        "schedule.quiet": "23:00-08:00",
        "limits.group": "15",
        "limits.album": "7",
        "writing.top_p": "0.9",
        "writing.copied_share": "0.9",
        "writing.looped_share": "0.9",
        "writing.known_words": "0.9",
        "training.save_every_s": "5",
    }
    for section, name, default, _description in fields():
        value = samples.get(f"{section}.{name}")
        if value is None:
            opposite = str(not default)
            value = {bool: opposite, int: "20", float: "1.5", tuple: "vk:1, telegram:2"}.get(type(default), "text")
        variable = f"WALLFLOWER_{section}_{name}".upper()
        settings = load(Home(tmp_path), {variable: value})
        assert getattr(getattr(settings, section), name) != default, variable


def test_two_underscores_between_section_and_name_do_as_well(tmp_path: Path) -> None:
    assert load(Home(tmp_path), {"WALLFLOWER_VK__GROUP_ID": "7"}).vk.group_id == 7


def test_people_and_places_are_read(tmp_path: Path) -> None:
    found = home(tmp_path, '[roles]\nadmins = ["telegram:1"]\n[schedule]\nplace = "vk:-5"\n')
    settings = load(found, {"WALLFLOWER_ROLES_MODERATORS": "vk:2, telegram:3"})
    assert settings.roles.roles().of(Address(Platform.TELEGRAM, 1)) is Role.ADMIN
    assert settings.roles.roles().of(Address(Platform.VK, 2)) is Role.MODERATOR
    assert settings.schedule.place == Place(Platform.VK, "-5")


def test_banned_words_are_listed_and_one_that_bans_everything_is_refused(tmp_path: Path) -> None:
    """A limit of the writer's is said when the settings are read, not at the first post."""
    assert load(Home(tmp_path), {"WALLFLOWER_WRITING_BANNED_WORDS": "слон*, казино онлайн"}).writing.banned_words == (
        "слон*",
        "казино онлайн",
    )
    for wrong in ("*", "слово, !?", "а" * (MOST_CHARS_A_WORD + 1), ",".join(["слово"] * (MOST_WORDS + 1))):
        with pytest.raises(Misconfigured, match=r"writing\.banned_words"):
            load(Home(tmp_path), {"WALLFLOWER_WRITING_BANNED_WORDS": wrong})


def test_a_banned_admin_is_banned() -> None:
    somebody = Address(Platform.VK, 1)
    roles = Settings.model_validate({"roles": {"admins": ["vk:1"], "banned": ["vk:1"]}}).roles.roles()
    assert roles.of(somebody) is Role.BANNED


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[vk]\ngroup_id = 'x'\n", "vk.group_id"),
        ("[vk]\ngruop_id = 1\n", "vk.gruop_id"),
        ("[writing]\ntemperature = -1\n", "writing.temperature"),
        ("[community]\nlanguage = 'de'\n", "community.language"),
        ("[community]\nzone = 'Moscow'\n", "Europe/Moscow"),
        ("[roles]\nadmins = ['me']\n", "telegram:NUMBER"),
        ("[schedule]\nplace = 'wall'\n", "vk:-GROUP"),
        ("[roles]\nadmins = [123]\n", "telegram:NUMBER"),
        ("[schedule]\nplace = -5\n", "vk:-GROUP"),
        ("vk = 1\n", "[vk]"),
        ("[nonsense]\na = 1\n", "nonsense"),
        ("[vk\n", "TOML"),
    ],
)
def test_a_mistake_is_named_in_one_sentence(tmp_path: Path, toml: str, named: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        load(home(tmp_path, toml), {})
    assert named in str(caught.value)
    assert "\n" not in str(caught.value).replace("\\n", "")


def test_a_variable_that_is_no_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="WALLFLOWER_VK"):
        load(Home(tmp_path), {"WALLFLOWER_VK": "1"})
    with pytest.raises(Misconfigured, match=r"vk\.servce_key"):
        load(Home(tmp_path), {"WALLFLOWER_VK_SERVCE_KEY": "1"})


def test_a_strange_name_is_told_on_one_line(tmp_path: Path) -> None:
    for toml, environment in (("", {"WALLFLOWER_A\n\x1b[2J": "1"}), ('[vk]\n"a\\nb" = 1\n', {})):
        with pytest.raises(Misconfigured) as caught:
            load(home(tmp_path, toml), environment)
        assert str(caught.value).isprintable()


def test_a_secret_in_the_toml_file_is_sent_to_env(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="WALLFLOWER_VK_SERVICE_KEY") as caught:
        load(home(tmp_path, "[vk]\nservice_key = 'hunter2'\n"), {})
    assert "hunter2" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    settings = Settings.model_validate(
        {"vk": {"service_key": "hunter2"}, "database": {"url": "postgresql://u:hunter2@h/d"}}
    )
    assert "hunter2" not in repr(settings)


@given(st.text(max_size=200))
def test_any_text_as_a_settings_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("home")
    (folder / "wallflower.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(Misconfigured):
        load(Home(folder), {})


def test_what_is_particular_about_a_place_is_read(tmp_path: Path) -> None:
    found = home(
        tmp_path, '[[places]]\nplace = "telegram:@wall"\nheader = "Мем"\nhashtags = ["мем", "#осень"]\napprovals = 2\n'
    )
    (place,) = load(found, {}).places
    assert (place.place, place.approvals) == (Place(Platform.TELEGRAM, "@wall"), 2)
    assert place.form.post("text") == "Мем\n\ntext\n\n#мем #осень"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ('[[places]]\nplace = "vk-1"\n', "is no place"),
        ('[[places]]\nheader = "x"\n', r"places\.0\.place"),
        ('[[places]]\nplace = "vk:-1"\n' * 2, r"two \[\[places\]\]"),
        ('[[places]]\nplace = "vk:-1"\nhashtags = ["a b"]\n', "is no hashtag"),
        ('[[places]]\nplace = "vk:-1"\nmax_chars = 120\nheader = "a header of some words"\n', "leave no room"),
        ('[places]\nplace = "vk:-1"\n', r"write \[\[places\]\]"),
    ],
)
def test_a_place_that_is_set_wrongly_is_refused_with_what_is_wrong(tmp_path: Path, written: str, problem: str) -> None:
    with pytest.raises(Misconfigured, match=problem):
        load(home(tmp_path, written), {})


def test_places_can_not_come_from_the_environment(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"\[\[places\]\] in wallflower.toml only"):
        load(Home(tmp_path), {"WALLFLOWER_PLACES_HEADER": "x"})
