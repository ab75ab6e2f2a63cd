"""How Alembic reaches the desk: on the connection it is given, or as SQL text for a database at hand elsewhere."""

from alembic import context

from core.desk.models import Row

given = context.config.attributes.get("connection")
context.configure(connection=given, target_metadata=Row.metadata, literal_binds=given is None,
                  dialect_name=None if given is not None else context.config.get_main_option("dialect"))
with context.begin_transaction():
    context.run_migrations()
