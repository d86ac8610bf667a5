"""How far a run is: how much of the input has been read and measured, how fast, and how long it will take."""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from tqdm import tqdm

from ..intake.record import printable
from . import Step
from .partitions import Partition

# Where lines are kept and not rewritten, the seconds from one to the next.
_SECONDS = 5
# Of the files that are left out, so many are named.
_SHOWN = 5
_BAR = "{percentage:3.0f} % |{bar}| {desc}"


class Progress:
    """What is said while articles are measured.

    On a terminal that is a bar; elsewhere a line every few seconds; as JSON a line for each partition. What an earlier
    run has done counts in the share and not in the rate.

    Parameters
    ----------
    as_json : bool
        Whether lines of JSON go to the standard output.
    clock : function
        Returns seconds.
    """

    def __init__(self, *, as_json: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._as_json = clock, as_json
        self._began = self._started = clock()
        self._said: float | None = None
        self._articles = self._characters = self._own = 0
        self._share: float | None = 0.0
        self._own_share = 0.0
        bar = not as_json and sys.stderr.isatty()
        self._bar = tqdm(total=1, bar_format=_BAR, file=sys.stderr, dynamic_ncols=True) if bar else None

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def tell(self, step: Step) -> None:
        """Count a partition, and say how far it is."""
        count = step.done.rows["articles"]
        self._articles += count
        self._characters += step.done.characters
        self._share = None if step.share is None or self._share is None else min(1, self._share + step.share)
        if not step.before:
            self._own += count
            self._own_share += step.share or 0
        elif not self._own:
            # The clock of this run starts where its own work does.
            self._began = self._clock()
        self._say(step)

    def tell_aside(self, part: Partition) -> None:
        """Say that a partition ends processes, and is looked through for the article that does so."""
        says = f"{part.shown}: looking for what ends its process"
        if self._as_json:
            print(json.dumps({"aside": part.number, "file": part.file, "rows": [part.first, part.last]}), flush=True)
        elif self._bar is not None:
            self._bar.set_description_str(says)
        else:
            self._line(says)

    def tell_waiting(self, address: str | None) -> None:
        """Say that the workers of a cluster are waited for; None: no longer, from now on the time counts."""
        if address is None:
            self._began = self._clock()
        elif self._as_json:
            print(json.dumps({"waiting": address}), flush=True)
        else:
            self._line(f"waiting for a worker of {address}")

    def tell_left_out(self, folder: str, why: str, names: list[str]) -> None:
        """Say what in a folder is not read."""
        if self._as_json:
            print(json.dumps({"folder": folder, "left_out": names, "why": why}), flush=True)
            return
        more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
        self._line(f"{folder}: left out, as {why}: {', '.join(names[:_SHOWN])}{more}")

    def figures(self) -> dict[str, Any]:
        """Return how far it is; None for what is not known yet.

        The time left is what the rest of the input takes at the rate of this run.
        """
        seconds = self._clock() - self._began
        known = self._share is not None
        left = (1 - self._share) * seconds / self._own_share if known and self._own_share else None
        return {
            "articles": self._articles,
            "characters": self._characters,
            "share": round(self._share, 4) if known else None,
            "articles_per_second": round(self._own / seconds, 1) if self._own and seconds > 0 else None,
            "seconds_left": None if left is None else round(left),
        }

    @staticmethod
    def _line(says: str) -> None:
        """Write a line above the bar, if there is one."""
        tqdm.write(printable(says), sys.stderr)

    def _say(self, step: Step) -> None:
        now, figures = self._clock(), self.figures()
        if self._as_json:
            said = {"part": step.done.number, **figures, "seconds": round(now - self._started, 2)}
            print(json.dumps(said), flush=True)
        elif self._bar is not None:
            self._bar.set_description_str(_words(figures), refresh=False)
            # By itself it would be drawn a few times a second only, and not the last time.
            self._bar.n = self._share or 0
            self._bar.refresh()
        elif self._said is None or now - self._said >= _SECONDS:
            self._said = now
            share = "" if figures["share"] is None else f"{figures['share']:.0%}: "
            print(f"{share}{_words(figures)}", file=sys.stderr, flush=True)


def _words(figures: dict[str, Any]) -> str:
    """Return what is known in words.

    Examples
    --------
    >>> _words({"articles": 1234, "characters": 5_600_000, "articles_per_second": 210.4, "seconds_left": 3700})
    '1,234 articles, 5.6 MB of text, 210 a second, 1 h 01 min left'
    >>> _words({"articles": 1234, "characters": 5_600_000, "articles_per_second": None, "seconds_left": None})
    '1,234 articles, 5.6 MB of text'
    """
    words = [f"{figures['articles']:,} articles", f"{figures['characters'] / 1e6:,.1f} MB of text"]
    if figures["articles_per_second"] is not None:
        words.append(f"{figures['articles_per_second']:,.0f} a second")
    if (left := figures["seconds_left"]) is not None:
        hours, minutes = divmod(left // 60, 60)
        time_left = f"{hours} h {minutes:02} min" if hours else f"{minutes} min {left % 60:02} s"
        words.append(f"{time_left} left")
    return ", ".join(words)
