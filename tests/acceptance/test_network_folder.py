"""A rules folder on a mount that notices late what is changed behind it, as network folders do.

No such mount tells of changes by inotify, and stat gives old times for a while: here for
`LAG` seconds. bindfs, in Debian's package of that name, stands in for the network.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.running import Server, eventually
from tests.acceptance.saves import by_deleting_first, by_renaming, in_place
from tests.acceptance.test_live_rules import RULES, House

LAG = 2
"""Seconds for which the mount answers out of what it knew."""


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Path]:
    """The folder `behind`, mounted on `rules`; the path is that of the folder behind."""
    if not shutil.which("bindfs") or not os.access("/dev/fuse", os.R_OK | os.W_OK):
        pytest.skip("no bindfs to mount a slow folder with, or nobody may mount here")
    behind, rules = tmp_path / "behind", tmp_path / "rules"
    behind.mkdir()
    rules.mkdir()
    (behind / "10.yaml").write_text(RULES.format(answer="one"))
    timeouts = ",".join(f"{kind}_timeout={LAG}" for kind in ("attr", "entry", "negative"))
    mounted = subprocess.run(
        ["bindfs", "-o", timeouts, behind, rules], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"bindfs does not mount here: {mounted.stderr.strip()}")
    yield behind
    subprocess.run(["umount", rules], check=True)


@pytest.fixture
def house(tmp_path: Path, mount: Path) -> Iterator[House]:
    with Server(tmp_path, "--dev") as server:
        house = House(tmp_path, server)
        house.file = mount / "10.yaml"
        yield house


@pytest.mark.parametrize("save", [in_place, by_renaming, by_deleting_first])
def test_a_change_behind_the_mount_is_taken(
    house: House, save: Callable[[Path, str], None]
) -> None:
    for answer in ("two", "six"):  # of the same size
        before = house.ready()["rule_set"]
        save(house.file, RULES.format(answer=answer))
        eventually(lambda before=before: house.ready()["rule_set"] != before)  # type: ignore[misc]
        assert house.answer() == answer


def test_several_files_a_mistake_and_a_file_that_goes(house: House) -> None:
    first = house.ready()["rule_set"]
    beside = house.file.with_name("05.yaml")
    beside.write_text("rules: [{name: First, match: {text: hm}, actions: nothing}]\n")
    house.file.write_text(RULES.format(answer="two"))
    # The two files may be seen one after the other.
    eventually(lambda: house.ready()["rule_set"] != first and house.answer() == "two")
    before = house.ready()["rule_set"]
    beside.write_text("rules: [\n")
    house.server.event("rules_refused")
    assert house.answer() == "two"
    assert house.ready()["rule_set"] == before
    beside.unlink()
    eventually(lambda: house.ready()["rule_set"] != before)
    page = house.file.parent / "STATUS.txt"
    eventually(lambda: page.exists() and page.read_text().startswith("YES"))
