import random

import pytest

from threads.readers.tree import Seat, capped, levels, parents, plant


def brute_parent(depths: list[int], index: int) -> int | None:
    return next((j for j in range(index - 1, -1, -1) if depths[j] < depths[index]), None)


def test_parents_are_the_nearest_shallower_comment() -> None:
    chance = random.Random(1)
    for _ in range(200):
        depths = [chance.randrange(6) for _ in range(chance.randrange(30))]
        assert list(parents(depths)) == [brute_parent(depths, i) for i in range(len(depths))]


def test_plant_fills_gaps_with_placeholders() -> None:
    assert plant([0, 3, 1]) == (
        Seat(0, None, 0),
        Seat(None, 0, 1),
        Seat(None, 1, 2),
        Seat(1, 2, 3),
        Seat(2, 0, 1),
    )


def test_plant_holds_what_a_tree_must() -> None:
    chance = random.Random(2)
    for _ in range(200):
        depths = [chance.randrange(8) for _ in range(chance.randrange(1, 40))]
        seats = plant(depths)
        assert [seat.index for seat in seats if seat.index is not None] == list(range(len(depths)))
        assert [seat.depth for seat in seats if seat.index is not None] == depths
        for at, seat in enumerate(seats):
            assert seat.depth == (0 if seat.parent is None else seats[seat.parent].depth + 1)
            assert seat.parent is None or seat.parent < at


def test_a_gap_too_wide_to_be_true_is_not_filled() -> None:
    seats = plant([0, 1_000_000, 1_000_001], max_gap=100)
    assert seats == (Seat(0, None, 0), Seat(1, 0, 1), Seat(2, 1, 2))


def test_wide_and_deep_trees_need_no_recursion() -> None:
    assert len(plant([0] * 100_000)) == 100_000
    assert plant(range(50_000))[-1].depth == 49_999


@pytest.mark.parametrize(
    ("columns", "depths", "unit"),
    [
        ([], (), None),
        ([2, 2, 2], (0, 0, 0), None),
        ([2, 8, 10, 14, 4, 2], (0, 3, 4, 6, 1, 0), 2),  # comments lost on the way
        ([7, 12, 17, 22, 7], (0, 1, 2, 3, 0), 5),  # lynx
        ([2, 5, 7, 9, 5, 2], (0, 1, 2, 3, 1, 0), 2),  # html2text: the first step is wider
        ([12, 16, 12, 20, 16], (0, 1, 0, 2, 1), 4),
        ([4, 4, 2, 4], (1, 1, 0, 1), 2),  # the first top-level comment is lost
    ],
)
def test_levels(columns: list[int], depths: tuple[int, ...], unit: int | None) -> None:
    found = levels(columns)
    assert (found.depths, found.unit) == (depths, unit)


def test_a_gap_that_all_replies_jump_is_one_level() -> None:
    columns = [0, 4, 6, 0, 4, 6, 0, 4, 0, 4, 6, 0, 4, 6, 8]
    assert levels(columns).depths == (0, 1, 2, 0, 1, 2, 0, 1, 0, 1, 2, 0, 1, 2, 3)


def test_one_outlier_does_not_make_the_unit() -> None:
    columns = [0, 4, 0, 4, 8, 0, 4, 0, 4, 5, 0]
    assert levels(columns).unit == 4


def test_a_known_unit_is_taken() -> None:
    assert levels([2, 8], unit=2).depths == (0, 3)


def test_capped_follows_the_cycle_of_list_markers() -> None:
    markers = ["1.", "+", "o", "#", "@", "o", "#"]
    assert capped(markers, [4, 10, 15, 15, 15, 15, 15]) == (4, 10, 15, 20, 25, 15, 20)


def test_capped_leaves_pages_alone_that_are_not() -> None:
    assert capped(["*", "+", "+"], [2, 6, 6]) == (2, 6, 6)
