"""What a trace tells of small programs."""

import pytest

from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Bytes, Step, Trace

from .programs import BY_NAME, run


def steps(trace: Trace, op: str) -> list[Step]:
    return [step for step in trace.steps if step.op == op]


def test_out_of_place_relu_takes_a_second_storage() -> None:
    trace = run(BY_NAME["article_off"]).trace
    conv, relu = steps(trace, "conv2d")[0], steps(trace, "relu")[0]
    storage = {tensor.id: tensor.storage for tensor in trace.tensors}
    assert storage[conv.creates[0]] != storage[relu.creates[0]]
    assert relu.writes == ()


def test_inplace_relu_writes_the_storage_of_the_convolution() -> None:
    trace = run(BY_NAME["article_on"]).trace
    conv, relu = steps(trace, "conv2d")[0], steps(trace, "relu")[0]
    (write,) = relu.writes
    assert write.tensor == conv.creates[0]
    assert (write.kernel, write.before, write.after) == ("aten::relu_", 0, 1)
    assert next(s for s in trace.storages if s.id == write.storage).version == 1


def test_relu_keeps_its_result_either_way() -> None:
    for name in ("article_off", "article_on"):
        relu = steps(run(BY_NAME[name]).trace, "relu")[0]
        assert [save.slot for save in relu.saves] == ["result"]


def test_views_share_a_storage_and_a_version() -> None:
    trace = run("import torch\nx = torch.zeros(3, 4)\nrow, turned = x[1], x.T\nrow.add_(1)").trace
    storages = {tensor.storage for tensor in trace.tensors}
    assert len(storages) == 1
    add = steps(trace, "add_")[0]
    assert {state.version for state in add.states} == {1}
    assert len(add.states) == 3


def test_strides_and_offsets_are_the_views_own() -> None:
    trace = run("import torch\nx = torch.zeros(3, 4)\nrow, column, turned = x[1], x[:, 2], x.T").trace
    geometry = {tensor.id: (tensor.shape, tensor.stride, tensor.offset) for tensor in trace.tensors}
    assert list(geometry.values()) == [
        ((3, 4), (4, 1), 0),
        ((4,), (1,), 4),
        ((3,), (4,), 2),
        ((4, 3), (1, 4), 0),
    ]


def test_data_write_moves_no_counter_of_the_tensor() -> None:
    trace = run(BY_NAME["data_write_is_silent"]).trace
    write = steps(trace, "mul_")[0].writes[0]
    sigmoid = steps(trace, "sigmoid")[0]
    assert write.storage == sigmoid.saves[0].storage
    assert write.tensor != sigmoid.creates[0]


def test_phases_follow_a_training_step() -> None:
    trace = run(BY_NAME["four_blocks_sgd"]).trace
    order = [step.phase for step in trace.steps]
    assert order.index("setup") < order.index("forward") < order.index("backward") < order.index("optimizer")


def test_backward_runs_the_nodes_that_forward_made() -> None:
    trace = run(BY_NAME["article_on"]).trace
    made = {node.id: node.name for node in trace.nodes}
    ran = [(step.op, made[step.node]) for step in trace.steps if step.node]
    assert [op for op, _ in ran] == ["SumBackward0", "ReluBackward0", "ConvolutionBackward0"]
    assert all(op == name for op, name in ran)


def test_names_follow_rebinding_and_gradients() -> None:
    trace = run(BY_NAME["article_on"]).trace
    bound = {binding.name: binding.tensor for step in trace.steps for binding in step.bindings}
    assert bound["y"] == steps(trace, "relu")[0].writes[0].tensor
    assert {"x", "net.0.weight", "net.0.weight.grad", "net.0.bias.grad"} <= set(bound)


def test_names_of_a_function_are_its_frames_own() -> None:
    trace = run(BY_NAME["functions_and_locals"]).trace
    frames = {binding.frame for step in trace.steps for binding in step.bindings if binding.name == "h"}
    assert frames == {"1:block"}


def test_layers_handed_to_init_are_recorded_before_their_module_is_ready() -> None:
    trace = run(
        "import torch\n"
        "class Block(torch.nn.Sequential):\n"
        "    def __init__(self):\n"
        "        super().__init__(torch.nn.Linear(2, 2), torch.nn.ReLU())\n"
        "net = Block()\n"
        "net(torch.ones(1, 2))\n"
    ).trace
    assert trace.cuts == ()
    assert len(steps(trace, "relu")) == 1
    assert "net.0.weight" in {binding.name for step in trace.steps for binding in step.bindings}


