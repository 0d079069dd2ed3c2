def upgrade(migration: Migration) -> None:
    """Add priority column to sessions."""
    migration.execute("""
ALTER TABLE adk_sessions
ADD COLUMN priority INTEGER DEFAULT 0
""")

def downgrade(migration: Migration) -> None:
    """Remove priority column."""
    migration.execute("""
ALTER TABLE adk_sessions
DROP COLUMN priority
""")
