"""The tables of the classroom."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "rooms",
        sa.Column("code", sa.String(8), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("own", sa.Integer, nullable=False),
        sa.Column("opened", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger, nullable=False),
    )
    for name, kind in (("room_keys", "kind"), ("seat_keys", "seat")):
        op.create_table(
            name,
            sa.Column("digest", sa.String(64), primary_key=True),
            sa.Column("room", sa.String(8), nullable=False),
            sa.Column(kind, sa.String(8 if kind == "kind" else 16), nullable=False),
        )
        op.create_index(f"ix_{name}_room", name, ["room"])
    op.create_table(
        "seats",
        *_keys("seat"),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("stuck", sa.String(200), nullable=False),
        sa.Column("device", sa.String(64), nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )
    op.create_table("polls", *_keys("number"), sa.Column("question", sa.Text, nullable=False))
    op.create_table("votes", *_keys("number", "round", "seat"), sa.Column("value", sa.String(64), nullable=False))
    op.create_table(
        "attempts",
        *_keys("seat", "lesson", "exercise"),
        sa.Column("passed", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("failing", sa.String(64), nullable=False),
    )
    op.create_table(
        "offers",
        *_keys("seat"),
        sa.Column("offer", sa.String(16), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
    )


_TYPES = {"seat": sa.String(16), "lesson": sa.String(100), "exercise": sa.String(64)}


def _keys(*names: str) -> list[sa.Column[Any]]:
    """The room, and what tells rows of one room apart."""
    room = sa.Column("room", sa.String(8), primary_key=True)
    return [room, *(sa.Column(name, _TYPES.get(name, sa.Integer()), primary_key=True) for name in names)]
