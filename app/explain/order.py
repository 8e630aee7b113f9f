"""Order and Result: what a forked child is told to run, and what it hands in. Both travel as JSON."""

from pydantic import Field

from ..trace import Oracle, Record, Trace


class Order(Record):
    """One run of a script."""

    path: str = Field(description="Absolute; or STDIN.")
    name: str = Field(description="What the script finds as sys.argv[0].")
    arguments: tuple[str, ...] = ()
    folder: str = Field(description="The folder that files are named relative to.")
    texts: dict[str, str] = Field({}, description="Texts that stand in for files, by path.")
    record: bool = True
    oracle: Oracle = "none"
    max_steps: int = Field(6_000, description="So many steps are recorded in full.")
    max_passes: int | None = Field(
        None, description="The script ends where one place of it begins one backward pass more."
    )
    quiet: bool = Field(False, description="Nobody sees what it prints, and it has nothing to read.")
    aside: bool = Field(False, description="What it prints goes to standard error.")
    result: str = Field(description="The file that the result is written to.")


class Result(Record):
    """What came of it."""

    trace: Trace
    began: bool = Field(description="The first file could be read and compiled.")
    passes: int = Field(description="How many backward passes began at the place that began most of them.")
    passes_recorded: int | None = Field(
        description="How many of them, where the recording ended before the script did."
    )
    files: dict[str, str] = Field(description="The script's own files: what the trace calls them, and their paths.")
