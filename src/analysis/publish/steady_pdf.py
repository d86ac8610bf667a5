"""A figure's PDF, the same bytes each time.

The converter writes resources, and the objects they name, in an order that changes from call to call. What
it draws is the same, so the entries are sorted and the objects numbered in the order in which they are named.
"""

import re

_RESOURCES = re.compile(rb"(?m)^( *)/(?:XObject|ExtGState|Font|ColorSpace|Pattern|Shading) <<\n((?:\1  /.*\n)+)")
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")


def steady(pdf: bytes) -> bytes:
    """Return a PDF of the converter in one fixed order.

    Raises
    ------
    ValueError
        If it is not written as the converter writes.
    """
    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\s*$", pdf)[1])
    rows = re.findall(rb"(\d{10}) \d{5} ([nf])\r\n", pdf[table:])
    starts = {int(offset): number for number, (offset, kind) in enumerate(rows) if kind == b"n"}
    ends = [*sorted(starts)[1:], table]
    bodies = {}
    for start, end in zip(sorted(starts), ends, strict=True):
        name, _, body = pdf[start:end].rstrip().removesuffix(b"endobj").rstrip(b"\n").partition(b" 0 obj\n")
        if name != b"%d" % starts[start]:
            msg = f"object {starts[start]} is not where the table has it"
            raise ValueError(msg)
        # What is before a stream is text; in the stream any bytes may stand.
        head, stream, data = body.partition(b"\nstream\n")
        bodies[starts[start]] = (_RESOURCES.sub(_sorted, head), stream + data)
    trailer = re.search(rb"trailer\n(.*?)\nstartxref", pdf[table:], re.DOTALL)[1]
    order = _as_named(trailer, bodies)
    return _written(pdf[: min(starts)], order, bodies, trailer)


def _sorted(match: re.Match[bytes]) -> bytes:
    lines = match[2].splitlines(keepends=True)
    return match[0].removesuffix(match[2]) + b"".join(sorted(lines))


def _as_named(trailer: bytes, bodies: dict[int, tuple[bytes, bytes]]) -> dict[int, int]:
    """Return the new number of each object: in the order in which they are named, from the trailer on."""
    order: dict[int, int] = {}
    waiting = [trailer]
    while waiting:
        for name in map(int, _REFERENCE.findall(waiting.pop(0))):
            if name not in order:
                order[name] = len(order) + 1
                waiting.append(bodies[name][0])
    return order


def _written(head: bytes, order: dict[int, int], bodies: dict[int, tuple[bytes, bytes]], trailer: bytes) -> bytes:
    def renamed(text: bytes) -> bytes:
        return _REFERENCE.sub(lambda match: b"%d 0 R" % order[int(match[1])], text)

    made = bytearray(head)
    rows = [b"0000000000 65535 f\r\n"]
    for name, number in order.items():
        rows.append(b"%010d 00000 n\r\n" % len(made))
        made += b"%d 0 obj\n%s%s\nendobj\n\n" % (number, renamed(bodies[name][0]), bodies[name][1])
    end = re.sub(rb"/Size \d+", b"/Size %d" % len(rows), renamed(trailer))
    table = len(made)
    return bytes(made) + b"xref\n0 %d\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(rows),
        b"".join(rows),
        end,
        table,
    )
