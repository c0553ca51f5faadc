"""Shell: alembic's own entry: takes the steps inside the transaction that `schema` holds open."""

from alembic import context

from cloud_seat.hub.store.release_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
