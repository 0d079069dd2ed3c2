"""What the application and its migrations both know."""

ROLES = ("owner", "editor", "reader")
