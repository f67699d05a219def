"""What the source may not contain, as functions of source text, so that a test can see each of them find something."""

import ast
import re
from collections.abc import Iterator

CLOCK_READINGS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
VAGUE_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Impl|Base)$|^(helper|util|utils|common|misc|base)$")


def clock_readings(source: str) -> Iterator[str]:
    """Calls that ask the machine for the time of day, as "line: name"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            if ".".join(name.split(".")[-2:]) in CLOCK_READINGS:
                yield f"{node.lineno}: {name}"


def swallowed_errors(source: str) -> Iterator[str]:
    """Handlers that catch everything and do nothing, as "line: except …"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or ast.unparse(node.type) in ("Exception", "BaseException")
            if broad and all(isinstance(statement, ast.Pass | ast.Continue) for statement in node.body):
                yield f"{node.lineno}: except {ast.unparse(node.type) if node.type else ''}"
        if isinstance(node, ast.Call) and ast.unparse(node) in ("suppress(Exception)", "suppress(BaseException)"):
            yield f"{node.lineno}: {ast.unparse(node)}"


def vague_names(source: str) -> Iterator[str]:
    """Classes named for a role in code instead of a thing of the domain, as "line: name"."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and VAGUE_NAMES.search(node.name):
            yield f"{node.lineno}: {node.name}"


def undocumented(source: str) -> Iterator[str]:
    """A module without a docstring, and public functions, methods and classes without one, as "line: name".

    A subclass may leave its methods to the words of what it derives from.
    """
    tree = ast.parse(source)
    if source.strip() and ast.get_docstring(tree) is None:
        yield "1: module"
    scopes: list[ast.Module | ast.ClassDef] = [tree]
    for scope in scopes:
        for node in scope.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not node.bases:
                scopes.append(node)
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None and not _says_nothing(node):
                yield f"{node.lineno}: {node.name}"


def _says_nothing(node: ast.AST) -> bool:
    """A protocol's or an overload's body: `...`."""
    return isinstance(node, ast.FunctionDef) and [ast.unparse(statement) for statement in node.body] == ["..."]


def third_party_imports(source: str) -> Iterator[str]:
    """The top-level packages that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]
