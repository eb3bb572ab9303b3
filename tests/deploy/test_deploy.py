"""The deployment files name what is there: settings, files, exit codes. No container engine is needed to see it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import settings as settings_
from bot.settings import PREFIX, Home, load
from bot.terminal import MISTAKE, TRY_AGAIN

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
SERVICE = (DEPLOY / "wallflower.service").read_text("utf-8")
COMPOSE = ("compose.yaml", "compose.postgres.yaml")
VARIABLES = {settings_.variable(section, name) for section, name, _default, _text in settings_.fields()}
VARIABLES |= {f"{PREFIX}HOME"}
# Longer than `wallflower run` takes to end.
LEAST_STOP_S = 10


def compose(name: str) -> dict[str, Any]:
    document = yaml.safe_load((DEPLOY / name).read_text("utf-8"))
    assert isinstance(document, dict)
    return document


def instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in joined.splitlines() if line.strip()]


@pytest.mark.parametrize("file", sorted(DEPLOY.iterdir()), ids=lambda file: file.name)
def test_every_variable_that_a_file_names_is_a_setting(file: Path) -> None:
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", file.read_text("utf-8"))) <= VARIABLES


def test_what_the_dockerfile_copies_is_there_and_not_kept_from_the_builder() -> None:
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = [
        word for verb, rest in instructions() if verb == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    ]
    assert copied
    for name in copied:
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignored, name


def test_every_package_that_is_installed_is_copied() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    copied = {rest.split()[0] for verb, rest in instructions() if verb == "COPY" and "--from" not in rest}
    assert packages <= copied


def test_the_container_is_not_root_and_its_health_is_asked_where_it_listens() -> None:
    found = dict(instructions())
    assert found["USER"] == "10001:10001"
    assert found["ENTRYPOINT"] == '["wallflower"]'
    port = re.search(r"WALLFLOWER_WEB_LISTEN=0\.0\.0\.0:(\d+)", DOCKERFILE)
    assert port is not None
    assert found["EXPOSE"] == port[1]
    assert f"127.0.0.1:{port[1]}/healthz" in found["HEALTHCHECK"]


def test_the_home_of_the_container_lies_inside_its_volume_where_restore_can_rename_it() -> None:
    volume = Path(dict(instructions())["VOLUME"])
    home = re.search(r"WALLFLOWER_HOME=(\S+)", DOCKERFILE)
    assert home is not None
    assert Path(home[1]).parent == volume


@pytest.mark.parametrize("name", COMPOSE)
def test_bots_of_a_compose_file_are_bounded_and_have_time_to_end(name: str) -> None:
    services = compose(name)["services"]
    bots = {key: service for key, service in services.items() if service["image"] == "wallflower"}
    assert bots
    for bot in bots.values():
        assert (bot["read_only"], bot["init"], bot["cap_drop"]) == (True, True, ["ALL"])
        assert bot["security_opt"] == ["no-new-privileges:true"]
        assert int(bot["stop_grace_period"].removesuffix("s")) > LEAST_STOP_S
        assert bot["mem_limit"].endswith("g")
        # HOME of the image.
        assert f"HOME={bot['tmpfs'][0]} " in DOCKERFILE
        assert [volume.partition(":")[2] for volume in bot["volumes"]] == ["/data"]
    assert any("build" in bot for bot in bots.values())
    for bot in bots.values():
        if "build" in bot:
            assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
            assert set(bot["build"]["args"]) <= set(re.findall(r"^ARG (\w+)", DOCKERFILE, re.MULTILINE))


@pytest.mark.parametrize("name", COMPOSE)
def test_every_volume_that_a_service_names_is_declared(name: str) -> None:
    document = compose(name)
    named = {
        volume.partition(":")[0] for service in document["services"].values() for volume in service.get("volumes", [])
    }
    assert named == set(document["volumes"])


def test_nothing_is_open_to_the_world_but_the_proxy() -> None:
    assert compose("compose.yaml")["services"]["bot"]["ports"] == ["127.0.0.1:8080:8080"]
    open_ones = [name for name, service in compose("compose.postgres.yaml")["services"].items() if "ports" in service]
    assert open_ones == ["proxy"]


@pytest.mark.parametrize("service", ["bot", "second-bot"])
def test_the_settings_of_the_pair_fit_together_and_one_alone_trains(service: str, tmp_path: Path) -> None:
    environment = compose("compose.postgres.yaml")["services"][service]["environment"]
    filled = {name: re.sub(r"\$\{\w+(?::[-?][^}]*)?\}", "example", value) for name, value in environment.items()}
    filled["WALLFLOWER_WEB_LISTEN"] = "0.0.0.0:8080"
    settings = load(Home(tmp_path), filled)
    assert (settings.telegram.webhook, settings.vk.callback, settings.web.behind_proxy) == (True, True, True)
    is_first = service == "bot"
    assert (bool(settings.scrape.at), bool(settings.training.at), settings.training.retrain) == (is_first,) * 3


def test_no_file_holds_a_secret_and_the_password_has_no_default() -> None:
    text = (DEPLOY / "compose.postgres.yaml").read_text("utf-8")
    assert set(re.findall(r"PASSWORD:? ?\$?\{POSTGRES_PASSWORD(..)", text)) == {":?"}
    assert text.count("${POSTGRES_PASSWORD:?") == 2


def _value(name: str) -> str:
    found = re.search(rf"^{name}=(.*)$", SERVICE, re.MULTILINE)
    assert found is not None, name
    return found[1]


def test_the_service_is_not_started_again_for_what_a_person_has_to_mend() -> None:
    assert _value("Restart") == "on-failure"
    assert _value("RestartPreventExitStatus").split() == [str(MISTAKE)]
    assert str(TRY_AGAIN) not in _value("RestartPreventExitStatus")
    assert int(_value("TimeoutStopSec")) > LEAST_STOP_S


def test_the_service_may_write_into_its_home_alone() -> None:
    home = re.search(r"--home (\S+) run", _value("ExecStart"))
    assert home is not None
    assert _value("ReadWritePaths") == home[1]
    assert (_value("ProtectSystem"), _value("NoNewPrivileges"), _value("User")) == ("strict", "yes", "wallflower")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd's own checker")
def test_systemd_finds_no_fault_in_the_service(tmp_path: Path) -> None:
    file = tmp_path / "wallflower.service"
    # Where it is installed there is the program.
    file.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", SERVICE, flags=re.MULTILINE), "utf-8")
    ended = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
