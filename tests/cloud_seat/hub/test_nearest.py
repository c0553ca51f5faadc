"""Core: which other booth is nearest, by the national codes."""

from cloud_seat.hub.nearest import nearest

PLACES = {
    "here": "440113006002",
    "same village": "440113006002",
    "same town": "440113006001",
    "same district": "440113103001",
    "other district": "440106001001",
    "town only": "440113006",
}


def test_village_before_town_before_district_and_no_farther() -> None:
    left = ["other district", "same district", "same town", "same village", "here"]
    found = []
    while one := nearest("here", PLACES, left):
        found.append(one)
        left.remove(one)
    assert found == ["same village", "same town", "same district"]


def test_where_nobody_said_where_it_is_nobody_is_sent() -> None:
    assert nearest("here", {}, ["same town"]) == "" == nearest("unknown", PLACES, list(PLACES))
    assert nearest("town only", PLACES, ["same district", "same village"]) == "same village"
    assert nearest("here", PLACES, []) == ""
