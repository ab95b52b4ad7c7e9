"""The house rules, enforced: floors, one room per library, no cycles, sizes."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "router"
MODULE_LINES = 300
FUNCTION_LINES = 45

# From the ground up; rooms on one floor never import each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("router.core",),
    ("router.engine", "router.plivo"),
    ("router.language",),
    ("router.render",),
    ("router.app",),
    ("router.adapters",),
    ("router.web",),
    ("router.wiring",),
    ("router.cli",),
    ("router.__main__", "serve"),
)
# The package's own docstring and version: imports nothing, and anybody may read it.
FACE = "router"

LIBRARY_ROOMS: dict[str, tuple[str, ...]] = {
    "yaml": ("router.language",),
    "jsonschema": ("router.language.schema",),
    "phonenumbers": ("router.language.numbers",),
    "re2": ("router.engine",),
    "falcon": ("router.web",),
    "waitress": ("router.cli.listeners",),
    "sqlite3": ("router.adapters.journal",),
    "psycopg": ("router.adapters.journal",),
    "prometheus_client": ("router.adapters.metrics",),
    "click": ("router.cli",),
    "logging": ("router.adapters.logs", "router.cli.listeners"),
    "xml": (),
    "hmac": ("router.plivo",),
}
# phonenumbers' tables cost start-up time that only a set with a `country` should pay.
# psycopg is an extra, which who keeps the journal in SQLite does without.
DEFERRED_LIBRARIES = {
    ("router.language.numbers", "phonenumbers"), ("router.adapters.journal.opening", "router"),
}  # fmt: skip

# The pure floors read no file, clock, environment, socket or process.
PURE = ("router.core", "router.engine", "router.plivo", "router.language", "router.render")
IMPURE_MODULES = {
    "os", "io", "pathlib", "socket", "subprocess", "threading", "time", "tempfile", "shutil",
    "logging", "urllib.request", "http", "random", "signal", "asyncio",
}  # fmt: skip
# What commands do with the machine themselves, and the types of what wiring hands them.
NOT_PICKED = {
    "router.adapters.forking", "router.adapters.http_straight", "router.adapters.tokens",
    "router.adapters.journal.scribe.process",
}  # fmt: skip
UNNAMEABLE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
BROAD_DOORS = ("router.cli.main", "router.web.holding", "router.app.reload")


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, tuple[Path, ast.Module]]:
    paths = [*sorted(PACKAGE.rglob("*.py")), ROOT / "serve.py"]
    return {module_name(p): (p, ast.parse(p.read_text("utf-8"), str(p))) for p in paths}


def imported_by(node: ast.AST, name: str, path: Path) -> Iterator[str]:
    """Every module that one import statement brings in, as an absolute dotted name."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        source = f"{package}.{node.module or ''}".rstrip(".") if node.level else node.module or ""
        for alias in node.names:
            full = f"{source}.{alias.name}"
            yield full if full in modules() else source


@cache
def imports(name: str) -> frozenset[str]:
    path, tree = modules()[name]
    return frozenset(m for node in ast.walk(tree) for m in imported_by(node, name, path))


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def floor_of(name: str) -> int:
    found = [i for i, rooms in enumerate(FLOORS) if any(inside(name, room) for room in rooms)]
    assert len(found) == 1, f"{name} stands on no floor, or on several: give its room a floor"
    return found[0]


def room_of(name: str) -> str:
    return next(room for room in FLOORS[floor_of(name)] if inside(name, room))


def house() -> list[str]:
    return [name for name in modules() if name != FACE]


@pytest.mark.parametrize("name", house())
def test_a_module_imports_only_from_floors_below_or_its_own_room(name: str) -> None:
    wrong = [
        other
        for other in imports(name)
        if (inside(other, "router") or other == "serve") and other != FACE
        and room_of(other) != room_of(name) and floor_of(other) >= floor_of(name)
    ]  # fmt: skip
    assert not wrong, f"{name} looks up or sideways to {wrong}"


@pytest.mark.parametrize("name", [n for n in house() if room_of(n) != "router.wiring"])
def test_only_wiring_picks_adapters(name: str) -> None:
    picked = {i for i in imports(name) if inside(i, "router.adapters")} - NOT_PICKED
    assert room_of(name) == "router.adapters" or not picked, f"{name} picks {picked}"


def test_every_room_stands_on_a_floor() -> None:
    for name in house():
        floor_of(name)


