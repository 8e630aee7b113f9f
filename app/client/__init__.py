"""The client: asks an Inplace Lab server from Python. It loads neither torch nor the server.

from inplace_lab.client import Lab

with Lab("http://127.0.0.1:8000") as lab:
    report = lab.run("import torch\\nx = torch.ones(3)\\n")
    print(report.status, report.trace.steps)
"""

from ..runs.report import Report, Status
from ..trace import Trace
from .async_lab import AsyncLab
from .lab import Lab
from .problem import LabProblem
from .program import Program

__all__ = ["AsyncLab", "Lab", "LabProblem", "Program", "Report", "Status", "Trace"]
