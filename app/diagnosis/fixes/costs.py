"""Costs: what a change costs, as far as can be said before it has run."""

from ...sentence import sentence

NOTHING = sentence("Nothing.")

ONE_TENSOR = sentence("One more tensor of its size.")

EACH_TENSOR = sentence("One more tensor of its size for each of these lines.")

EACH_PASS = sentence("One more tensor of its size each time the line runs.")

ROWS = sentence("Nothing more than the rows, which are copied once at the end.")

EARLIER = sentence("Gradients no longer flow into earlier iterations.")

LATER_GRADIENTS = sentence("The graph lives until the second backward has run; no tensor is copied.")

PARAMETERS = sentence("A copy of these parameters.")

AGAIN = sentence("It is computed once in each turn.")

NO_HISTORY = sentence("The write is no part of the graph: no gradient flows through it.")

WRONG_GRADIENT = sentence("The check is silenced, not satisfied: backward uses the wrong values.")

CUT_GRADIENT = sentence("No gradient flows back through this line any more.")

LEAK = sentence("The gradient of one loss also reaches the parameters of the other optimizer.")

GRAPH_KEPT = sentence("The graph and all that it saved stay in memory.")
