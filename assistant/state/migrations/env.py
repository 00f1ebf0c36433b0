"""How Alembic changes the tables: within the connection and the transaction that `open_database` gives it."""

from alembic import context

from assistant.state.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
