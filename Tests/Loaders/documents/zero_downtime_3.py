def upgrade(migration: Migration) -> None:
    """Backfill new_field from old_field."""
    migration.execute("""
UPDATE adk_sessions
SET new_field = old_field
WHERE new_field IS NULL
""")
