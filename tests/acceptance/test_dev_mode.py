"""`serve --dev`: what somebody meets who has just downloaded this."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.running import (
    DEADLINE,
    ROOT,
    TOKEN,
    Ended,
    Server,
    environment,
    fetch,
    run,
    texts,
)

HOURS = """\
rules:
  - name: Opening hours
    match: {text: {keyword: [opening hours, hours]}}
    actions:
      - reply: We are open 9-17.
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "10-hours.yaml").write_text(HOURS)
    return tmp_path


def pasted(server: Server, cwd: Path) -> Ended:
    """The last line of the banner, run by a shell in another terminal."""

    def last(lines: list[str]) -> str | None:
        return lines[-1] if lines and " send " in lines[-1] else None

    line = server.out.wait_for(last)
    # A terminal knows the program's package only if the line itself says where it is.
    env = environment()
    if cwd != ROOT:
        del env["PYTHONPATH"]
    ended = subprocess.run(
        ["sh", "-c", line],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def test_the_line_that_the_banner_ends_with_works(place: Path) -> None:
    with Server(place, "--dev") as server:
        ended = pasted(server, place)
        assert (ended.code, ended.err) == (0, "")
        assert texts(ended.out) == ["We are open 9-17."]
        assert server.event("message")["rules"] == ["Opening hours"]


def test_the_line_works_for_serve_py_with_the_projects_own_rules(tmp_path: Path) -> None:
    arguments = ("--dev", "--data", str(tmp_path / "my data"))
    program = [sys.executable, str(ROOT / "serve.py")]
    with Server(ROOT, *arguments, program=program) as server:
        ended = pasted(server, ROOT)
        assert (ended.code, ended.err) == (0, "")
        assert texts(ended.out)


def test_the_line_works_with_settings_variables_and_a_token_of_ones_own(place: Path) -> None:
    (place / "conf").mkdir()
    (place / "rules").rename(place / "conf" / "rules")
    (place / "conf" / "my settings.yaml").write_text(
        "rules: rules\nnumbers: +15550009999\npublic-url: https://sms.example.org\n"
    )
    env = {"PLIVO_AUTH_TOKEN": TOKEN, "SMS_ROUTER_DATA": "kept here"}
    with Server(place, "--dev", "--settings", "conf/my settings.yaml", env=env) as server:
        ended = pasted(server, place)
        assert (ended.code, ended.err) == (0, "")
        assert 'src="15550009999"' in ended.out
        own = run(place, "send", "--text", "hours", "--url", server.public, env=env)
        assert own.code == 0


def test_the_banner_says_where_and_how_many(place: Path) -> None:
    with Server(place, "--dev") as server:
        lines = server.out.wait_for(lambda lines: lines if " send " in "".join(lines) else None)
        assert f"1 rule from rules on {server.public}" in lines[0]
        assert any(f"{server.admin}/readyz" in line for line in lines)


def test_the_token_is_kept_for_its_owner_and_for_the_next_start(place: Path) -> None:
    with Server(place, "--dev"):
        pass
    file = place / "data" / "dev-auth-token"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    token = file.read_text()
    with Server(place, "--dev") as server:
        assert file.read_text() == token
        assert not any(token.strip() in line for line in server.out.all() + server.err.all())


def test_signatures_are_checked_all_the_same(place: Path) -> None:
    with Server(place, "--dev") as server:
        url = f"{server.public}/receive_sms/?From=1&To=2&Text=x&MessageUUID=u"
        assert fetch(url).status == 403
        wrong = {"PLIVO_AUTH_TOKEN": "another"}
        assert run(place, "send", "--text", "x", "--url", server.public, env=wrong).code == 1


@pytest.mark.parametrize("option", ["--listen", "--admin-listen"])
def test_other_machines_are_refused(place: Path, option: str) -> None:
    ended = run(place, "serve", "--dev", option, "0.0.0.0:8099")
    assert ended.code == 2
    assert "this machine only" in ended.err
    assert "127.0.0.1:8099" in ended.err


def test_a_tunnel_may_stand_before_it_when_its_url_is_said(place: Path) -> None:
    with Server(place, "--dev", "--public-url", "https://tunnel.example.org") as server:
        assert server.event("listening")["public_url"] == "https://tunnel.example.org"


def test_a_data_folder_that_cannot_be_made_is_said(place: Path) -> None:
    (place / "data").write_text("a file is in the way")
    ended = run(place, "serve", "--dev", "--listen", "127.0.0.1:0")
    assert ended.code == 2
    assert ended.err.startswith('Error: cannot write "data/dev-auth-token"')


def test_on_the_usual_port_the_line_needs_no_url(place: Path) -> None:
    try:
        for port in (8080, 8081):
            socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        pytest.skip("the usual ports are taken on this machine")
    with Server(place, "--dev", ports=False) as server:
        ended = pasted(server, place)
        assert ended.code == 0
        assert "--url" not in server.out.all()[-1]
