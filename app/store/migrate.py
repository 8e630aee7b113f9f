"""Migrate: brings a database to the shape of this version, once, however many servers start at the same time."""

import logging
from importlib.resources import as_file, files

from sqlalchemy import Connection, inspect, text

from ..errors import StoreUnavailable
from . import migrations
from .migrations import HEAD

_log = logging.getLogger(__name__)


def is_current(connection: Connection) -> bool:
    """Whether nothing is to be done. It spares most starts the second that loading alembic takes."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    return connection.scalars(text("SELECT version_num FROM alembic_version")).all() == [HEAD]


def migrate(connection: Connection) -> None:
    """Bring the database up to date, in the transaction of this connection, which no other writer shares.

    Raises StoreUnavailable for a database that a newer version has used.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with as_file(files(migrations)) as folder:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            _log.warning("The store of links was used by a newer version: %s", error)
            raise StoreUnavailable from error