@pytest.mark.parametrize("name", house())
def test_a_library_is_imported_in_its_one_room(name: str) -> None:
    wrong = [
        other
        for other in imports(name)
        for library, rooms in LIBRARY_ROOMS.items()
        if inside(other, library) and not any(name.startswith(room) for room in rooms)
    ]
    assert not wrong, f"{name} imports {wrong}, which has a room of its own"


def test_no_modules_import_each_other_in_a_circle() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name in done:
            return
        for other in sorted(imports(name) & modules().keys()):
            if other != name:
                visit(other, (*path, name))
        done.add(name)

    for name in modules():
        visit(name, ())


def folder_or_module(name: str) -> str:
    """The sub-package that a module of a room stands in, or the module itself if in none."""
    return ".".join(name.split(".")[:3])


@pytest.mark.parametrize("room", [room for rooms in FLOORS for room in rooms])
def test_no_folders_of_a_room_import_each_other_in_a_circle(room: str) -> None:
    needs: dict[str, set[str]] = {}
    for name in modules():
        if inside(name, room):
            here = folder_or_module(name)
            others = {folder_or_module(i) for i in imports(name) if inside(i, room)}
            needs.setdefault(here, set()).update(others - {here})
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("name", list(modules()))
def test_imports_stand_at_the_top_of_the_module(name: str) -> None:
    path, tree = modules()[name]
    deferred = [
        imported
        for scope in ast.walk(tree)
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(scope)
        for imported in imported_by(node, name, path)
        if (name, imported.partition(".")[0]) not in DEFERRED_LIBRARIES
    ]
    assert not deferred, f"{name} hides an import of {deferred} inside a definition"


@pytest.mark.parametrize("name", [n for n in house() if any(inside(n, room) for room in PURE)])
def test_the_pure_floors_touch_no_file_clock_or_network(name: str) -> None:
    wrong = [i for i in imports(name) if any(inside(i, module) for module in IMPURE_MODULES)]
    assert not wrong, f"{name} imports {wrong}, but its floor is pure"


def test_core_stands_on_the_standard_library_alone() -> None:
    third_party = set(LIBRARY_ROOMS) - {"logging", "xml", "hmac", "sqlite3"}
    for name in house():
        if inside(name, "router.core"):
            assert not {i.partition(".")[0] for i in imports(name)} & third_party


@pytest.mark.parametrize("name", list(modules()))
def test_a_module_is_at_most_300_lines_and_has_a_docstring(name: str) -> None:
    path, tree = modules()[name]
    assert len(path.read_text("utf-8").splitlines()) <= MODULE_LINES, f"{name} is crowded"
    assert ast.get_docstring(tree), f"{name} does not say what it owns"


@pytest.mark.parametrize("name", list(modules()))
def test_a_function_is_at_most_45_lines(name: str) -> None:
    long = [
        f"{node.name} ({node.end_lineno - node.lineno + 1} lines)"
        for node in ast.walk(modules()[name][1])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert not long, f"{name}: {', '.join(long)}"


@pytest.mark.parametrize("name", house())
def test_a_module_is_named_for_what_it_owns(name: str) -> None:
    assert not set(name.split(".")) & UNNAMEABLE


@pytest.mark.parametrize("name", list(modules()))
def test_only_the_three_doors_catch_everything(name: str) -> None:
    broad = [
        node.lineno
        for node in ast.walk(modules()[name][1])
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in BROAD))
    ]
    assert not broad or name in BROAD_DOORS, f"{name} catches everything at lines {broad}"


BROAD = {"Exception", "BaseException"}


def test_nothing_runs_on_import() -> None:
    """Module level holds definitions, constants and imports: no bare call, loop or `with`."""
    for name, (_, tree) in modules().items():
        for node in tree.body:
            is_main = isinstance(node, ast.If) and "__main__" in ast.dump(node.test)
            typing_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            runs = isinstance(node, ast.Expr | ast.For | ast.While | ast.With | ast.Try | ast.If)
            assert not runs or docstring or is_main or typing_only, f"{name}:{node.lineno} runs"


def test_the_wheel_lists_every_package() -> None:
    listed = (ROOT / "pyproject.toml").read_text("utf-8")
    for init in PACKAGE.rglob("__init__.py"):
        assert f'"{module_name(init)}"' in listed, f"{module_name(init)} is missing in pyproject"
