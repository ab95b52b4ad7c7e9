"""Whatever somebody can save into the rules folder is a finding with a place: no crash, no hang."""

import os
import re
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.running import Ended, run, run_here

TYPO = "rules:\n  - name: Order\n    match: {text: order}\n    actions: [replly: Thanks!]\n"
RULE = "  - name: Rule {n}\n    match: {{text: word{n}}}\n    actions: [reply: Thanks!]\n"
LIST = "lists:\n  parents: {csv: parents.csv, column: phone}\n" + RULE.format(n=1).replace(
    "  - name", "rules:\n  - name"
)
LARGE = 50_000
BYTES: dict[str, bytes] = {
    "200 KB of brackets": b"[" * 200_000,
    "200 KB of braces": b"{" * 200_000,
    "200 KB of dashes": b"- " * 100_000,
    "200 KB of question marks": b"? " * 100_000,
    "200 KB of colons": b": " * 100_000,
    "200 KB of open quotes": b'"' + b"x\n" * 100_000,
    "brackets inside a rule": b"rules: " + b"[" * 100_000 + b"]" * 100_000,
    "keys inside each other": b"".join(b" " * n + b"a:\n" for n in range(3000)),
    "lists inside each other": b"rules:\n" + b"- " * 3000 + b"x",
    "NUL in the text": b"rules:\n  - name: a\x00b\n",
    "nothing but NUL": b"\x00" * 10_000,
    "Latin-1": "rules:\n  - name: Öffnung\n".encode("latin-1"),
    "UTF-16 with its mark": "rules:\n  - name: a\n".encode("utf-16"),
    "UTF-16 without its mark": "rules:\n  - name: a\n".encode("utf-16-le"),
    "UTF-32": "rules:\n  - name: a\n".encode("utf-32"),
    "half of an UTF-8 character": b"rules:\n  - name: caf\xc3",
    "half of a UTF-16 pair": b"rules:\n  - name: \xed\xa0\x80\n",
    "random bytes": bytes(range(256)) * 400,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "control characters": b"rules:\n  - name: a\x07\x1bb\n",
    "nothing": b"",
    "nothing but blanks": b"   \n\t\n  \n",
    "nothing but a byte order mark": b"\xef\xbb\xbf",
    "aliases of aliases": b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nrules: *c\n",
    "10 MB of rules": ("rules:\n" + "".join(RULE.format(n=n) for n in range(130_000))).encode(),
    "10 MB on one line": b"rules: " + b"x" * 10_000_000,
    "10 MB of line ends": b"\n" * 10_000_000,
    "20 MB": b"# remark\n" * 2_300_000,
    "a million short lines": b"a\n" * 1_000_000,
    "a key for each line": b"".join(b"key%d: 1\n" % n for n in range(100_000)),
    "a mistake in each line": b"rules:\n" + b"  - name: a\n    mtch: b\n" * 5_000,
    "one huge number": b"rules:\n  - name: a\n    match: {from: +" + b"1" * 1_000_000 + b"}\n",
    "a huge repetition": b"rules: [{name: a, match: {regex: '((a{99}){99}){9}'}, actions: []}]",
}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rules folder in which 90-typo.yaml has one mistake."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "90-typo.yaml").write_text(TYPO)
    return folder


def checked(rules: Path) -> Ended:
    """`sms-router check`, which has findings and ends in good order."""
    size = sum(
        path.stat().st_size for path in rules.iterdir() if path.is_file() and not path.is_symlink()
    )
    # What could take long, or end the process, is run in one of its own with a deadline.
    started = run if size > LARGE else run_here
    ended = started(rules.parent, "check", "--format", "line")
    assert (ended.code, ended.err) == (1, "")
    for line in ended.out.splitlines():
        assert re.fullmatch(
            r"rules/[^:]+:[1-9]\d*:[1-9]\d*: (error|warning): .+ \[[a-z0-9-]+\]", line
        )
    # One broken file hides no other's findings.
    assert 'rules/90-typo.yaml:4:15: error: unknown action "replly" [unknown-key]' in ended.out
    return ended


@pytest.mark.parametrize("content", BYTES.values(), ids=BYTES)
def test_a_file_of_any_bytes_is_a_finding_of_that_file(rules: Path, content: bytes) -> None:
    (rules / "10-bad.yaml").write_bytes(content)
    assert "rules/10-bad.yaml:" in checked(rules).out


def link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere.yaml")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path) -> None:
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(before)


def endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def unreadable(path: Path) -> None:
    path.write_text(TYPO)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


@pytest.mark.parametrize(
    "make",
    [Path.mkdir, link_to_nothing, link_to_itself, pipe, unix_socket, endless_device, unreadable],
)
def test_what_is_no_readable_file_is_a_finding_at_its_name(
    rules: Path, make: Callable[[Path], None]
) -> None:
    make(rules / "10-bad.yaml")
    assert "rules/10-bad.yaml:1:1: error: this file cannot be read: " in checked(rules).out


def test_a_name_that_is_no_text_is_shown_all_the_same(rules: Path) -> None:
    path = os.fsencode(rules) + b"/10-\xff.yaml"
    with open(path, "wb") as file:
        file.write(b"rules: [\n")
    assert "rules/10-\\xff.yaml:1:" in checked(rules).out


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 100,
        b"\x00" * 1000,
        b"PK\x03\x04" + bytes(range(256)) * 10,
        "phone\n+15550001111\n".encode("utf-16"),
        b"",
        b'phone\n"+1555',
        b"phone\n" + b"x" * 3_000_000,
        b"phone\n" + b"12\n" * 900_000,
        b"," * 1_000_000,
    ],
    ids=["bytes", "NUL", "a spreadsheet", "UTF-16", "nothing", "an open quote", "one row", "10 MB",
         "nothing but commas"],
)  # fmt: skip
def test_a_csv_file_of_any_bytes_is_a_finding(rules: Path, content: bytes) -> None:
    (rules / "10-list.yaml").write_text(LIST)
    (rules / "parents.csv").write_bytes(content)
    assert re.search(
        r"^rules/(parents\.csv|10-list\.yaml):\d+:\d+: error: ", checked(rules).out, re.M
    )


def test_a_csv_file_that_is_a_folder_is_a_finding(rules: Path) -> None:
    (rules / "10-list.yaml").write_text(LIST)
    (rules / "parents.csv").mkdir()
    assert "cannot be read: it is a folder" in checked(rules).out
