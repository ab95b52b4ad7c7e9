"""Texts that two rules are for, in words."""

from datetime import tzinfo

from router.engine.witness.overlaps import Overlap, Overlaps
from router.engine.wording import quoted_whole
from router.language.reach.circumstances import circumstances


def as_text(overlaps: Overlaps, zone: tzinfo) -> str:
    """One line for each, under a heading; times of messages are said in this zone."""
    if not overlaps.found:
        lines = ["No text is for two rules."] if overlaps.complete else []
    else:
        lines = ["Texts that are for two rules:", *(_line(one, zone) for one in overlaps.found)]
    if not overlaps.complete:
        lines.append("There are too many rules to hold each against each: some were left out.")
    return "".join(f"{line}\n" for line in lines)


def _line(overlap: Overlap, zone: tzinfo) -> str:
    rules = overlap.earlier, overlap.later
    where = circumstances(overlap.message, rules, zone)
    earlier, later = (quoted_whole(rule.name) for rule in rules)
    text = f"{quoted_whole(overlap.message.text)}{where}"
    if overlap.both:
        return f"{text}: {earlier} fires, then {later}."
    return f"{text}: {earlier} fires and stops, so {later} does not."
