-- Description: partial and expression indexes

-- name: migrate-0024-up
CREATE UNIQUE INDEX IF NOT EXISTS main.customer_by_domain
    ON customer (lower(substr(email, instr(email, '@') + 1)), code)
 WHERE email IS NOT NULL AND email NOT LIKE '%;%';

CREATE INDEX gift_lines
    ON order_line (tea_id)
 WHERE gift;

CREATE INDEX event_kind
    ON order_event (CASE WHEN what LIKE 'gift;%' THEN 'gift' ELSE 'line' END, length(what) DESC);

-- name: migrate-0024-down
DROP INDEX IF EXISTS event_kind;
DROP INDEX IF EXISTS gift_lines;
DROP INDEX IF EXISTS customer_by_domain;
