"""Schema: the one table, as the programs of this version see it. `migrations/` brings a database to this shape."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData()

permalinks = Table(
    "permalinks",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("snippet", Text, nullable=False),
    Column("report", LargeBinary, nullable=False),
    # What the row takes up: snippet and report as they lie there.
    Column("nbytes", Integer, nullable=False),
    # The run came to an end of its own, so that another one would too: nothing takes its place.
    Column("settled", Integer, nullable=False),
    Column("torch", String(64), nullable=False),
    # Seconds since 1970.
    Column("created", BigInteger, nullable=False),
    Column("opened", BigInteger, nullable=False),
    # Which were not opened for longest, and what all of them take up, without a look at the rows themselves.
    Index("permalinks_by_opening", "opened", "nbytes"),
)
