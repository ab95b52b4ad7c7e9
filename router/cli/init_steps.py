"""What `init` prints when it is done: what was written, and the next three steps to paste."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from router.app.settings import RECEIVE_PATH, TO_BE_REPLACED
from router.app.starters import (
    RULES_FOLDER,
    SETTINGS_FILE,
    STARTERS,
    Answers,
)
from router.cli.invocation import Process, words_to_start
from router.engine.wording import counted
from router.language.numbers import grouped
from router.language.source import SourceFile

PEOPLE_FILE = "00-people.yaml"
"""The file of every starter with the numbers and hours that the others name."""
PUBLIC_URL = "https://sms.example.org"


def next_steps(process: Process, folder: str, answers: Answers, files: Sequence[SourceFile]) -> str:
    """What stands in the folder now, and commands that work as they stand, from where it was run.

    `files` are those that were written.
    """
    name = answers.starter
    program = shlex.join(_program(process, folder))
    text = shlex.quote(STARTERS[name].text)
    rules = counted(sum(file.name.startswith(f"{RULES_FOLDER}/") for file in files), "file")
    into = f"./{folder}" if folder.startswith("-") else folder  # `cd -` goes back
    go = "" if _is_here(process, folder) else f"     cd {shlex.quote(into)}\n"
    return f"""\
"{folder}" holds the starter "{name}" now: {SETTINGS_FILE}, and {rules} in {RULES_FOLDER}/.
{_for_a_person(answers)}Hours go by the clock of {answers.zone.key}.

1. Check the rules. Put your own numbers, hours and words into the files of
   {RULES_FOLDER}/, {PEOPLE_FILE} first, and check again:

{go}     {program} check --strict

2. See what one text would do. Then serve the rules on this machine alone; it
   prints the line that texts them from a second terminal:

     {program} try --text {text}
     {program} serve --dev

3. Connect Plivo: in its console, give your number an application whose message
   URL (method POST) is your own address with {RECEIVE_PATH} behind it, such as
   {PUBLIC_URL}{RECEIVE_PATH}. The auth token is on the overview page.
   If no answer comes, `sms-router doctor` looks for the reason.

     PLIVO_AUTH_TOKEN={TO_BE_REPLACED} {program} serve --public-url {PUBLIC_URL}
"""


def _for_a_person(answers: Answers) -> str:
    whose = grouped(answers.phone)
    if answers.phone.is_nobodys:
        return (
            f"Texts for a person go to {whose}, which is nobody's: write your own\n"
            f"number in its place in {RULES_FOLDER}/ (or begin again with --phone).\n"
        )
    return f"Texts for a person go to {whose}.\n"


def _program(process: Process, folder: str) -> tuple[str, ...]:
    """The words that start this program once somebody has gone into the folder."""
    inside = Path(process.directory, folder)
    script = Path(process.directory, process.script)
    moved = replace(process, directory=inside, script=str(script))
    return words_to_start(moved)


def _is_here(process: Process, folder: str) -> bool:
    return Path(process.directory, folder).resolve() == process.directory.resolve()
