"""Scene: the picture of one step, ready to be drawn: rows of storages, their cells, the rails and pins on them."""

from dataclasses import dataclass
from functools import cached_property

from ..replay.geometry import Grid, reading_order
from ..replay.moment import Moment, Pin
from ..trace import Content, Element, Frame, Range, Step, Tensor
from .facts import Fact, facts_of
from .graph import GraphNode, graph_of
from .plan import Place, Plan


@dataclass(frozen=True)
class Cell:
    """One element, or one block of elements with its lowest and highest."""

    number: int
    value: Element | None
    high: Element | None = None
    before: Element | None = None
    """What a single element was before this step changed it."""
    shade: int | None = None
    """How large the value is among its storage's, 0 to 9."""
    written: bool = False
    """This step wrote here. A single element whose value stayed the same does not count as written."""


@dataclass(frozen=True)
class Rail:
    """A tensor under the cells that it looks at."""

    tensor: Tensor
    names: tuple[str, ...]
    order: dict[int, list[int]]
    """For each cell, at which positions of the tensor its element is read. Empty lists for blocks."""
    version: int | None
    """Its version counter, where that is not the one that stands for the storage: `.data` has its own."""
    hue: int
    fresh: bool
    """This step made the tensor."""
    used: str
    """wrote, read or nothing: what this step did through the tensor."""

    @cached_property
    def rearranged(self) -> bool:
        """The tensor is read in another order than its elements lie in memory, or some of them more than once."""
        return [p for cell in sorted(self.order) for p in self.order[cell]] != list(range(len(self.order))) and any(
            self.order.values()
        )


@dataclass(frozen=True)
class Row:
    """One storage."""

    storage: str
    letter: str
    nbytes: int
    dtype: str
    grid: Grid
    cells: tuple[Cell, ...]
    rails: tuple[Rail, ...]
    pins: tuple[Pin, ...]
    version: int | None
    ticked: bool
    born: bool
    freed: bool
    written: bool
    secret: bool
    """It holds other values than before, and no operator said that it wrote them."""


@dataclass(frozen=True)
class Slot:
    """A place in the picture, empty or with a row, and the room that it keeps in every step."""

    row: Row | None
    place: Place
    gone: str
    """Letter of the storage that was here until it was freed; empty where there was none."""


@dataclass(frozen=True)
class Listed:
    """A storage that is listed, not drawn."""

    storage: str
    letter: str
    nbytes: int
    names: tuple[str, ...]
    category: str
    version: int | None
    pins: int
    ticked: bool


@dataclass(frozen=True)
class Scene:
    """Everything about one step."""

    step: Step
    stack: tuple[Frame, ...]
    facts: tuple[Fact, ...]
    slots: tuple[Slot, ...]
    listed: tuple[Listed, ...]
    graph: tuple[GraphNode, ...]
    refs: tuple[str, ...]


def scene_of(moment: Moment, plan: Plan) -> Scene:
    """The scene of the step that the moment stands at."""
    step = moment.trace.steps[moment.index]
    here = {number: id_ for id_, number in plan.place_of.items() if id_ in moment.alive}
    gone = {number: id_ for id_, number in plan.place_of.items() if moment.storages[id_].born <= step.index}
    slots = [
        Slot(
            row=_row(moment, plan, step, here[i]) if i in here else None,
            place=place,
            gone=plan.letters[gone[i]] if i in gone and i not in here else "",
        )
        for i, place in enumerate(plan.places)
    ]
    unplaced = (id_ for id_ in moment.alive if id_ in plan.letters and id_ not in plan.place_of)
    return Scene(
        step=step,
        stack=step.frames[:-1],
        facts=facts_of(moment, plan),
        slots=_without_end(slots),
        listed=tuple(_listed(moment, plan, step, id_) for id_ in unplaced),
        graph=graph_of(moment),
        refs=refs_of(moment, step),
    )


def _without_end(slots: list[Slot]) -> tuple[Slot, ...]:
    """The slots up to the last that has a row: to leave out what follows moves nothing."""
    last = max((number for number, slot in enumerate(slots) if slot.row), default=-1)
    return tuple(slots[: last + 1])


def refs_of(moment: Moment, step: Step) -> tuple[str, ...]:
    """The ids of everything that a step touches."""
    tensors = (*step.creates, *step.reads, *(write.tensor for write in step.writes))
    storages = (moment.tensors[tensor].storage for tensor in tensors)
    nodes = (step.node, *(save.node for save in step.saves))
    return tuple(dict.fromkeys(id_ for id_ in (*tensors, *storages, *nodes) if id_ is not None))


