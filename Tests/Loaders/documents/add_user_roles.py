# migrations/0002_add_user_roles.py
"""Add user roles table

Revision ID: 0002_add_user_roles
Created at: 2025-10-18 12:00:00
"""

def upgrade():
    """Apply migration."""
    return """
    CREATE TABLE user_roles (
        id SERIAL PRIMARY KEY,
        user_id INTEGER REFERENCES users(id),
        role VARCHAR(50) NOT NULL
    );
    """

def downgrade():
    """Revert migration."""
    return """
    DROP TABLE user_roles;
    """
