"""Create ADK tables migration template."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from sqlspec.migrations.revision import Migration

def upgrade(migration: "Migration") -> None:
    """Create ADK sessions and events tables.
This migration creates the base schema for Google ADK session
storage with the configured table names.
"""
    config = migration.config
    extension_config = config.extension_config.get("adk", {})
    session_table = extension_config.get("session_table", "adk_sessions")
    events_table = extension_config.get("events_table", "adk_events")
    # Import correct store based on adapter
    adapter_name = config.__class__.__module__.split(".")[2]
    if adapter_name == "asyncpg":
        from sqlspec.adapters.asyncpg.adk import AsyncpgADKStore as Store
    elif adapter_name == "asyncmy":
        from sqlspec.adapters.asyncmy.adk import AsyncmyADKStore as Store
    elif adapter_name == "sqlite":
        from sqlspec.adapters.sqlite.adk import SqliteADKStore as Store
    # Add other adapters as needed
    else:
        msg = f"Unsupported adapter: {adapter_name}"
        raise ValueError(msg)
    store = Store(config, session_table, events_table)
    # Create tables
    migration.execute(store._get_create_sessions_table_sql())
    migration.execute(store._get_create_events_table_sql())

def downgrade(migration: "Migration") -> None:
    """Drop ADK sessions and events tables."""
    # Similar logic but call _get_drop_tables_sql()
    pass