def test_lines_are_those_of_the_readers_own_frames() -> None:
    trace = run(BY_NAME["relu_then_add"]).trace
    add = steps(trace, "add_")[0]
    assert [frame.function for frame in add.frames] == ["<module>", "Block.forward"]
    assert add.line == 12


def test_call_that_raises_is_the_last_step() -> None:
    trace = run(BY_NAME["leaf_in_place"]).trace
    assert trace.steps[-1].failed
    assert trace.failure is not None
    assert trace.failure.step == trace.steps[-1].index


def test_categories_of_a_training_step() -> None:
    trace = run(BY_NAME["four_blocks_sgd"]).trace
    by_category = {storage.category for storage in trace.storages}
    assert {"parameters", "inputs", "activations", "gradients", "optimizer", "temporaries"} <= by_category
    first_backward = next(step for step in trace.steps if step.phase == "backward")
    assert trace.steps[first_backward.index - 1].live.saved > 0
    assert trace.steps[-1].live.saved == 0


def test_a_copy_that_autograd_takes_before_a_write_is_kept_for_backward() -> None:
    trace = run(
        "import torch\nw = torch.ones(4, requires_grad=True)\nh = w + 1\ntorch.nn.functional.silu(h, True)\nz = h.sum()"
    ).trace
    silu = trace.steps[-2]
    copied = next(storage for storage in trace.storages if storage.id == silu.saves[0].storage)
    assert (copied.category, copied.nbytes) == ("activations", 16)
    assert silu.live.saved == 16


def test_recording_stops_at_the_limit_and_says_so() -> None:
    trace = run("import torch\nfor _ in range(50):\n    x = torch.ones(2)\nprint('end')", max_steps=10)
    assert len(trace.trace.steps) == 10
    assert [(cut.limit, cut.at, cut.step) for cut in trace.trace.cuts] == [("steps", 10, 9)]
    assert trace.stdout == "end\n"
    refuse_unsound(trace.trace)


def test_tensor_limit_is_said_too() -> None:
    trace = run("import torch\nkept = [torch.ones(2) for _ in range(50)]", max_tensors=20).trace
    assert [cut.limit for cut in trace.cuts] == ["tensors"]
    refuse_unsound(trace)


def test_untraced_run_tells_only_how_it_ended() -> None:
    trace = run(BY_NAME["sigmoid_then_mul"], trace=False).trace
    assert trace.steps == ()
    assert trace.failure is not None
    assert "modified by an inplace operation" in trace.failure.message


def test_tracebacks_show_no_folder_of_this_machine() -> None:
    trace = run(BY_NAME["sigmoid_then_mul"]).trace
    assert trace.failure is not None
    assert 'File "snippet.py", line 6' in trace.failure.traceback
    assert 'File "torch/_tensor.py"' in trace.failure.traceback
    assert 'File "/' not in trace.failure.traceback


@pytest.mark.parametrize("broken", ["frees", "live"])
def test_an_unsound_trace_is_refused(broken: str) -> None:
    trace = run(BY_NAME["article_on"]).trace
    wrong = {"frees": ("s99",), "live": Bytes(inputs=1)}[broken]
    steps_ = (trace.steps[0].model_copy(update={broken: wrong}), *trace.steps[1:])
    with pytest.raises(ValueError, match="step 0"):
        refuse_unsound(trace.model_copy(update={"steps": steps_}))


def test_requiring_a_gradient_is_a_step_of_its_own() -> None:
    trace = run("import torch\nx = torch.ones(3)\nx.requires_grad_()").trace
    assert [(step.op, step.kernels) for step in trace.steps] == [("ones", ("aten::ones",)), ("requires_grad_", ())]
    assert trace.steps[-1].states[0].requires_grad


def test_a_training_loop_that_meets_the_limit_hands_in_a_sound_trace() -> None:
    source = """
import torch
from torch import nn
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(net.parameters())
for _ in range(6):
    loss = net(torch.ones(2, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
later = nn.Linear(2, 2)
"""
    for most in range(60, 110, 3):
        refuse_unsound(run(source, max_steps=most).trace)
