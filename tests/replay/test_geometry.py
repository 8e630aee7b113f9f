"""Cells and rails agree with torch: where a tensor says its elements are, there they are drawn."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.replay.geometry import Grid, grid_of, reading_order
from inplace_lab.trace import Tensor

VIEWS = st.sampled_from(["t", "row", "column", "diagonal", "flip", "expand", "step", "narrow", "bytes", "none"])


def ours(tensor: torch.Tensor) -> Tensor:
    return Tensor(
        id="t0",
        storage="s0",
        shape=tuple(tensor.shape),
        stride=tensor.stride(),
        offset=int(tensor.storage_offset()),
        dtype=str(tensor.dtype).removeprefix("torch."),
        base=None,
        parameter=False,
        born=0,
    )


def view_of(matrix: torch.Tensor, kind: str) -> torch.Tensor:
    views = {
        "t": lambda: matrix.t(),
        "row": lambda: matrix[-1],
        "column": lambda: matrix[:, -1],
        "diagonal": lambda: matrix.diagonal(),
        "flip": lambda: matrix.transpose(0, 1)[1:],
        "expand": lambda: matrix[:1].expand(5, -1),
        "step": lambda: matrix[::2, ::2],
        "narrow": lambda: matrix.narrow(1, 0, 1),
        "bytes": lambda: matrix.view(torch.int32),
        "none": lambda: matrix[:0],
    }
    return views[kind]()


@given(st.integers(1, 8), st.integers(1, 8), VIEWS)
def test_each_position_lies_where_torch_reads_it(rows: int, columns: int, kind: str) -> None:
    memory = torch.arange(rows * columns, dtype=torch.float32)
    view = view_of(memory.view(rows, columns), kind)
    if view.dtype != memory.dtype:
        return
    order = reading_order(ours(view), grid_of(memory.nbytes, ours(memory)), "float32")
    drawn = {position: cell for cell, positions in order.items() for position in positions}
    assert [drawn[i] for i in range(view.numel())] == view.flatten().long().tolist()


@given(st.integers(1, 40), st.integers(1, 40), VIEWS, st.integers(1, 50))
def test_a_block_is_covered_exactly_where_the_view_has_an_element(
    rows: int, columns: int, kind: str, block: int
) -> None:
    memory = torch.arange(rows * columns, dtype=torch.float32)
    view = view_of(memory.view(rows, columns), kind)
    grid = Grid(count=memory.numel(), block=block + 1, columns=8)
    places = {offset // (block + 1) for offset in elements_of(view)}
    assert set(reading_order(ours(view), grid, "float32")) == places


def elements_of(view: torch.Tensor) -> set[int]:
    if view.numel() == 0:
        return set()
    whole = torch.arange(view.untyped_storage().nbytes() // 4)
    return set(whole.as_strided(view.shape, view.stride(), view.storage_offset()).flatten().tolist())


def test_a_small_matrix_is_wrapped_at_its_last_dimension() -> None:
    assert grid_of(48, ours(torch.zeros(3, 4))) == Grid(12, 1, 4)
    assert grid_of(256, ours(torch.zeros(8, 8))) == Grid(64, 1, 8)


def test_a_transposed_matrix_lies_in_one_line() -> None:
    assert grid_of(48, ours(torch.zeros(3, 4).t())).columns == 12


def test_a_large_storage_is_drawn_in_eight_blocks() -> None:
    grid = grid_of(4 * 100, ours(torch.zeros(100)))
    assert (grid.cells, grid.block, len(grid.lines)) == (8, 13, 1)


def test_a_forged_geometry_takes_no_time() -> None:
    huge = Tensor(
        id="t0", storage="s0", shape=(2**62, 2**62), stride=(2**40, 1), offset=2**61, dtype="float32",
        base=None, parameter=False, born=0,
    )  # fmt: skip
    assert reading_order(huge, grid_of(4000, huge), "float32") == {}
    assert reading_order(huge, grid_of(40, huge), "float32") == {}
