import json

from router.core.checkup import fail, ok, warn
from router.render.checkups import as_json, as_text

CHECKUPS = (
    ok("clock", "it goes"),
    warn("open files", "few", "raise it"),
    fail("token", "none", "set one"),
    ok("data", "fine"),
)


def test_each_checkup_is_one_line_with_what_to_do() -> None:
    assert as_text(CHECKUPS) == (
        "ok    clock       it goes\n"
        "warn  open files  few → raise it\n"
        "fail  token       none → set one\n"
        "ok    data        fine\n"
        "\n"
        "4 checks: 2 ok, 1 warn, 1 fail.\n"
    )


def test_counts_that_are_none_are_left_out() -> None:
    assert as_text(CHECKUPS[:1]).endswith("\n1 check: 1 ok.\n")


def test_what_others_answered_can_neither_move_the_cursor_nor_begin_a_line() -> None:
    shown = as_text([ok("server", "a\x1b[2J\nok    x\r\tb")])
    assert shown.splitlines()[0] == "ok    server  a·[2J ok x b"


def test_programs_get_one_object() -> None:
    page = json.loads(as_json(CHECKUPS))
    assert (page["ok"], page["warn"], page["fail"]) == (2, 1, 1)
    assert page["checks"][1] == {
        "name": "open files", "verdict": "warn", "words": "few", "advice": "raise it",
    }  # fmt: skip
