"""`sms-router try`: one message through the rules, without a server."""

from dataclasses import dataclass
from datetime import UTC, datetime

import click

from router.app.settings import report_url
from router.cli.loading import rules_or_exit, settings_or_exit
from router.cli.message import read_moment, read_recipient, read_sender
from router.cli.options import (
    SettingsOptions,
    collected,
    format_option,
    message_options,
    settings_options,
)
from router.core.decision import Decision
from router.core.message import InboundMessage
from router.engine.evaluate import explain
from router.plivo.response import write_response
from router.render.json_output import json_page
from router.render.trace import decision_as_json, decision_as_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TryOptions(SettingsOptions):
    """What `try` was asked: `style` is one of text, json, xml; None is "as usual"."""

    text: str
    sender: str | None
    recipient: str | None
    at: str | None
    style: str


@click.command("try", short_help="Put one message through the rules, without a server.")
@message_options
@click.option(
    "--at",
    metavar="TIME",
    help="When it comes: YYYY-MM-DD HH:MM in the settings' time zone, or an ISO 8601 instant."
    "  [default: now]",
)
@format_option("text", "json", "xml")
@settings_options
@collected(TryOptions)
def try_message(options: TryOptions) -> int:
    """Send one message through the rules and print what they do, and why; nothing goes out."""
    settings = settings_or_exit(options.settings, options.flags)
    moment = datetime.now(UTC)
    if options.at is not None:
        moment = read_moment(options.at, settings.timezone)
    _, rule_set = rules_or_exit(settings, options.style)
    message = InboundMessage(
        uuid="try",
        sender=read_sender(options.sender, settings, rule_set.names),
        recipient=read_recipient(options.recipient, settings, rule_set.names),
        text=options.text,
        received_at=moment,
    )
    decision = explain(rule_set, message)
    reports = report_url(settings, settings.public_url)
    click.echo(_report(message, decision, reports, options.style), nl=False)
    return 0


def _report(message: InboundMessage, decision: Decision, reports: str | None, style: str) -> str:
    xml = write_response(decision.messages, reports).decode()
    match style:
        case "json":
            return json_page(decision_as_json(decision, xml))
        case "xml":
            return xml + "\n"
        case _:
            return decision_as_text(message, decision)
