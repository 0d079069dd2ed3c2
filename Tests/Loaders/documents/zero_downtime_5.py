def upgrade(migration: Migration) -> None:
    """Drop old_field column."""
    migration.execute("""
ALTER TABLE adk_sessions
DROP COLUMN old_field
""")
