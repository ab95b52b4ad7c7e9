#!/bin/sh
# Says in one plain sentence what is missing before a virtual environment can be made.
python=$1
if ! command -v "$python" >/dev/null 2>&1; then
    echo "sms-router needs Python 3.11 or newer, and there is no '$python' here: sudo apt install python3 python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "sms-router needs Python 3.11 or newer, and '$python' is $("$python" -c 'import platform; print(platform.python_version())'): name a newer one, as in make run PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    echo "Python's venv module is missing: sudo apt install python3-venv" >&2
    exit 1
fi
