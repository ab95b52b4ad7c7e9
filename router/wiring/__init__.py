"""The composition root: settings in, an application out; the only place that picks adapters."""

from router.wiring.installation import (
    begin_folder,
    doctor,
    journal_reader,
    likely_zone,
    refuse_taken_folder,
    zone_country,
)
from router.wiring.rules import (
    Begun,
    LoadedRules,
    begin_rules,
    candidate_rules,
    check_rules,
    compile_options,
    load_rules,
    pass_gate,
    restoration,
    rollback_orders,
    rule_history,
    rules_folder,
)
from router.wiring.server import Application, build, start_compiler, start_log
from router.wiring.settings import (
    DEFAULT_SETTINGS_FILE,
    load_settings,
    sending_tokens,
    serving_tokens,
    settings_file,
)

__all__ = [
    "DEFAULT_SETTINGS_FILE",
    "Application",
    "Begun",
    "LoadedRules",
    "begin_folder",
    "begin_rules",
    "build",
    "candidate_rules",
    "check_rules",
    "compile_options",
    "doctor",
    "journal_reader",
    "likely_zone",
    "load_rules",
    "load_settings",
    "pass_gate",
    "refuse_taken_folder",
    "restoration",
    "rollback_orders",
    "rule_history",
    "rules_folder",
    "sending_tokens",
    "serving_tokens",
    "settings_file",
    "start_compiler",
    "start_log",
    "zone_country",
]
