def upgrade(migration):
    migration.execute("""
CREATE TABLE IF NOT EXISTS adk_sessions (...)
""")

def downgrade(migration):
    # Drop child table first (events), then parent (sessions)
    migration.execute("DROP TABLE IF EXISTS adk_events")
    migration.execute("DROP TABLE IF EXISTS adk_sessions")
