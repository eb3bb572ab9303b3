"""A house for each file of this folder: what is decided in it is not there any more for who only looks."""

from collections.abc import Iterator

import pytest

from tests.browser.whole_house import WholeHouse, whole_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeHouse]:
    """The bot and both sandboxes."""
    with whole_house(tmp_path_factory.mktemp("acting")) as found:
        yield found
