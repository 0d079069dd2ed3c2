"""Create users table migration."""

async def up(context):
    """Create users table."""
    return ["""
CREATE TABLE users (
id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
email VARCHAR(255) NOT NULL UNIQUE,
created_at TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP
)
"""]

async def down(context):
    """Drop users table."""
    return ["DROP TABLE IF EXISTS users CASCADE"]
