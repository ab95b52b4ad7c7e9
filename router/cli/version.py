"""`sms-router version`: what is running, for a report of a problem."""

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

import click

from router import __version__

LIBRARIES = (
    "PyYAML", "jsonschema", "falcon", "waitress", "google-re2", "click", "prometheus-client",
    "phonenumberslite", "tzdata",
)  # fmt: skip


@click.command()
def version() -> int:
    """Print the versions of sms-router, Python and the libraries."""
    click.echo(f"sms-router {__version__}")
    click.echo(f"Python {platform.python_version()} on {platform.platform()}")
    for library in LIBRARIES:
        click.echo(f"{library} {_installed(library)}")
    return 0


def _installed(library: str) -> str:
    try:
        return installed(library)
    except PackageNotFoundError:
        return "not installed as a package"
