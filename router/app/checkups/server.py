"""Checkups of the running server by its admin listener: whether it is up and watches."""

import json
from dataclasses import dataclass
from datetime import datetime, tzinfo

from router.app.checkups.ports import HttpAnswer, NoAnswer
from router.app.settings import Endpoint
from router.app.verdicts import FolderVerdict, Origin, Refused
from router.core.checkup import Checkup, fail, ok, warn
from router.render.moments import moment


@dataclass(frozen=True, slots=True)
class ServerState:
    """What `/readyz` says.

    `reload_error` is why the last reload was refused, "" where it was not.
    """

    ready: bool
    rule_set: str
    since: datetime
    origin: str
    reload_ok: bool
    reload_error: str
    history: str
    journal: str


def read_state(answer: HttpAnswer | NoAnswer | None) -> ServerState | None:
    """What the admin listener said; None when it said nothing, or is not ours."""
    if not isinstance(answer, HttpAnswer):
        return None
    try:
        page = json.loads(answer.body)
        last = page["last_reload"] or {"ok": True, "error": ""}
        return ServerState(
            ready=page["ready"] is True,
            rule_set=str(page["rule_set"]),
            since=datetime.fromisoformat(page["since"]),
            origin=str(page["origin"]),
            reload_ok=last["ok"] is True,
            reload_error=str(last["error"]),
            history=str(page["history"]),
            journal=str(page["journal"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def server_checkup(
    admin: Endpoint,
    answer: HttpAnswer | NoAnswer | None,
    state: ServerState | None,
    zone: tzinfo,
) -> Checkup:
    """Whether a server runs and can answer messages."""
    url = f"http://{admin.from_here}/readyz"
    if answer is None:
        words = "admin-listen has port 0, which may be any: not asked"
        return warn("server", words, "give this command the server's --admin-listen")
    if isinstance(answer, NoAnswer):
        return _no_server(url, answer)
    if state is None:
        words = f"what answers at {url} ({answer.status}) is not this program"
        return warn("server", words, "give this command the admin-listen of the server")
    if not state.ready:
        return fail("server", "it runs, but says that it is not ready", "its log says why")
    if state.history != "ok":
        return warn("server", f"it runs, but {state.history}", "see status page and data above")
    return ok(
        "server", f"it runs, with rule set {state.rule_set} since {moment(state.since, zone)}"
    )


def _no_server(url: str, answer: NoAnswer) -> Checkup:
    if answer.trouble == "silent":
        words = f"something listens at {url}, but gives no answer ({answer.words})"
        return fail("server", words, "if it is the server, it is stuck: see its log, restart it")
    words = f"nothing answers at {url} ({answer.words}): no server runs"
    advice = "start it; if it runs, give this command its settings (--settings, --admin-listen)"
    return warn("server", words, advice)


def watcher_checkup(state: ServerState | None, folder: FolderVerdict) -> Checkup:
    """Whether the server follows the rules folder: what it serves is what is in there."""
    if state is None:
        return warn(
            "watcher", "without a server nobody watches the rules folder", "start the server"
        )
    served = f"rule set {state.rule_set} is served"
    if state.origin == Origin.ROLLBACK.value:
        advice = "the folder's next good edit ends the rollback"
        return warn("watcher", f"{served}, which somebody rolled back to", advice)
    if isinstance(folder, Refused):
        words = f"{served}; the folder cannot be, as said above"
        return warn("watcher", words, "mend the folder: the server takes it by itself")
    if folder.rule_set.id == state.rule_set:
        return ok("watcher", f"{served}, and it is what the rules folder holds")
    words = f"{served}, but the rules folder holds {folder.rule_set.id}"
    if not state.reload_ok:
        advice = f"the server refused it ({state.reload_error}): has it other settings than these?"
        return fail("watcher", words, advice)
    return fail(
        "watcher",
        words,
        "saved just now? Ask again in two seconds; else the server has another rules folder, or a"
        " log with reload_failed: send it SIGHUP",
    )
