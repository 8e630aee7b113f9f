"""What a program does beside calling operators is written down with the step before."""

from inplace_lab.trace import Step, Trace

from .programs import run


def trace_of(source: str) -> Trace:
    """The trace of a program that ends well."""
    trace = run(f"import torch\n{source}").trace
    assert (trace.failure, trace.cuts) == (None, ())
    return trace


def last(source: str) -> Step:
    """The last step of a program."""
    return trace_of(source).steps[-1]


def test_a_step_knows_the_names_in_its_expression_and_no_others() -> None:
    step = last("class A: pass\na = A()\na.b, c, d = torch.ones(2), torch.ones(2), 3\ne = d; f = a.b + c")
    assert set(step.frames[-1].names) == {"a", ".b", "c"}


def test_what_is_printed_is_told_with_the_names_that_were_used() -> None:
    step = last("x = torch.ones(2)\ny = x\nprint(y, 3)")
    assert {(shown.tensor, *sorted(shown.names)) for shown in step.shown} == {("t0", "print", "y")}


def test_a_call_that_returns_what_it_was_given_is_told() -> None:
    step = trace_of("x = torch.ones(2)\ny = x.float()\nz = x\nw = torch.ones(1)").steps[0]
    assert [(returned.op, returned.tensor, returned.line) for returned in step.returned] == [("float", "t0", 3)]
    assert {binding.name: (binding.line, binding.returned) for binding in step.bindings} == {
        "x": (2, ""),
        "y": (3, "float"),
        "z": (4, ""),
    }


def test_a_write_from_outside_is_told_with_its_lines() -> None:
    source = "def fill(a):\n    a[0] = 5\nx = torch.zeros(2)\nn = x.numpy()\nfill(n)\ny = torch.ones(1)"
    steps = trace_of(source).steps
    assert [(each.storage, each.lines) for each in steps[0].unheard] == [("s0", (3,))]
    assert not steps[1].unheard


def test_what_operators_write_is_not_taken_for_a_write_from_outside() -> None:
    assert not any(
        step.unheard for step in trace_of("x = torch.zeros(2)\nn = x.numpy()\nx += 1\nx[0] = 3\ny = x + 1").steps
    )


def test_indices_that_occur_twice_are_counted() -> None:
    assert last("x = torch.zeros(3)\nx[torch.tensor([0, -3, 1, 1])] = 1").repeats == 2
    assert (
        last("x = torch.zeros(3)\nx.index_put_((torch.tensor([0, 0]),), torch.ones(2), accumulate=True)").repeats == 0
    )
    assert last("x = torch.zeros(3, 3)\nx[torch.tensor([[0], [1]]), torch.tensor([0, 1])] = 1").repeats == 0


def test_other_memory_for_a_tensor_is_a_step() -> None:
    step = last("x = torch.nn.Parameter(torch.ones(2))\nx.data = torch.zeros(2)")
    assert (step.op, len(step.creates), step.writes) == ("data", 1, ())


def test_a_hook_that_keeps_the_tensor_itself_is_seen_through() -> None:
    source = "w = torch.ones(2, requires_grad=True)\nwith torch.autograd.graph.{}:\n    y = w.exp()"
    (save,) = last(source.format("save_on_cpu()")).saves
    assert (save.hook, save.packed, save.version) == ("save_on_cpu", "t1", None)
    (save,) = last(source.format("saved_tensors_hooks(lambda t: t.clone(), lambda t: t)")).saves
    assert (save.hook, save.packed) == ("saved_tensors_hooks", None)


def test_tensors_in_objects_and_nested_lists_have_names() -> None:
    source = (
        "class Box:\n    def __init__(self): self.kept = {'a': [torch.ones(1)]}\nb = Box()\nc = (b, [torch.ones(2)])"
    )
    names = {binding.name for step in trace_of(f"{source}\nd = torch.ones(3)").steps for binding in step.bindings}
    assert {"b.kept['a'][0]", "c[1][0]"} <= names
