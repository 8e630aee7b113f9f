"""What is asked of Ray, all of it. Only the dispatcher loads this."""

import asyncio
import logging
import os
from typing import Any

import ray
from ray.exceptions import RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from .. import __version__
from .channel import Lost
from .member import Node
from .runner import Answer, Runner

NAMESPACE = "inplace-lab"
_RUNS_AT_ONCE = 1000  # the runner's own places are fewer; greetings must never wait behind runs

CannotConnect = (ConnectionError, RuntimeError, ValueError, OSError, RayError)
"""What Ray raises where there is no cluster, or one that does not take us."""

_RUNNER = ray.remote(Runner)
_log = logging.getLogger(__name__)


def connect(address: str) -> None:
    """Become part of the cluster. Raises CannotConnect."""
    ray.init(address=address, namespace=NAMESPACE, log_to_driver=False, logging_level=logging.ERROR)
    # Ray has set it where it found a token.
    if os.environ.get("RAY_AUTH_MODE", "").lower() != "token":
        _log.warning("Whoever reaches the ports of this Ray cluster commands its machines: use RAY_AUTH_MODE=token.")


def nodes() -> list[Node]:
    """The machines that are there and lend at least one processor. Blocks, for ever where the head has gone."""
    found = [(node, node["Resources"]) for node in ray.nodes() if node["Alive"]]
    return [
        Node(node["NodeID"], node["NodeManagerAddress"], int(lent["CPU"]), int(lent.get("GPU", 0)))
        for node, lent in found
        if lent.get("CPU", 0) >= 1
    ]


def engage(node: Node) -> Any:
    """The runner of this machine; a new one where it has none. It has the GPUs that the machine lends. Blocks."""
    runner = _RUNNER.options(
        name=f"runner {__version__} {node.id}",
        get_if_exists=True,
        lifetime="detached",  # it outlives the server that began it, for the sake of the others
        num_cpus=0,
        num_gpus=node.gpus,
        max_concurrency=_RUNS_AT_ONCE,
        scheduling_strategy=NodeAffinitySchedulingStrategy(node.id, soft=False),
    )
    return runner.remote(node.processors)


async def ask(runner: Any, method: str, *arguments: object) -> Answer:
    """What a runner answers. Cancel it, and the runner stops what it does. Raises Lost; RayTaskError is our mistake."""
    asked = getattr(runner, method).remote(*arguments)
    try:
        answer: Answer = await asked
    except asyncio.CancelledError:
        ray.cancel(asked)
        raise
    except RayTaskError:
        raise
    except RayError as error:
        raise Lost(_said(error)) from error
    return answer


def _said(error: RayError) -> str:
    """What Ray says has happened, and why; pages of it lie in between."""
    lines = str(error).strip().splitlines()
    return " ".join(dict.fromkeys([lines[0], lines[-1]])) if lines else type(error).__name__
