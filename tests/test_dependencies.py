"""What `pyproject.toml` declares is what is imported, and nothing else."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED_BY_OTHERS = {
    "lxml-html-clean": "trafilatura imports it, and asks for it by an extra that older installers do not find",
    "tzdata": "zoneinfo reads it where the system has no zones",
}
OF_LATER_PYTHONS = {"compression"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: Iterable[str]) -> set[str]:
    return {normal(re.split(r"[\s<>=!~\[;(]", requirement, maxsplit=1)[0]) for requirement in requirements}


def modules(*folders: str) -> Iterator[str]:
    """The top-level modules that the files of some folders import, those of the standard library and ours apart."""
    ours = {path.name.removesuffix(".py") for path in ROOT.iterdir()}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found = [node.module or ""]
            yield from (name.partition(".")[0] for name in found if name.partition(".")[0] not in ours | STANDARD)


STANDARD = {*sys.stdlib_module_names, *OF_LATER_PYTHONS, "__future__"}
CORE = names(PROJECT["project"]["dependencies"])
EXTRAS = names(each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra)
GROUPS = {name: names(each) for name, each in PROJECT["dependency-groups"].items()}
PROVIDED = {module: {normal(each) for each in found} for module, found in packages_distributions().items()}
IMPORTED = set(modules("newscrawl"))
USED = set().union(*(PROVIDED.get(module, set()) for module in IMPORTED))


@pytest.mark.parametrize("name", sorted(CORE | EXTRAS))
def test_what_is_declared_is_imported(name: str) -> None:
    assert (name in USED) != (name in NEEDED_BY_OTHERS)


@pytest.mark.parametrize("module", sorted(IMPORTED))
def test_what_is_imported_is_declared(module: str) -> None:
    # Python 3.14 has what `backports` brings to earlier ones.
    found = PROVIDED.get(module) or {name for name in CORE if name.startswith(f"{module}-")}
    assert found & (CORE | EXTRAS), f"{module} is imported and not declared"


def test_an_extra_holds_nothing_that_every_user_needs() -> None:
    assert not EXTRAS & CORE


@pytest.mark.parametrize("module", sorted(set(modules("tests", "benchmarks"))))
def test_what_tests_and_benchmarks_import_is_declared(module: str) -> None:
    declared = CORE | EXTRAS | GROUPS["test"] | GROUPS["peers"]
    # What a peer is called by its users is not always found where it is not installed.
    assert PROVIDED.get(module, {normal(module)}) & declared or module in {"newspaper", "newsplease"}


def test_what_the_groups_name_is_used() -> None:
    imported = set(modules("tests", "benchmarks", "newscrawl"))
    used = set().union(*(PROVIDED.get(module, set()) for module in imported))
    plugins = {name for name in GROUPS["test"] if name.startswith("pytest")}
    assert GROUPS["test"] - plugins - used == set()


def test_types_are_those_of_what_is_declared() -> None:
    stubs = {name.removeprefix("types-") for name in GROUPS["lint"] if name.startswith("types-")}
    assert stubs <= CORE | EXTRAS
