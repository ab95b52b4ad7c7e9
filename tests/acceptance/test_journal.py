"""Nothing lost, nothing twice: the real server and its journal, through crashes and full disks."""

import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.acceptance.journal_side import (
    Home,
    Sent,
    assert_all_kept,
    load,
    ready,
)
from tests.acceptance.plivo_side import DESK, STRANGER, Plivo, message, new_nonce
from tests.acceptance.running import Server, eventually

CRASHES = 4


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.rules("We are open.")
    return made


def test_a_retry_after_a_restart_and_a_rule_change_gets_the_same_bytes(home: Home) -> None:
    form, nonce = message("hours?"), new_nonce()
    with home.router() as server:
        first = Plivo(server.public).post(form, nonce=nonce)
        assert first.texts[0] == "We are open."
        assert server.end() == 0
    home.rules("We are closed.")
    with home.router() as server:
        sms = Plivo(server.public)
        assert sms.post(form, nonce=nonce).body == first.body
        assert sms.post(form, family="V3").body == first.body
        assert sms.post(message("hours?")).texts[0] == "We are closed."
    assert [row.uuid for row in home.rows()].count(form["MessageUUID"]) == 1


def test_a_nonce_is_good_for_one_request_also_after_a_restart(home: Home) -> None:
    message_nonce, report_nonce = new_nonce(), new_nonce()
    report = {"MessageUUID": "o-1", "From": DESK, "To": STRANGER, "Status": "sent"}
    with home.router() as server:
        sms = Plivo(server.public)
        sms.post(message(), nonce=message_nonce)
        sms.post(report, "/sms_status/", nonce=report_nonce)
    with home.router() as server:
        sms = Plivo(server.public)
        assert sms.post(message("Something else"), nonce=message_nonce).status == 403
        assert sms.post(report, "/sms_status/", nonce=report_nonce).status == 200
        assert (
            sms.post(report | {"Status": "failed"}, "/sms_status/", nonce=report_nonce).status
            == 403
        )
    assert len(home.rows()) == 1


