def upgrade():
    """Apply migration in multiple steps."""
    return [
        "CREATE TABLE products (id SERIAL PRIMARY KEY);",
        "CREATE TABLE orders (id SERIAL PRIMARY KEY, product_id INTEGER);",
        "CREATE INDEX idx_orders_product ON orders(product_id);",
    ]
