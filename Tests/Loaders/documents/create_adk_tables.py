"""Create ADK tables
Revision ID: 0001_create_adk_tables
Revises: None
Create Date: 2025-10-06 14:00:00.000000
"""
from sqlspec.migrations import Migration

def upgrade(migration: Migration) -> None:
    """Create ADK sessions and events tables."""
    # Get store instance
    from sqlspec.adapters.asyncpg.adk import AsyncpgADKStore
    store = AsyncpgADKStore(migration.config)
    # Create sessions table
    migration.execute(store._get_create_sessions_table_sql())
    # Create events table
    migration.execute(store._get_create_events_table_sql())

def downgrade(migration: Migration) -> None:
    """Drop ADK sessions and events tables."""
    from sqlspec.adapters.asyncpg.adk import AsyncpgADKStore
    store = AsyncpgADKStore(migration.config)
    # Drop tables (order matters: events before sessions)
    for sql in store._get_drop_tables_sql():
        migration.execute(sql)
