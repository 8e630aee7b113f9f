"""Examples: all of them, and why some statuses have none."""

import json
from typing import Final

from ...sentence import Sentence, sentence
from ..lessons_examples import BOXES
from .example import HERE, Ask, Example
from .run_examples import BATCHES, FILES, RUNS, SHORT, SOURCE

FIRST: Final = Example("createRun", 200, Ask("POST", "runs?fields=status,message,stdout", {"source": SHORT}))
"""The first thing on the page."""
_FAILING: Final = json.dumps(SOURCE)
_NETWORK: Final = {"in": "8x64x32x32", "net": "conv(192)~relu"}
_PREDICTIONS: Final = "lessons/version-counter/predictions"
_EXERCISES: Final = "lessons/version-counter/exercises"
_MANY: Final = f"{HERE}/api/v1/runs"

_OTHERS: Final = (
    Example(
        "createComparison",
        200,
        Ask("POST", "comparisons", {"network": _NETWORK}),
        'compared = lab.compare_network(in_="8x64x32x32", net="conv(192)~relu")\nprint(compared.verdict)',
    ),
    Example(
        "createDiagnoses",
        200,
        Ask("POST", "diagnoses", {"source": SOURCE, "fixes": False}),
        f"told = lab.diagnose({_FAILING}, fixes=False)\n"
        "for each in told.diagnoses:\n    print(each.code, each.explanation)",
    ),
    Example(
        "createPermalink",
        200,
        Ask("POST", "permalinks", {"source": SHORT}),
        'print(lab.permalink("import torch\\nx = torch.ones(3)\\nx.add_(1)\\n").url)',
    ),
    Example("getQueue", 200, Ask("GET", "queue"), "queue = lab.queue()\nprint(queue.running, queue.waiting)"),
    Example(
        "listLessons",
        200,
        Ask("GET", "lessons?lang=en"),
        "for each in lab.lessons().lessons:\n    print(each.number, each.title)",
    ),
    Example(
        "getLesson",
        200,
        Ask("GET", "lessons/version-counter?lang=en"),
        'lesson = lab.lesson("version-counter")\nprint(lesson.exercises[0].start)',
    ),
    Example("getLesson", 404, Ask("GET", "lessons/nothing"), 'lab.lesson("nothing")'),
    Example(
        "createPrediction",
        200,
        Ask("POST", f"{_PREDICTIONS}/backward", {"choice": "runs"}),
        'told = lab.predict("version-counter", "backward", "runs")\nprint(told.same, told.answer)',
    ),
    Example(
        "createPrediction",
        404,
        Ask("POST", f"{_PREDICTIONS}/nothing", {"choice": "runs"}),
        'lab.predict("version-counter", "nothing", "runs")',
    ),
    Example(
        "createGrade",
        200,
        Ask("POST", f"{_EXERCISES}/boxes/grades", {"source": BOXES}),
        'start = lab.lesson("version-counter").exercises[0].start\n'
        'grade = lab.grade("version-counter", "boxes", start.replace("____", "detach()"))\n'
        "for each in grade.verdicts:\n    print(each.kind, each.state, each.message)",
    ),
    Example(
        "createGrade",
        404,
        Ask("POST", f"{_EXERCISES}/nothing/grades", {"source": "x = 1\n"}),
        'lab.grade("version-counter", "nothing", "x = 1\\n")',
    ),
    Example(
        "search",
        200,
        Ask("GET", "search?q=version+counter"),
        'for hit in lab.search("version counter").hits:\n    print(hit.title, hit.address)',
    ),
    Example("getHealth", 200, Ask("GET", "health"), "health = lab.health()\nprint(health.status, health.torch)"),
)
PROBLEMS: Final = (
    Example(
        "createRun",
        400,
        Ask("POST", "runs", {"source": SHORT}, {"Host": "lab.example"}),
        in_browsers=False,
    ),
    Example(
        "createRun",
        401,
        Ask("POST", "runs", {"source": SHORT}, {"Authorization": "Bearer il_unknown"}),
        'lab.run("x = 1\\n")',
    ),
    Example(
        "createRun",
        403,
        Ask("POST", "runs", {"source": SHORT}, {"Sec-Fetch-Site": "cross-site"}),
        in_browsers=False,
    ),
    Example(
        "createRun",
        413,
        Ask("POST", "runs"),
        'lab.run("#" * 300_000)',
        curl=f"printf '%0300000d' 0 | curl -i {_MANY} -H 'Content-Type: application/json' --data-binary @-",
        javascript=f'const answer = await fetch("{_MANY}", {{ method: "POST", body: "0".repeat(300000) }});\n'
        "console.log(answer.status, await answer.text());",
    ),
    Example(
        "createRun",
        422,
        Ask("POST", "runs", {"source": SHORT, "seed": -1}),
        'lab.run("x = 1\\n", seed=-1)',
    ),
    Example(
        "createRun",
        429,
        Ask("POST", "runs"),
        curl="for seed in 1 2 3 4 5 6; do\n"
        f"""  curl -s -D - {_MANY} -H 'Content-Type: application/json' """
        """-d '{"source": "import time\\ntime.sleep(1)\\n", "seed": '$seed'}' &\n"""
        "done\nwait",
        javascript='const source = "import time\\ntime.sleep(1)\\n";\n'
        "const send = (seed) => fetch("
        f'"{_MANY}", {{\n  method: "POST",\n  headers: {{ "Content-Type": "application/json" }},\n'
        "  body: JSON.stringify({ source, seed }),\n});\n"
        "const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(send));\n"
        "console.log(answers.map((answer) => answer.status).join());",
        note=sentence("The client for Python waits, and sends it again by itself."),
    ),
)
"""What any route may answer where it does not do what was asked; shown at one of them."""
EXAMPLES: Final = (*RUNS, *BATCHES, *FILES, *_OTHERS)
WITHOUT: Final[dict[int, Sentence]] = {
    410: sentence("Only what another version of the Lab has kept under a link is answered so."),
    423: sentence("Only a student is answered so, while the teacher of the classroom has locked runs."),
    500: sentence("Only a mistake of the Lab, or a sandbox that broke, is answered so."),
    503: sentence("Only a server that is full, still starting, or without its database answers so."),
}
"""Statuses that no request can bring about by itself."""
