"""The doctor of an installation, with all that looks at the real world for it."""

from collections.abc import Mapping

from router.adapters.examination import open_doctor
from router.adapters.tokens import look_at_tokens
from router.app.doctor import Doctor, Installation
from router.app.gate import Gate
from router.app.settings import Settings
from router.wiring.rules import compile_options, rollback_orders, rule_history


def doctor(settings: Settings, sources: tuple[str, ...], environment: Mapping[str, str]) -> Doctor:
    """What looks at the installation of these settings; `sources` are what they were read from."""
    installation = Installation(settings, sources, look_at_tokens(settings.data, environment))
    gate = Gate(compile_options(settings), advise=True)
    return open_doctor(installation, gate, rule_history(settings), rollback_orders(settings))
