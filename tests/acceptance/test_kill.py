"""`kill -9` at any point of a reload, then a start: always the old set or the new one."""

import random
import time
from pathlib import Path

from tests.acceptance.running import PUBLIC_URL, TOKEN, Server
from tests.acceptance.texting import Phone

ENV = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_PUBLIC_URL": PUBLIC_URL}
ROUNDS = 8
RELOAD_SECONDS = 1.6
"""From the save to the page being written, by and large."""
RULES = """\
rules:
  - name: {name}
    match: everything
    actions: [{{reply: {answer}}}]
    examples: [{{text: hello}}]
"""


def save(place: Path, answer: str) -> None:
    for name in ("First", "Second", "Third"):
        file = place / "rules" / f"{name}.yaml"
        file.write_text(RULES.format(name=name, answer=answer))


def one_answer(server: Server) -> str:
    """The word that every rule answers with; they never answer with different ones."""
    with Phone(server.public) as phone:
        first, second, third = phone.text("hello")
    assert first == second == third
    return first


def test_a_server_killed_while_it_reloads_comes_back_with_the_old_or_the_new_set(
    tmp_path: Path,
) -> None:
    chance = random.Random(20261122)
    (tmp_path / "rules").mkdir()
    save(tmp_path, "edition 0")
    allowed = {"edition 0"}
    for number in range(ROUNDS):
        with Server(tmp_path, env=ENV) as server:
            before = one_answer(server)
            assert before in allowed
            save(tmp_path, f"edition {number + 1}")
            until = time.monotonic() + chance.uniform(0, RELOAD_SECONDS)
            while time.monotonic() < until:
                assert one_answer(server) in (before, f"edition {number + 1}")
            server.process.kill()
        allowed = {before, f"edition {number + 1}"}
        if chance.random() < 0.5:
            (tmp_path / "rules" / "Second.yaml").write_text("rules: [")
        else:
            allowed = {f"edition {number + 1}"}
