"""Names that nobody has been given."""

from collections.abc import Iterator

from router.language.checks.sender_ids import LONGEST
from router.language.diagnostics import Diagnostic
from router.language.names.addressbook import Unknown
from router.language.names.uses import Role, Use
from router.language.numbers import EXAMPLE, looks_like_number
from router.language.quoting import quoted
from router.language.suggest import nearest
from router.language.whole import WholeSet

MOST_SUGGESTED = 50
"""Unknown words that get a suggestion: whoever has more has lost a file."""
MOST_LETTERS_APART = 6
_LISTS = frozenset({Role.FROM, Role.TO, Role.TARGETS})
_EVERYBODY = frozenset({"all", "any", "anybody", "anyone", "everybody", "everyone", "everything"})


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each unknown name; silent where a part that could not be read may give it."""
    likely: dict[str, str | None] = {}
    for use in whole.uses:
        if isinstance(use.found, Unknown) and not whole.unread.may_give(use.found.word):
            word = use.found.word
            if word in whole.book.schedules:  # `schedule_names` says what that is
                continue
            if word not in likely and len(likely) < MOST_SUGGESTED:
                likely[word] = _likely(word, whole)
            yield _finding(use, word, likely.get(word), whole)


def _likely(word: str, whole: WholeSet) -> str | None:
    # Looking closely at thousands of names takes seconds: only those with like letters are near.
    letters = frozenset(word.casefold())
    names = [
        name
        for name in whole.book.names()
        if len(letters.symmetric_difference(name.casefold())) <= MOST_LETTERS_APART
    ]
    return nearest(word, names, synonyms={})


def _finding(use: Use, word: str, likely: str | None, whole: WholeSet) -> Diagnostic:
    if "," in word and (several := _several(use, word, whole)):
        return several
    hints = (f"did you mean {quoted(likely)}?",) if likely else tuple(_advice(use.role, word))
    return Diagnostic(
        code="unknown-name",
        message=f"no {_kinds(whole)} is called {quoted(word)}",
        span=use.written.span,
        hints=hints,
        fix=whole.mended(use.written.span, word, likely) if likely else "",
    )


def _several(use: Use, word: str, whole: WholeSet) -> Diagnostic | None:
    """`from: ann, bob`: names in a row, where brackets were forgotten; None if one is unknown."""
    parts = [part.strip() for part in word.split(",") if part.strip()]
    names = whole.book.names()
    if len(parts) < 2 or not all(part in names or looks_like_number(part) for part in parts):
        return None
    in_brackets = f"[{', '.join(parts)}]"
    if use.role in _LISTS:
        hint = f"several names are a list: {in_brackets}"
        fix = whole.mended(use.written.span, word, in_brackets) if use.written.plain else ""
    else:
        hint = "only one number or name fits here; multi-forward sends to many"
        fix = _to_many(use, in_brackets, whole) if use.role is Role.TARGET else ""
        if use.role is Role.TARGET and use.key.line < use.written.span.line:
            hint = (
                f"only one number or name fits here; for many, write multi-forward in line "
                f"{use.key.line}, and {in_brackets} here"
            )
    return Diagnostic(
        code="unknown-name",
        message=f"{quoted(word)} is read as one name, comma and all",
        span=use.written.span,
        hints=(hint,),
        fix=fix,
    )


def _to_many(use: Use, in_brackets: str, whole: WholeSet) -> str:
    """`forward: ann, bob` as the action that takes several; "" where they stand apart."""
    key, span = use.key, use.written.span
    mended = whole.mended(span, use.written.text, in_brackets)
    if not mended or key.line != span.line or not use.written.plain:
        return ""
    return f"{mended[: key.column - 1]}multi-forward{mended[key.end_column - 1 :]}"


def _kinds(whole: WholeSet) -> str:
    return "person, list or rota" if whole.book.rotas else "person or list"


def _advice(role: Role, word: str) -> Iterator[str]:
    if role in {Role.FROM, Role.TO} and word.casefold() in _EVERYBODY:
        yield "to mean every number, leave this line out, or write match: everything"
        return
    yield f"write a number such as {EXAMPLE}, or give the name its number under people:"
    if role in {Role.FROM, Role.TESTED_FROM} and word != word.lower() and len(word) <= LONGEST:
        yield f"for texts that come from a name in place of a number, write {{sender-id: {word}}}"
