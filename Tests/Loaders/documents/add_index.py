def upgrade(migration: Migration) -> None:
    """Add index on session state."""
    migration.execute("""
CREATE INDEX idx_adk_sessions_priority
ON adk_sessions(priority DESC)
""")

def downgrade(migration: Migration) -> None:
    """Drop priority index."""
    migration.execute("""
DROP INDEX IF EXISTS idx_adk_sessions_priority
""")
