"""What goes between the process that compiles and the one that answers: what is not the same.

Rules and files that are the same go as their places among those that both sides have, so that
little is pickled, and each side goes on with the very objects it had.
"""

from dataclasses import dataclass, replace

from router.engine.ruleset import Rule, RuleSet
from router.language.source import SourceFile


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule set as the difference to one that both sides have.

    `rules` has where the rules that are the same stand there, and each other rule itself. `beside`
    is the new set without its rules, None when it is the same but for its `id`.
    """

    id: str
    rules: tuple[range | Rule, ...]
    beside: RuleSet | None


def difference(base: RuleSet, new: RuleSet) -> Difference:
    """What to send of `new` to somebody who has `base`."""
    places = {id(rule): place for place, rule in enumerate(base.rules)}
    names = {rule.name: place for place, rule in enumerate(base.rules)}
    rules: list[range | Rule] = []
    for rule in new.rules:
        # Rules that were not compiled anew are the very same objects, and most are.
        place = places.get(id(rule))
        if place is None:
            place = names.get(rule.name)
            if place is None or base.rules[place] != rule:
                rules.append(rule)
                continue
        last = rules[-1] if rules else None
        if isinstance(last, range) and last.stop == place:
            rules[-1] = range(last.start, place + 1)
        else:
            rules.append(range(place, place + 1))
    beside = replace(new, rules=())
    same = beside == replace(base, id=new.id, rules=())
    return Difference(new.id, tuple(rules), None if same else beside)


def joined(base: RuleSet, sent: Difference) -> RuleSet:
    """The new set again; rules that are the same are the very objects of `base`."""
    rules: list[Rule] = []
    for one in sent.rules:
        if isinstance(one, range):
            rules.extend(base.rules[one.start : one.stop])
        else:
            rules.append(one)
    return replace(sent.beside or base, id=sent.id, rules=tuple(rules))


Files = tuple[SourceFile, ...]
SentFiles = tuple[int | SourceFile, ...]


def sent_files(known: Files, files: Files) -> SentFiles:
    """The files for somebody who knows others: those that are the same as their place there."""
    places = {file.name: place for place, file in enumerate(known)}
    found = [places.get(file.name) for file in files]
    return tuple(
        file if place is None or known[place] != file else place
        for file, place in zip(files, found, strict=True)
    )


def got_files(known: Files, sent: SentFiles) -> Files:
    """The files again."""
    return tuple(known[one] if isinstance(one, int) else one for one in sent)
