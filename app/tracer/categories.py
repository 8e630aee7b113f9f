"""Categories: what each storage was for, judged in hindsight from the facts."""

from collections.abc import Mapping

from ..trace import Category
from .draft import Draft
from .recorder import Recorder
from .storages import SeenStorage


def judge(recorder: Recorder) -> dict[str, Category]:
    """The category of every storage by id."""
    parameters = recorder.names.buffers | {
        seen.storage.id for seen in recorder.tensors.all if seen.parameter and seen.storage is not None
    }
    makers = _makers(recorder)
    return {
        storage.id: _category(storage, storage.id in parameters, storage.id in recorder.names.gradients, makers)
        for storage in recorder.storages.all
    }


def _makers(recorder: Recorder) -> Mapping[int, Draft]:
    return {draft.index: draft for draft in recorder.drafts}


def _category(storage: SeenStorage, parameter: bool, gradient: bool, makers: Mapping[int, Draft]) -> Category:
    maker = makers.get(storage.born)
    if parameter:
        return "parameters"
    if gradient:
        return "gradients"
    if storage.freed == storage.born or maker is None:
        return "temporaries"
    if maker.phase == "backward":
        return "gradients"
    if maker.phase == "optimizer":
        return "optimizer"
    return "activations" if maker.reads or _overwrites(maker, storage) else "inputs"


def _overwrites(maker: Draft, storage: SeenStorage) -> bool:
    """The step wrote into another storage: what it made is then a copy of what lay there, as autograd takes one."""
    return any(write.storage != storage.id for write in maker.writes)
