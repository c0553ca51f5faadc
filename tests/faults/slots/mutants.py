"""Core: the store of the slots with one line taken away: each that syncs, flushes or renames, one after the other."""

import ast
from pathlib import Path
from types import CodeType

STORE = Path(__file__).parents[3] / "installer" / "slots" / "store.py"
CALLS = {"fsync", "flush", "replace", "rename", "_sync", "_sync_tree"}


class _Cut(ast.NodeTransformer):
    """Takes the line away, or, without one, lists them."""

    def __init__(self, wanted: str) -> None:
        self.found: list[str] = []
        self._wanted = wanted

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value
        if isinstance(call, ast.Call) and _name_of(call.func) in CALLS:
            name = f"{node.lineno}: {ast.unparse(call)}"
            self.found.append(name)
            if name == self._wanted:
                return ast.copy_location(ast.Pass(), node)
        return node


def _name_of(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def mutants() -> list[str]:
    """Each as line number and words."""
    cut = _Cut("")
    cut.visit(ast.parse(STORE.read_text("utf-8")))
    return cut.found


def without(mutant: str) -> CodeType:
    """The module without this line."""
    cut = _Cut(mutant)
    tree = cut.visit(ast.parse(STORE.read_text("utf-8")))
    assert mutant in cut.found
    return compile(ast.fix_missing_locations(tree), str(STORE), "exec")