def test_twenty_copies_at_once_make_one_row(home: Home) -> None:
    form = message("hours?")
    with home.router() as server:
        sms = Plivo(server.public)
        with ThreadPoolExecutor(20) as threads:
            answers = list(threads.map(lambda _: sms.post(form), range(20)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    (row,) = home.rows()
    assert (row.uuid, row.xml) == (form["MessageUUID"], answers[0].body)


def test_a_row_has_all_that_became_of_a_message(home: Home) -> None:
    form = message("hours?", PowerpackUUID="p-1")
    with home.router() as server:
        answer = Plivo(server.public, family="Ma-V3").post(form)
        rule_set = ready(server)["rule_set"]
        (row,) = home.rows()
        with home.journal() as reader:
            # The set was only just accepted when the message came.
            eventually(lambda: bool(reader.rule_set_files(rule_set)))
            (file,) = reader.rule_set_files(rule_set)
    assert (row.text, row.sender.value, row.recipient.value) == (
        "hours?",
        f"+{STRANGER}",
        f"+{DESK}",
    )
    assert dict(row.fields) == form
    assert (row.fired, row.shadowed, row.rule_set) == (("Hours", "To Ann"), (), rule_set)
    assert (row.family, row.token, row.xml) == ("Ma-V3", 0, answer.body)
    assert [(m.text, m.rule, m.segments, m.dst[0].value) for m in row.messages] == [
        ("We are open.", "Hours", 1, f"+{STRANGER}"),
        ("hours?", "To Ann", 1, "+15550001111"),
    ]
    assert file.content == (home.place / "rules" / "10.yaml").read_bytes()


@pytest.mark.parametrize("family", ["V2", "Ma-V2", "V3", "Ma-V3"])
def test_a_report_is_joined_to_the_message_and_the_rule_that_caused_it(
    home: Home, family: str
) -> None:
    with home.router() as server:
        sms = Plivo(server.public, family=family)
        answer = sms.post(message("hours?"))
        for place, (attributes, _) in enumerate(answer.messages):
            url = urlsplit(attributes["callbackUrl"])
            for sequence, status in ((2, "teleported"), (1, "sent")):
                report = {
                    "MessageUUID": f"o-{place}", "From": DESK, "To": attributes["dst"],
                    "Status": status, "Sequence": str(sequence), "ErrorCode": "",
                }  # fmt: skip
                assert sms.post(report, f"{url.path}?{url.query}").status == 200
        (row,) = home.rows()
    with home.journal() as reader:
        reports = reader.reports_of(row)
    assert [(r.outbound_uuid, r.rule, r.status, r.sequence) for r in reports] == [
        ("o-0", "Hours", "sent", 1),
        ("o-0", "Hours", "teleported", 2),
        ("o-1", "To Ann", "sent", 1),
        ("o-1", "To Ann", "teleported", 2),
    ]


def test_every_answered_text_outlives_kill_9_at_any_moment(home: Home) -> None:
    sent = Sent()
    for _ in range(CRASHES):
        with home.router() as server, load(server, sent):
            time.sleep(random.uniform(0.2, 0.8))  # the moment of the crash, not a wait
            server.send_signal(signal.SIGKILL)
            server.process.wait()
    assert len(sent.answers) > CRASHES
    with home.router() as server:
        assert ready(server)["journal"] == "ok"
        again = Plivo(server.public)
        for uuid, body in list(sent.answers.items())[-5:]:
            assert again.post(message("other", MessageUUID=uuid)).body == body
    assert_all_kept(home.rows(), sent)


def degraded(server: Server) -> bool:
    return bool(ready(server)["journal"] == "degraded")


def recovered(server: Server) -> bool:
    return bool(ready(server)["journal"] == "ok")


def lifted_limit(server: Server) -> None:
    """Let the server's files grow again."""
    hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_a_data_folder_that_is_deleted_is_said_and_begun_anew_while_nobody_texts(
    home: Home,
) -> None:
    form = message("hours?")
    with home.router() as server:
        first = Plivo(server.public).post(form)
        shutil.rmtree(home.place / "data")
        assert "was deleted or moved" in server.event("journal_degraded")["reason"]
        server.event("journal_recovered")
        assert home.rows() == []
        # The process still knows what it has answered.
        assert Plivo(server.public).post(form).body == first.body


def test_a_data_folder_that_is_deleted_costs_no_text_and_no_row_after_it(home: Home) -> None:
    with home.router() as server:
        sms = Plivo(server.public)
        sms.post(message("hours?"))
        shutil.rmtree(home.place / "data")
        after = [message("hours?") for _ in range(20)]
        for form in after:
            assert sms.post(form).texts[0] == "We are open."
        eventually(lambda: recovered(server))
        assert server.event("journal_degraded")["reason"]
        assert server.end() == 0
    assert [row.uuid for row in home.rows()] == [form["MessageUUID"] for form in after]


@pytest.mark.parametrize("kilobytes", [300, 1])
def test_a_full_disk_holds_no_reply_and_loses_nothing(home: Home, kilobytes: int) -> None:
    """With 300 KB the spill file has room for a while, with 1 KB there is no journal at all."""
    sent = Sent()
    limit = [
        sys.executable, "-c",
        "import os, resource as r, sys;"
        "h = r.getrlimit(r.RLIMIT_FSIZE)[1];"
        f"r.setrlimit(r.RLIMIT_FSIZE, ({kilobytes * 1024}, h));"
        "os.execv(sys.argv[1], sys.argv[1:])",
    ]  # fmt: skip
    with home.router(wrapper=limit) as server:
        with load(server, sent):
            eventually(lambda: degraded(server))
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 300)
        assert sent.other == []
        lifted_limit(server)
        eventually(lambda: recovered(server))
        assert_all_kept(home.rows(), sent)
        assert Plivo(server.public).post(message()).status == 200


def bound_by_file_modes() -> list[str]:
    """What starts a command so that file modes bind it, also when it is root's."""
    drop = "import ctypes, os, sys; ctypes.CDLL(None).prctl(24, 1, 0, 0, 0);"  # CAP_DAC_OVERRIDE
    return [sys.executable, "-c", drop + "os.execv(sys.argv[1], sys.argv[1:])"]


def test_a_read_only_folder_holds_no_reply_and_loses_nothing_once_it_can_be_written(
    home: Home,
) -> None:
    data = home.place / "data"
    data.mkdir(mode=0o555)
    sent = Sent()
    with home.router(wrapper=bound_by_file_modes()) as server:
        with load(server, sent, threads=2):
            eventually(lambda: len(sent.answers) > 50)
        assert sent.other == []
        assert degraded(server)
        assert server.event("journal_degraded")["reason"]
        data.chmod(0o755)
        eventually(lambda: recovered(server))
    assert_all_kept(home.rows(), sent)


def test_a_journal_that_somebody_holds_up_holds_no_reply(home: Home) -> None:
    sent = Sent()
    with home.router() as server:
        Plivo(server.public).post(message())
        other = sqlite3.connect(home.place / "data" / "journal.sqlite3", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with load(server, sent, threads=3):
            eventually(lambda: degraded(server))
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 50)
        other.execute("ROLLBACK")
        other.close()
        assert sent.other == []
        eventually(lambda: recovered(server))
        assert_all_kept(home.rows(), sent)


def scribe_of(server: Server) -> int:
    """The process that writes the rows: the child that has the journal open; 0 before that."""
    pid = server.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for child in children:
        files = Path(f"/proc/{child}/fd").iterdir()
        if any(os.readlink(file).endswith("journal.sqlite3-wal") for file in files):
            return int(child)
    return 0


def test_a_process_that_writes_and_is_killed_costs_no_text_and_no_row(home: Home) -> None:
    sent = Sent()
    with home.router() as server:
        with load(server, sent):
            eventually(lambda: scribe_of(server) > 0)
            scribe = scribe_of(server)
            os.kill(scribe, signal.SIGKILL)
            assert server.event("scribe_lost")["exit_code"] == -signal.SIGKILL
            assert scribe not in server.family(), "it is no defunct process"
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 20)
        assert sent.other == []
        assert ready(server)["journal"] == "ok"
        assert server.end() == 0
    assert_all_kept(home.rows(), sent)


