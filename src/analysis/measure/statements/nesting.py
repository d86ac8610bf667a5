"""Which statement stands in which, and their order."""

from .statement import Statement

_TAGS = ("tag", "phrase")


def ordered(found: list[Statement]) -> list[Statement]:
    """Give each statement its parent; return them by where they begin, a statement before those in its content."""
    _nest(found)
    depth: dict[int, int] = {-1: -1}
    for number in range(len(found)):
        way = []
        while number not in depth:
            way.append(number)
            number = found[number].parent
        for below in reversed(way):
            depth[below] = depth[found[below].parent] + 1
    order = sorted(range(len(found)), key=lambda number: (found[number].begins, depth[number], number))
    places = {number: place for place, number in enumerate(order)}
    for statement in found:
        statement.parent = places.get(statement.parent, -1)
    return [found[number] for number in order]


def _nest(found: list[Statement]) -> None:
    """Give each statement whose cue stands in another's content the innermost such statement as parent."""
    pieces = sorted((first, end, number) for number, s in enumerate(found) for first, end in s.contents)
    anchors = [statement.anchor for statement in found]
    above = list(range(len(found)))  # on the way to the outermost statement around
    holding: list[tuple[int, int]] = []
    k = 0
    for number in sorted(range(len(found)), key=lambda number: anchors[number]):
        while k < len(pieces) and pieces[k][0] <= anchors[number]:
            holding.append((pieces[k][1], pieces[k][2]))
            k += 1
        holding = [piece for piece in holding if piece[0] > anchors[number]]
        around = (other for _, other in reversed(holding))
        # Who is the outermost around a statement can't stand in it.
        may = (one for one in around if _outermost(above, one) != number and not _holds(found, number, one))
        found[number].parent = next(may, -1)
        if found[number].parent >= 0:
            above[number] = found[number].parent


def _outermost(above: list[int], number: int) -> int:
    while above[number] != number:
        above[number] = above[above[number]]
        number = above[number]
    return number


def _holds(found: list[Statement], tag: int, other: int) -> bool:
    """Return whether, where each of two stands in the other, the first is a tag, which holds the sentence before it."""
    if found[tag].how not in _TAGS or found[other].how in _TAGS:
        return False
    return any(first <= found[other].anchor < end for first, end in found[tag].contents)
