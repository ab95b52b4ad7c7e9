"""What a set of rule files must pass to be served; `check`, the start and each reload ask it."""

from router.language.compile import Compiled, CompileOptions, compile_rules
from router.language.readings import ReadingCache
from router.language.source import SourceFile


class Gate:
    """Compiles the files of a folder; without a rule set, they may not be served.

    Files that the last call had too are not read again. Not for several threads at once.
    """

    def __init__(self, options: CompileOptions) -> None:
        self._options = options
        self._readings = ReadingCache()

    def __call__(self, files: tuple[SourceFile, ...]) -> Compiled:
        """The rule set, or the findings that keep it from being served."""
        compiled = compile_rules(files, self._options, self._readings)
        self._readings.next_round()
        return compiled

    def forget(self) -> None:
        """Give back the memory that what was read takes."""
        self._readings.clear()