def test_a_process_that_writes_and_stands_still_holds_no_reply(home: Home) -> None:
    sent = Sent()
    with home.router() as server:
        with load(server, sent):
            eventually(lambda: scribe_of(server) > 0)
            scribe = scribe_of(server)
            os.kill(scribe, signal.SIGSTOP)
            server.event("journal_degraded")
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 50)
            os.kill(scribe, signal.SIGCONT)
            eventually(lambda: recovered(server))
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 20)
        assert sent.other == []
        assert server.end() == 0
    assert_all_kept(home.rows(), sent)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_leaves_one_whole_file(home: Home, workers: str) -> None:
    sent = Sent()
    with home.router("--workers", workers) as server:
        with load(server, sent):
            eventually(lambda: scribe_of(server) > 0)
        assert server.end() == 0
    assert [file.name for file in (home.place / "data").glob("journal.sqlite3-[ws]*")] == []
    assert_all_kept(home.rows(), sent)


def test_texts_spilled_before_a_crash_are_written_by_the_next_start(home: Home) -> None:
    sent = Sent()
    with home.router() as server:
        Plivo(server.public).post(message())
        other = sqlite3.connect(home.place / "data" / "journal.sqlite3", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with load(server, sent, threads=3):
            eventually(lambda: degraded(server))
            before = len(sent.answers)
            eventually(lambda: len(sent.answers) > before + 50)
            server.send_signal(signal.SIGKILL)
            server.process.wait()
        other.close()
    with home.router() as server:
        uuid, body = next(iter(sent.answers.items()))
        assert Plivo(server.public).post(message("other", MessageUUID=uuid)).body == body
        spill = home.place / "data" / "journal.spill"
        eventually(lambda: not spill.exists() or spill.stat().st_size == 0)
        assert_all_kept(home.rows(), sent)


def test_a_damaged_journal_is_moved_aside_and_said_in_the_log(home: Home) -> None:
    (home.place / "data").mkdir()
    (home.place / "data" / "journal.sqlite3").write_bytes(b"no database" * 1000)
    with home.router() as server:
        moved = server.event("journal_moved_aside")
        assert (home.place / moved["to"]).read_bytes() == b"no database" * 1000
        assert Plivo(server.public).post(message()).status == 200
        assert ready(server)["journal"] == "ok"
    assert len(home.rows()) == 1


def test_without_a_journal_retries_are_remembered_in_memory(home: Home) -> None:
    home.env["SMS_ROUTER_JOURNAL"] = "none"
    form = message("hours?")
    with home.router() as server:
        sms = Plivo(server.public)
        assert sms.post(form).body == sms.post(form).body
        assert ready(server)["journal"] == "none"
    assert not (home.place / "data" / "journal.sqlite3").exists()
