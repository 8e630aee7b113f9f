"""Clock: times several things by turns, so that they share whatever else the machine is doing."""

import time
from collections.abc import Callable
from statistics import median, quantiles


def by_turns(things: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each thing in each round, after one round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for thing in things.values():
        thing()
    for _ in range(rounds):
        for name, thing in things.items():
            start = time.perf_counter()
            thing()
            seconds[name].append(time.perf_counter() - start)
    return seconds


def show(title: str, seconds: dict[str, list[float]], base: str) -> None:
    """Print the median of each, and its ratio to the base: the median of the ratios of each round."""
    print(f"\n{title}")
    for name, values in seconds.items():
        ratio = median(value / other for value, other in zip(values, seconds[base], strict=True))
        times = f"× {ratio:.2f}" if ratio > 0.5 else f"{1 / ratio:.0f} times faster"
        print(f"  {name:<44} {median(values) * 1000:>10.2f} ms   {times}")


def quantile_line(name: str, seconds: list[float], rate: float | None = None) -> str:
    """One line: the median and the 95th percentile in milliseconds and, where given, runs a second."""
    cuts = quantiles(sorted(seconds), n=20, method="inclusive")
    tail = f"{rate:>8.0f} runs/s" if rate else ""
    return f"  {name:<44} p50 {cuts[9] * 1000:>8.1f}   p95 {cuts[18] * 1000:>8.1f}{tail}"
