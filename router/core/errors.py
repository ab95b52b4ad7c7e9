"""Expected failures, never bugs: the roots of our exceptions, and what the system says."""


class SmsRouterError(Exception):
    """Something expected went wrong; the message is one plain sentence for the user."""


class UsageError(SmsRouterError):
    """The command line or the settings are wrong (the command ends with exit code 2)."""


class RefusedError(SmsRouterError):
    """What was asked was understood and refused (the command ends with exit code 1)."""


def words_of(problem: OSError) -> str:
    """What the system says, in lower case and without its number: `no space left on device`."""
    return (problem.strerror or "unknown reason").lower()
