"""Lists that hold themselves, straight or through other lists."""

from collections.abc import Iterator

from router.core.position import Span
from router.language.diagnostics import Diagnostic, Related
from router.language.names.addressbook import AddressBook
from router.language.quoting import quoted
from router.language.tree.nodes import Scalar
from router.language.whole import WholeSet


def check(whole: WholeSet) -> Iterator[Diagnostic]:
    """Each member that leads back to the list it stands in."""
    done: set[str] = set()
    for name in whole.book.lists:
        if name not in done:
            yield from _loops_from(name, whole.book, done)


def _loops_from(start: str, book: AddressBook, done: set[str]) -> Iterator[Diagnostic]:
    # A path kept by hand, not recursion: lists may hold lists as deep as somebody cares to write.
    path, on_path = [start], {start}
    walks = [_inner_lists(start, book)]
    while path:
        member = next(walks[-1], None)
        if member is None:
            walks.pop()
            on_path.discard(last := path.pop())
            done.add(last)
        elif member.text in on_path:
            yield _finding(member, path[-1], book.lists[member.text].written.name.span)
        elif member.text not in done:
            path.append(member.text)
            on_path.add(member.text)
            walks.append(_inner_lists(member.text, book))


def _inner_lists(name: str, book: AddressBook) -> Iterator[Scalar]:
    members = book.lists[name].written.members
    return (member for member in members if member.text in book.lists)


def _finding(member: Scalar, through: str, place: Span) -> Diagnostic:
    message = f"the list {quoted(member.text)} holds itself"
    if through != member.text:
        message += f", through {quoted(through)}"
    return Diagnostic(
        code="list-in-itself",
        message=message,
        span=member.span,
        hints=("leave this name out here",),
        related=(Related("the list begins here", place),),
    )
