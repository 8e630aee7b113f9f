"""Examples of runs, batches, reports and their files."""

import json
from typing import Final

from .example import Ask, Example

SOURCE: Final = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"
SHORT: Final = "import torch\nx = torch.ones(3)\nx.add_(1)\nprint(x)\n"
_LONG: Final = "import time\ntime.sleep(9)\n"
_PROGRAM: Final = json.dumps(SHORT)
_LATER: Final = {"Prefer": "respond-async"}
_ANY: Final = {"If-None-Match": "*"}
_CANCELLED: Final = {"Idempotency-Key": "a-cancelled-run"}
_CANCELLED_BATCH: Final = {"Idempotency-Key": "a-cancelled-batch"}
_REPORT: Final = Ask("POST", "runs?fields=id", {"source": SHORT})
_RUN: Final = Ask("POST", "runs", {"source": SHORT}, _LATER)
_LONG_RUN: Final = Ask("POST", "runs", {"source": _LONG}, _LATER)
_RUNS: Final = {"runs": [{"source": SHORT}, {"source": SHORT, "seed": 1}]}
_LONG_RUNS: Final = {"runs": [{"source": _LONG}]}
_BATCH: Final = Ask("POST", "batches", _RUNS, _LATER)
_LONG_BATCH: Final = Ask("POST", "batches", _LONG_RUNS, _LATER)
_FILES: Final = {
    "memory-viewer": ("getMemorySnapshot", "run.snapshot.pickle"),
    "chrome-trace": ("getChromeTrace", "run.trace.json"),
    "dot": ("getDot", "run.dot"),
    "timeline": ("getTimeline", "run.csv"),
}

RUNS: Final = (
    Example(
        "createRun",
        200,
        Ask("POST", "runs", {"source": SOURCE}),
        'report = lab.run("import torch\\nx = torch.ones(3)\\nx.add_(1)\\n")\n'
        "print(report.message, report.trace.peak())",
    ),
    Example(
        "createRun",
        202,
        _RUN,
        f"run = lab.run_async({_PROGRAM})\nprint(run.state)\nprint(lab.wait(run.id).stdout)",
    ),
    Example(
        "createRun",
        409,
        Ask("POST", "runs", {"source": _LONG}, _CANCELLED),
        'key = "a-cancelled-run"\n'
        'run = lab.run_async("import time\\ntime.sleep(9)\\n", idempotency_key=key)\n'
        "lab.cancel(run.id)\n"
        'lab.run("import time\\ntime.sleep(9)\\n", idempotency_key=key)',
        before=(Ask("POST", "runs", {"source": _LONG}, _LATER | _CANCELLED), Ask("DELETE", "runs/{id}")),
    ),
    Example(
        "getRun",
        200,
        Ask("GET", "runs/{id}"),
        f"run = lab.run_async({_PROGRAM})\nprint(lab.state(run.id).state)",
        before=(_RUN,),
    ),
    Example("getRun", 304, Ask("GET", "runs/{id}", headers=_ANY), before=(_RUN,)),
    Example("getRun", 404, Ask("GET", "runs/nothing"), 'lab.state("nothing")'),
    Example(
        "watchRun",
        200,
        Ask("GET", "runs/{id}/events"),
        f"run = lab.run_async({_PROGRAM})\nfor state in lab.events(run.id):\n    print(state.state)",
        before=(_RUN,),
    ),
    Example("watchRun", 404, Ask("GET", "runs/nothing/events"), 'list(lab.events("nothing"))'),
    Example(
        "cancelRun",
        204,
        Ask("DELETE", "runs/{id}"),
        'run = lab.run_async("import time\\ntime.sleep(9)\\n")\nlab.cancel(run.id)\nprint(lab.state(run.id).state)',
        before=(_LONG_RUN,),
    ),
    Example("cancelRun", 404, Ask("DELETE", "runs/nothing"), 'lab.cancel("nothing")'),
    Example(
        "getReport",
        200,
        Ask("GET", "reports/{id}?trace=summary"),
        f'report = lab.run({_PROGRAM})\nprint(lab.report(report.id, trace="summary").summary.peak_bytes)',
        before=(_REPORT,),
    ),
    Example("getReport", 304, Ask("GET", "reports/{id}", headers=_ANY), before=(_REPORT,)),
    Example("getReport", 404, Ask("GET", "reports/nothing"), 'lab.report("nothing")'),
)
BATCHES: Final = (
    Example(
        "createBatch",
        200,
        Ask("POST", "batches?fields=status,message", _RUNS),
        'batch = lab.batch(["x = 1\\n", "x = 1 / 0\\n"])\n'
        "for result in batch.results:\n    print(result.report.status, result.report.message)",
    ),
    Example(
        "createBatch",
        202,
        _BATCH,
        'batch = lab.batch_async(["x = 1\\n", "x = 2\\n"])\nprint(lab.wait_batch(batch.id).done)',
    ),
    Example(
        "createBatch",
        409,
        Ask("POST", "batches", _LONG_RUNS, _CANCELLED_BATCH),
        'key = "a-cancelled-batch"\n'
        'batch = lab.batch_async(["import time\\ntime.sleep(9)\\n"], idempotency_key=key)\n'
        "lab.cancel_batch(batch.id)\n"
        'lab.batch(["import time\\ntime.sleep(9)\\n"], idempotency_key=key)',
        before=(Ask("POST", "batches", _LONG_RUNS, _LATER | _CANCELLED_BATCH), Ask("DELETE", "batches/{id}")),
    ),
    Example(
        "getBatch",
        200,
        Ask("GET", "batches/{id}?fields=status,message"),
        'batch = lab.batch_async(["x = 1\\n"])\nprint(lab.batch_state(batch.id).done)',
        before=(_BATCH,),
    ),
    Example("getBatch", 304, Ask("GET", "batches/{id}", headers=_ANY), before=(_BATCH,)),
    Example("getBatch", 404, Ask("GET", "batches/nothing"), 'lab.batch_state("nothing")'),
    Example(
        "watchBatch",
        200,
        Ask("GET", "batches/{id}/events"),
        'batch = lab.batch_async(["x = 1\\n", "x = 2\\n"])\n'
        "for state in lab.batch_events(batch.id):\n    print(state.done, state.total)",
        before=(_BATCH,),
    ),
    Example("watchBatch", 404, Ask("GET", "batches/nothing/events"), 'list(lab.batch_events("nothing"))'),
    Example(
        "cancelBatch",
        204,
        Ask("DELETE", "batches/{id}"),
        'batch = lab.batch_async(["import time\\ntime.sleep(9)\\n"])\n'
        "lab.cancel_batch(batch.id)\nprint(lab.batch_state(batch.id).state)",
        before=(_LONG_BATCH,),
    ),
    Example("cancelBatch", 404, Ask("DELETE", "batches/nothing"), 'lab.cancel_batch("nothing")'),
)
FILES: Final = tuple(
    example
    for name, (operation, file) in _FILES.items()
    for example in (
        Example(
            operation,
            200,
            Ask("GET", f"reports/{{id}}/exports/{name}"),
            f'report = lab.run({_PROGRAM})\nprint(len(lab.export(report.id, "{name}")))',
            before=(_REPORT,),
            file=file,
        ),
        Example(operation, 404, Ask("GET", f"reports/nothing/exports/{name}"), f'lab.export("nothing", "{name}")'),
    )
)
