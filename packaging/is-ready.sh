#!/bin/sh
# Prints the Python to freeze the program with, or says in one sentence what has to be installed first.
# It needs a shared libpython. Debian's own comes first: its security updates are Debian's.
missing=
for program in gcc:gcc objdump:binutils strip:binutils dpkg-deb:dpkg; do
    command -v "${program%%:*}" >/dev/null 2>&1 || missing="$missing ${program##*:}"
done
echo '#include <stdlib.h>' | gcc -E - >/dev/null 2>&1 || missing="$missing libc6-dev"
if [ -n "$missing" ]; then
    echo "Packaging needs$missing: sudo apt install gcc libc6-dev binutils" >&2
    exit 1
fi
for python in /usr/bin/python3 "$@"; do
    if "$python" - 2>/dev/null <<'END'
import ensurepip, os, sys, sysconfig, venv
variables = sysconfig.get_config_vars("Py_ENABLE_SHARED", "LIBDIR", "INSTSONAME")
shared = variables[0] and os.path.exists(os.path.join(*variables[1:]))
sys.exit(not shared or sys.version_info < (3, 11))
END
    then
        echo "$python"
        exit 0
    fi
done
echo "Packaging needs Python 3.11 or newer with a shared libpython: sudo apt install python3-venv libpython3-dev" >&2
exit 1
