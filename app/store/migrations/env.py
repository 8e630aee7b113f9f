"""What alembic runs: it is handed a connection in a transaction, and leaves both as they are."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
context.run_migrations()
