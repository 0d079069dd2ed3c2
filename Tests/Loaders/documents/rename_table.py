def upgrade(migration: Migration) -> None:
    """Rename sessions table."""
    migration.execute("""
ALTER TABLE adk_sessions
RENAME TO agent_sessions
""")
    # Update foreign key reference
    migration.execute("""
ALTER TABLE adk_events
DROP CONSTRAINT adk_events_session_id_fkey,
ADD CONSTRAINT adk_events_session_id_fkey
FOREIGN KEY (session_id)
REFERENCES agent_sessions(id)
ON DELETE CASCADE
""")

def downgrade(migration: Migration) -> None:
    """Revert table rename."""
    # Reverse operations
    pass
