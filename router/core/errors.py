"""The roots of every exception that is ours to raise: expected failures, never bugs."""


class SmsRouterError(Exception):
    """Something expected went wrong; the message is one plain sentence for the user."""


class UsageError(SmsRouterError):
    """The command line or the settings are wrong (the command ends with exit code 2)."""


class RefusedError(SmsRouterError):
    """What was asked was understood and refused (the command ends with exit code 1)."""
