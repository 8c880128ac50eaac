"""Runs the migrations against the configured database (`alembic upgrade head`, from the root)."""

from alembic import context

import clinic.privacy.everything  # noqa: F401 - declares what no process imports by itself
from clinic import chained
from clinic.privacy.verify import CHAINED
from clinic.secret import check_length, write_check
from clinic.settings import get_settings, prepare_var_dir
from clinic.storage import Database, get_database, metadata

config = context.config


def run() -> None:
    check_length(get_settings())
    prepare_var_dir(get_settings())
    url = config.get_main_option("sqlalchemy.url")
    database = Database(url) if url else get_database()
    with database.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            transactional_ddl=connection.dialect.name != "sqlite",
        )
        with context.begin_transaction():
            context.run_migrations()
            # Of an earlier schema, after a step down, nothing is known here.
            newest = set(context.script.get_heads())
            if newest == set(context.get_context().get_current_heads()):
                write_check(connection)
                chained.adopt(connection, CHAINED)
        connection.commit()  # type: ignore[attr-defined]  # the stubs know 1.3's connection
    database.engine.dispose()  # closes the file, so that it can be copied


run()
