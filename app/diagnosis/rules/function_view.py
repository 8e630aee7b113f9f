"""IL107: A view that came out of a custom Function or a backward hook was written in place.

What happened
    A custom torch.autograd.Function returned its input, or a view of it, and the result was to be written. Very often
    nobody wrote such a Function: a full backward hook (`register_full_backward_hook`, as Grad-CAM and SHAP use) passes
    what goes into a module and what comes out of it through one, and the next layer is an in-place activation.

Why torch forbids it
    Autograd would have to replace the node of the view by one that it derives itself, and the backward of the custom
    Function would be skipped. The gradient would be wrong.

How to cure it
    Of a hook: make the activations out of place, `m.inplace = False` for every module that has it.
    Of your own Function: return a copy, `x.view_as(x).clone()`; or write out of place what it returned.

What each cure costs
    Out of place and a copy cost one more tensor of that size.

Source
    torch/nn/modules/_functions.py, BackwardHookFunction; torch/csrc/autograd/variable.h,
    CreationMeta::IN_CUSTOM_FUNCTION.
"""

import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..facts.parts import splitter
from ..model import Diagnosis
from ..telling.outside import outside
from ..telling.refused import given, wanted
from ..wording import words

CODE = "IL107"
TITLE = "A view that came out of a custom Function or a backward hook was written in place"
MESSAGES = (words.FUNCTION_VIEW, words.HOOK_VIEW)
_HOOK = "BackwardHookFunction"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Torch says so; or it speaks of several views, and no operator of torch's had made them."""
    if (said := _said(evidence)) is not None:
        yield from outside(evidence, CODE, TITLE, _who(said["node"] or ""))


def _said(evidence: Evidence) -> re.Match[str] | None:
    if (said := words.FUNCTION_VIEW.search(evidence.message)) is not None:
        return said
    several = words.MULTI_VIEW.search(evidence.message) or words.MULTI_VIEW_BASE.search(evidence.message)
    views = (*wanted(evidence), *given(evidence))
    if several is None or not views or any(splitter(evidence, view) is not None for view in views):
        return None
    return several


def _who(node: str) -> Sentence:
    if node.startswith(_HOOK):
        return sentence("A full backward hook passes what goes into a module and what comes out of it through a view.")
    if not node:
        return sentence("A custom Function returned it as a view.")
    return sentence("The custom Function %(function)s returned it as a view.", function=node)
