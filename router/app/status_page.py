"""What STATUS.txt says: for whoever edits the rules, whether the last edit took effect."""

from dataclasses import dataclass
from datetime import tzinfo
from typing import assert_never

from router.app.live_rules import Served
from router.app.verdicts import FolderVerdict, Held, Origin, Refused, Taken
from router.engine.wording import counted
from router.render.moments import moment
from router.render.summary import report

STATUS_FILE = "STATUS.txt"
_FOOT = (
    "The router writes this page by itself, each time it has looked at a changed folder.\n"
    "Nothing written here changes anything.\n"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: what is served and where it comes from, and what became of the folder.

    `served_files` is how many files the served set was made of; `problems` are sentences on what
    else the editor or the operator should know.
    """

    served: Served
    served_files: int
    origin: Origin
    verdict: FolderVerdict
    problems: tuple[str, ...] = ()


def status_text(standing: Standing, zone: tzinfo) -> str:
    """The whole page; its first line begins with YES or NO. Times are told in `zone`."""
    parts = [
        _headline(standing),
        _detail(standing.verdict),
        _in_use(standing, zone),
        _next_step(standing),
        "".join(f"Note: {problem}\n" for problem in standing.problems),
        _FOOT,
    ]
    return "\n".join(part for part in parts if part)


_IN_PLACE = {
    Origin.FOLDER: "The rules from before it are in use.",
    Origin.LAST_GOOD: "The last good rules from before it are in use.",
    Origin.ROLLBACK: "An older set that somebody chose is in use.",
}


def _headline(standing: Standing) -> str:
    match standing.verdict:
        case Taken():
            return "YES: your last edit took effect. The rules in this folder are in use.\n"
        case Refused():
            return f"NO: your last edit did not take effect. {_IN_PLACE[standing.origin]}\n"
        case Held():
            return (
                "NO: the rules in this folder are not in use. Somebody went back to an older set.\n"
            )
        case _:
            assert_never(standing.verdict)


def _detail(verdict: FolderVerdict) -> str:
    """What `check` prints for the folder, so that it can be mended."""
    match verdict:
        case Taken(files, rule_set, warnings, sources=sources):
            return report(warnings, sources, len(files), len(rule_set.rules)) if warnings else ""
        case Refused(reason=reason) if reason:
            return f"What is wrong: {reason}\n"
        case Refused(files, findings, sources=sources):
            return report(findings, sources, len(files), None)
        case Held():
            return ""
        case _:
            assert_never(verdict)


def _in_use(standing: Standing, zone: tzinfo) -> str:
    rule_set = standing.served.rule_set
    size = f"{counted(len(rule_set.rules), 'rule')} from {counted(standing.served_files, 'file')}"
    return (
        f"In use since {moment(standing.served.since, zone)}: {size}, rule set {rule_set.id}\n"
        f"Folder looked at: {moment(standing.verdict.at, zone)}\n"
    )


def _next_step(standing: Standing) -> str:
    match standing.verdict:
        case Taken():
            return ""
        case Refused():
            return (
                "Mend what is wrong and save. The router looks by itself, and this page says YES\n"
                "as soon as your edit is in effect, within a few seconds.\n"
            )
        case Held():
            older = standing.served.rule_set.id
            return (
                "The next edit that is free of mistakes takes effect again. To have the older\n"
                f"files back in this folder: sms-router rollback {older} --restore-files\n"
            )
        case _:
            assert_never(standing.verdict)
