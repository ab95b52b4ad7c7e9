"""`python -m tests.cases [NAME …]`: write the findings of error cases down anew.

Look at the difference before you commit it: the `.out` files are the specification.
"""

import sys

from tests.cases import ERRORS, cases, compile_case, expected, shown


def main() -> None:
    """Write the `.out` of the named cases, or of all."""
    for case in cases(ERRORS):
        if len(sys.argv) == 1 or case.stem in sys.argv[1:]:
            expected(case).write_bytes(shown(compile_case(case)).encode())


if __name__ == "__main__":
    main()
