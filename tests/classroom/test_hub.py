"""A vote wakes those who count, and nobody else: three hundred votes are not ninety thousand looks at the room."""

from inplace_lab.classroom.hub import Hub


def test_what_is_counted_wakes_nobody_but_those_who_count() -> None:
    hub = Hub()
    with hub.watching("KQ7M", "a seat") as watching, hub.counting("KQ7M") as counting, hub.counting("AAAA") as other:
        hub.tick("KQ7M")
        assert (watching.is_set(), counting.is_set(), other.is_set()) == (False, True, False)
        hub.ring("KQ7M")
        assert (watching.is_set(), other.is_set()) == (True, False)
        assert hub.seats("KQ7M") == ("a seat",)
    hub.ring("KQ7M")
    assert hub.rooms == ()
