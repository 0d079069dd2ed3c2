def upgrade(migration: Migration) -> None:
    """Make new_field non-nullable."""
    migration.execute("""
ALTER TABLE adk_sessions
ALTER COLUMN new_field SET NOT NULL
""")
