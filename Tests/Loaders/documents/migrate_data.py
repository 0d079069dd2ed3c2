def upgrade(migration: Migration) -> None:
    """Migrate state format from v1 to v2."""
    # Add new column
    migration.execute("""
ALTER TABLE adk_sessions
ADD COLUMN state_v2 JSONB
""")
    # Migrate data
    migration.execute("""
UPDATE adk_sessions
SET state_v2 = state || '{"version": 2}'::jsonb
""")
    # Drop old column
    migration.execute("""
ALTER TABLE adk_sessions
DROP COLUMN state
""")
    # Rename new column
    migration.execute("""
ALTER TABLE adk_sessions
RENAME COLUMN state_v2 TO state
""")
