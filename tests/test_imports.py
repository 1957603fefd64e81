"""The floors are held by import-linter (`make floors`); here, that no two modules need each other."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def test_no_circle_of_imports_is_left_those_for_types_counted() -> None:
    graph = grimp.build_graph("newscrawl", exclude_type_checking_imports=False)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, needs.values())) > 1000
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as circle:
        pytest.fail(" imports ".join(reversed(circle.args[1])))
