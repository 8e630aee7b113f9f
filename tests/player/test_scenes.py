"""The scenes of the five programs say what torch says."""

import pytest

from inplace_lab.player.opening import opening_step

from .five import DATA, DETACH, EXPAND, FIVE, SIGMOID, VIEWS, at_line, film_of, kinds, row_of, trace_of


def test_views_of_one_storage_lie_on_one_row() -> None:
    row = row_of(at_line(film_of(VIEWS), 9), "x")
    cells = {rail.names: sorted(rail.order) for rail in row.rails if rail.names}
    assert cells[("x",)] == cells[("flipped",)] == list(range(12))
    assert cells[("row",)] == [4, 5, 6, 7]
    assert cells[("col",)] == [2, 6, 10]


def test_a_transposed_view_shows_its_reading_order() -> None:
    rails = {rail.names: rail for rail in row_of(at_line(film_of(VIEWS), 9), "x").rails}
    assert rails[("flipped",)].rearranged
    assert rails[("flipped",)].order[1] == [3]
    assert not rails[("col",)].rearranged


def test_an_expanded_view_reads_each_cell_more_than_once() -> None:
    rail = row_of(at_line(film_of(EXPAND), 4), "e").rails[-1]
    assert rail.order == {cell: [cell, cell + 4, cell + 8] for cell in range(4)}


def test_a_write_names_everyone_who_sees_it() -> None:
    (seen,) = [fact for fact in at_line(film_of(VIEWS), 10).facts if fact.kind == "seen_by"]
    assert seen.names == ("row", "col", "flipped")


def test_a_kept_result_that_was_written_breaks_its_pin() -> None:
    film = film_of(SIGMOID)
    (pin,) = row_of(at_line(film, 4), "y").pins
    assert (pin.node.name, pin.save.version, pin.has, pin.broken) == ("SigmoidBackward0", 0, 0, False)
    (pin,) = row_of(at_line(film, 5), "y").pins
    assert (pin.save.version, pin.has, pin.broken) == (0, 1, True)
    assert kinds(at_line(film, 5)) == ["writes", "still_needed"]


def test_the_failing_step_says_what_was_needed_and_found() -> None:
    (fact,) = [fact for fact in film_of(SIGMOID)[-1].facts if fact.kind == "stops"]
    assert (fact.pins[0].node.name, fact.pins[0].save.version, fact.pins[0].has) == ("SigmoidBackward0", 0, 1)


def test_written_cells_show_what_was_there_before() -> None:
    row = row_of(at_line(film_of(SIGMOID), 5), "y")
    assert row.ticked
    for cell in row.cells:
        assert cell.written
        assert isinstance(cell.before, float)
        assert cell.value == pytest.approx(2 * cell.before)


def test_a_value_that_stays_is_not_hatched() -> None:
    film = film_of("import torch\nx = torch.tensor([-1.0, 2.0, -3.0, 4.0])\nx.relu_()\n")
    row = row_of(film[-1], "x")
    assert [cell.written for cell in row.cells] == [True, False, True, False]
    (fact, *_) = film[-1].facts
    assert (fact.count, fact.total) == (2, 4)


def test_a_write_through_data_leaves_the_version_and_is_called_unnoticed() -> None:
    film = film_of(DATA)
    scene = at_line(film, 5)
    row = row_of(scene, "y")
    assert (row.version, row.ticked) == (0, False)
    assert [rail.version for rail in row.rails] == [None, 1]
    assert kinds(scene) == ["writes", "aside", "seen_by", "unnoticed"]
    assert "deceived" in [kind for scene in film for kind in kinds(scene)]


def test_a_detached_tensor_shares_the_counter() -> None:
    scene = at_line(film_of(DETACH), 6)
    row = row_of(scene, "y")
    assert (row.version, row.ticked) == (1, True)
    assert all(rail.version is None for rail in row.rails)
    assert row.pins[0].broken


def test_the_counter_lives_on_when_the_saved_tensor_has_died() -> None:
    source = """import torch
x = torch.randn(4, requires_grad=True)
y = x.exp()
part = y[:2]
del y
part.zero_()
part.sum().backward()
"""
    film = film_of(source)
    (pin,) = [pin for pin in row_of(at_line(film, 6), "part").pins if pin.node.name == "ExpBackward0"]
    assert pin.broken
    assert "stops" in kinds(film[-1])


def test_a_numpy_write_shows_as_a_change_that_nobody_made() -> None:
    source = "import torch\nx = torch.ones(3)\na = x.numpy()\na[0] = 5\ny = x * 2\n"
    scene = film_of(source)[-1]
    assert "secret" in kinds(scene)
    assert row_of(scene, "x").secret


@pytest.mark.parametrize("name", FIVE)
def test_no_row_changes_its_place(name: str) -> None:
    places: dict[str, int] = {}
    for scene in film_of(FIVE[name]):
        for number, slot in enumerate(scene.slots):
            if slot.row is not None:
                assert places.setdefault(slot.row.storage, number) == number


@pytest.mark.parametrize(("name", "line"), [("views", 6), ("sigmoid", 5), ("expand", 4), ("data", 5), ("detach", 6)])
def test_it_opens_where_the_story_turns(name: str, line: int) -> None:
    trace = trace_of(FIVE[name])
    assert trace.steps[opening_step(trace)].line == line


def test_a_node_that_ran_is_done_and_the_one_that_failed_is_stopped() -> None:
    graph = film_of(SIGMOID)[-1].graph
    assert [(each.node.name, each.leaf, each.state) for each in graph] == [
        ("SumBackward0", "", "done"),
        ("MulBackward0", "", "done"),
        ("SigmoidBackward0", "", "stopped"),
        ("AccumulateGrad", "x", "waiting"),
    ]