def _row(moment: Moment, plan: Plan, step: Step, storage: str) -> Row:
    grid, dtype = plan.grids[storage], plan.first[storage].dtype
    writes = [write for write in step.writes if write.storage == storage]
    rails = _rails(moment, plan, step, storage)
    covered = {cell for w in writes for cell in reading_order(moment.tensors[w.tensor], grid, dtype)}
    version, ticked = _version(moment, step, storage)
    born = moment.storages[storage].born == step.index
    content, old = moment.contents.get(storage), moment.before.get(storage)
    return Row(
        storage=storage,
        letter=plan.letters[storage],
        nbytes=moment.sizes[storage],
        dtype=dtype,
        grid=grid,
        cells=_cells(grid, content, old, covered if writes and not born else set()),
        rails=rails,
        pins=tuple(sorted(moment.pins_on(storage), key=lambda pin: not pin.broken)),
        version=version,
        ticked=ticked,
        born=born,
        freed=storage in step.frees,
        written=bool(writes) and not born,
        secret=old is not None and not writes,
    )


def _version(moment: Moment, step: Step, storage: str) -> tuple[int | None, bool]:
    """The version counter that stands for a storage, and whether this step moved it."""
    own = moment.counter_on(storage)
    if own is None:
        return None, False
    writes = (write for write in step.writes if write.storage == storage)
    moved = any(w.after != w.before and moment.counters.of(w.tensor) == own for w in writes)
    return moment.counters.at(own), moved and moment.storages[storage].born < step.index


def _rails(moment: Moment, plan: Plan, step: Step, storage: str) -> tuple[Rail, ...]:
    """The tensors on a storage that have a name, and those that this step uses or made."""
    wrote = {write.tensor for write in step.writes}
    used = [t for t in (*wrote, *step.reads, *step.creates) if moment.tensors[t].storage == storage]
    named = moment.named_on(storage)
    looks = {_look_of(moment.tensors[tensor]) for tensor in named}
    # An unnamed tensor that looks at the same cells as a named one is torch's own alias, unless it counts for itself.
    shown = {
        *named,
        *(t for t in used if _look_of(moment.tensors[t]) not in looks or _own_version(moment, storage, t) is not None),
    }
    ordered = sorted(shown, key=lambda id_: int(id_[1:]))
    return tuple(
        Rail(
            tensor=moment.tensors[id_],
            names=moment.names_of(id_),
            order=reading_order(moment.tensors[id_], plan.grids[storage], plan.first[storage].dtype),
            version=_own_version(moment, storage, id_),
            hue=hue % 3,
            fresh=id_ in step.creates,
            used="wrote" if id_ in wrote else "read" if id_ in step.reads else "",
        )
        for hue, id_ in enumerate(ordered)
    )


def _own_version(moment: Moment, storage: str, tensor: str) -> int | None:
    version = moment.counters.version(tensor)
    return None if version is None or moment.counters.of(tensor) == moment.counter_on(storage) else version


def _look_of(tensor: Tensor) -> tuple[object, ...]:
    return tensor.shape, tensor.stride, tensor.offset, tensor.dtype


def _cells(grid: Grid, content: Content | None, old: Content | None, covered: set[int]) -> tuple[Cell, ...]:
    if grid.in_blocks:
        blocks = content.blocks if content is not None and len(content.blocks) == grid.cells else (None,) * grid.cells
        return tuple(_block(number, block, number in covered) for number, block in enumerate(blocks))
    values = _values(content, grid)
    before = _values(old, grid) if old is not None else values
    shades = _shades(values)
    return tuple(_cell(i, values[i], before[i], shades[i], i in covered) for i in range(grid.cells))


def _block(number: int, block: Range | None, covered: bool) -> Cell:
    """A cell of many elements. Which of them changed is not known, only where the write went."""
    if block is None or block.low == "":
        return Cell(number, None, written=covered)
    return Cell(number, block.low, block.high, written=covered)


def _values(content: Content | None, grid: Grid) -> list[Element | None]:
    """The value of each cell; none where it is not known, as where no tensor looks at it."""
    if content is None or len(content.values) != grid.cells:
        return [None] * grid.cells
    return [None if value == "" else value for value in content.values]


def _cell(number: int, value: Element | None, before: Element | None, shade: int | None, covered: bool) -> Cell:
    """A cell is written where its value changed; where no values are known, where the write went."""
    changed = covered if value is None else value != before
    return Cell(number, value, None, before if changed and value is not None else None, shade, changed)


def _shades(values: list[Element | None]) -> list[int | None]:
    """Each value between the lowest and the highest of its storage, 0 to 9."""
    numbers = [value for value in values if isinstance(value, (int, float))]
    low, high = min(numbers, default=0), max(numbers, default=0)
    span = (high - low) or 1
    return [round(9 * (v - low) / span) if isinstance(v, (int, float)) else None for v in values]


def _listed(moment: Moment, plan: Plan, step: Step, storage: str) -> Listed:
    version, ticked = _version(moment, step, storage)
    names = [name for tensor in moment.named_on(storage) for name in moment.names_of(tensor)]
    return Listed(
        storage=storage,
        letter=plan.letters[storage],
        nbytes=moment.sizes[storage],
        names=tuple(dict.fromkeys(names)),
        category=moment.storages[storage].category,
        version=version,
        pins=sum(1 for _ in moment.pins_on(storage)),
        ticked=ticked,
    )
