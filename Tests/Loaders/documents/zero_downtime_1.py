def upgrade(migration: Migration) -> None:
    """Add new_field column (nullable)."""
    migration.execute("""
ALTER TABLE adk_sessions
ADD COLUMN new_field TEXT
""")
