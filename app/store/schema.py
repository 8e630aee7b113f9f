"""Schema: the tables, as the programs of this version see it. `migrations/` brings a database to this shape."""

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, String, Table, Text

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


def _room() -> Column[str]:
    return Column("room", String(8), primary_key=True)


rooms = Table(
    "rooms",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("state", Text, nullable=False),
    # The same as in the state: other servers ask for it often.
    Column("version", Integer, nullable=False),
    # Opened by the server itself when it was started for a class.
    Column("own", Integer, nullable=False),
    # Seconds since 1970.
    Column("opened", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
)

# A desk makes its holder the teacher; a claim can be exchanged for a desk, once.
keys = Table(
    "room_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("room", String(8), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
)

seats = Table(
    "seats",
    metadata,
    _room(),
    Column("seat", String(16), primary_key=True),
    Column("name", String(64), nullable=False),
    Column("stuck", String(200), nullable=False),
    # Where it was taken from, hashed together with the room: so that one device has one seat.
    Column("device", String(64), nullable=False),
    Column("seen", BigInteger, nullable=False),
)

# The keys of seats: a device that comes back without its cookie gets a further one.
seat_keys = Table(
    "seat_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("room", String(8), nullable=False, index=True),
    Column("seat", String(16), nullable=False),
)

polls = Table(
    "polls", metadata, _room(), Column("number", Integer, primary_key=True), Column("question", Text, nullable=False)
)

votes = Table(
    "votes",
    metadata,
    _room(),
    Column("number", Integer, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("seat", String(16), primary_key=True),
    Column("value", String(64), nullable=False),
)

attempts = Table(
    "attempts",
    metadata,
    _room(),
    Column("seat", String(16), primary_key=True),
    Column("lesson", String(100), primary_key=True),
    Column("exercise", String(64), primary_key=True),
    Column("passed", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    # The first check that failed last time; empty where it passed.
    Column("failing", String(64), nullable=False),
)

offers = Table(
    "offers",
    metadata,
    _room(),
    Column("seat", String(16), primary_key=True),
    Column("offer", String(16), nullable=False),
    Column("source", Text, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("digest", String(64), primary_key=True),
    # How it begins: enough to tell it by, and nothing to guess it by.
    Column("prefix", String(16), nullable=False, unique=True),
    Column("name", String(64), nullable=False),
    Column("per_minute", Integer, nullable=False),
    # Seconds since 1970; a key that was never revoked has 0.
    Column("created", BigInteger, nullable=False),
    Column("revoked", BigInteger, nullable=False),
)

# New runs by whose they are, in the minute that began with the first of them. On PostgreSQL, where servers share it.
run_counts = Table(
    "run_counts",
    metadata,
    Column("name", String(64), primary_key=True),
    # Seconds since 1970, by the clock of the database.
    Column("since", BigInteger, nullable=False),
    Column("used", Integer, nullable=False),
    Index("run_counts_by_since", "since"),
)

# What is run while nobody waits for it, and what it came to.
jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(8), nullable=False),
    # Digests of the client's line, of its Idempotency-Key, and of what it asked for.
    Column("owner", String(64), nullable=False, index=True),
    Column("key", String(64), unique=True),
    Column("digest", String(64), nullable=False),
    Column("errand", Text, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("place", Integer),
    Column("estimate", Float),
    Column("done", Integer, nullable=False),
    # The server that runs it. Each sign of life counts the beat on; servers' clocks need not agree.
    Column("runner", String(16), nullable=False),
    Column("beat", Integer, nullable=False),
    Column("adoptions", Integer, nullable=False),
    # Seconds since 1970.
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    # What the row takes up: errand and result as they lie there.
    Column("nbytes", Integer, nullable=False),
    Column("result", LargeBinary),
    Index("jobs_by_expiry", "expires", "nbytes"),
)
