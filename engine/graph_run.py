"""Runs the model's graph in one fixed order.

Rasa plans the order of its graph's nodes with dask anew for each of a turn's three runs, which
costs more than some of the nodes. A graph does not change once it is loaded, so its order is
worked out once for each set of targets.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

# A node, and the nodes or inputs whose results it is called with.
Step = tuple[str, tuple[str, ...]]
_PLANS = "_plans"


def run(
    runner: DaskGraphRunner, inputs: dict[str, Any] | None, targets: list[str] | None
) -> dict[str, Any]:
    """The results of the target nodes, by their names.

    Raises:
        GraphRunError: an input is a string that is also a node's name, or a node failed.
    """
    wanted = tuple(targets or runner._graph_schema.target_names)
    plans = runner.__dict__.setdefault(_PLANS, {})
    if wanted not in plans:
        plans[wanted] = _plan(runner, wanted)
    inputs = inputs or {}
    results: dict[str, Any] = dict.fromkeys(name for name, _ in plans[wanted])
    runner._add_inputs_to_graph(inputs, results)  # checks them, too
    try:
        for name, needs in plans[wanted]:
            if name not in inputs:
                node = runner._instantiated_nodes[name]
                results[name] = node(*(results.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(results[name] for name in wanted)


def _plan(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[Step]:
    """Every node that the targets need, each after those it needs."""
    nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
    plan: dict[str, tuple[str, ...]] = {}

    def add(name: str) -> None:
        if name in plan or name not in nodes:  # what is no node is an input
            return
        needs = tuple(nodes[name].needs.values())
        for need in needs:
            add(need)
        plan[name] = needs

    for target in targets:
        add(target)
    return list(plan.items())
