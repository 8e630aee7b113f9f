"""What the trace states is what torch itself says when it is asked: storages, versions, saves, gradients."""

import contextlib
import gc
import io
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, given, settings

from inplace_lab.tracer.frames import FILENAME
from inplace_lab.tracer.listener import Listener
from inplace_lab.tracer.recorder import Recorder

from .programs import BY_NAME
from .test_memory import programs


class Recorded:
    """A program that was recorded and whose tensors are still at hand."""

    def __init__(self, source: str) -> None:
        torch.manual_seed(0)
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.recorder = Recorder(2000, 20000)
        listener = Listener(self.recorder)
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            with listener, contextlib.suppress(Exception, SystemExit):
                exec(compile(source, FILENAME, "exec"), self.namespace)
        listener.tell(self.recorder.settle, lambda: self.recorder.names.look_at(self.namespace))
        assert listener.ended_by is None
        gc.collect()

    def tensors(self) -> Iterator[tuple[Any, torch.Tensor]]:
        """Every tensor that is still alive, as the recorder and as torch know it."""
        for seen in self.recorder.tensors.all:
            tensor = seen.ref()
            if tensor is not None and tensor.layout is torch.strided and tensor.device.type == "cpu":
                yield seen, tensor


SOURCES = [pytest.param(source, id=name) for name, source in BY_NAME.items() if name != "syntax_error"]


def check_storages(recorded: Recorded) -> None:
    by_address: dict[int, str] = {}
    for seen, tensor in recorded.tensors():
        storage = tensor.untyped_storage()
        if storage.nbytes() == 0 or recorded.recorder.tensors.see(tensor) is not seen:
            continue  # an empty storage has no address; a tensor whose .data was set has moved on
        assert by_address.setdefault(storage.data_ptr(), seen.storage.id) == seen.storage.id
        assert seen.storage.size_now == storage.nbytes()
        assert seen.geometry[1:] == (tuple(tensor.shape), tensor.stride(), tensor.storage_offset())
    assert len(set(by_address.values())) == len(by_address)


def check_states(recorded: Recorded) -> None:
    for seen, tensor in recorded.tensors():
        state = recorded.recorder.states.get(seen.id)
        if state is None or tensor.is_inference() or recorded.recorder.tensors.see(tensor) is not seen:
            continue
        version, requires_grad, _ = state
        assert version == tensor._version
        if tensor._base is None:  # a view answers for its base, which may have changed without it
            assert requires_grad == tensor.requires_grad


def check_saves(recorded: Recorded) -> None:
    """Unpack what each living node saved and look for it among the saves."""
    recorder = recorded.recorder
    saves = {(save.node, save.slot): save for draft in recorder.drafts for save in draft.saves}
    for _, tensor in recorded.tensors():
        if tensor._base is not None or tensor.grad_fn is None:
            continue
        node = recorder.nodes.find(tensor.grad_fn)
        for name in dir(tensor.grad_fn):
            if not name.startswith("_saved_"):
                continue
            with contextlib.suppress(RuntimeError):  # stale, or freed by backward
                value = getattr(tensor.grad_fn, name)
                if isinstance(value, torch.Tensor):
                    save = saves[node, name.removeprefix("_saved_")]
                    assert save.version == value._version
                    assert save.storage == recorder.storages.see(value).id
                    assert save.shape == tuple(value.shape)


@pytest.mark.parametrize("source", SOURCES)
def test_storages_versions_and_saves_are_torchs_own(source: str) -> None:
    if "saved_tensors_hooks" in source:
        pytest.skip("unpacking would call the reader's own hooks")
    recorded = Recorded(source)
    check_storages(recorded)
    check_states(recorded)
    check_saves(recorded)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(programs())
def test_random_graphs_state_torchs_own_facts(source: str) -> None:
    recorded = Recorded(source)
    check_storages(recorded)
    check_states(recorded)
    check_saves(recorded)
