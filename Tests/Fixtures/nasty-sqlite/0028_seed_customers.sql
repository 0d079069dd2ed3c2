-- Description: the first customers, written so that a second run would do no harm

-- name: migrate-0028-up
INSERT INTO customer (code, name, email, born) VALUES
    ('AA-001', 'Ada; Countess', 'ada@example.org',     '1815-12-10'),
    ('BO-007', 'Bobby "Tables"''); DROP TABLE customer; --', 'bobby@example.net', NULL),
    ('ZZ-999', '李 Lǐ',           NULL,                  '1990-02-28')
ON CONFLICT (code) DO UPDATE
   SET name  = excluded.name,
       email = CASE WHEN excluded.email IS NULL THEN customer.email ELSE excluded.email END
 WHERE customer.name <> excluded.name;

INSERT INTO "order" (id, customer, placed_on) VALUES (1, 'AA-001', '2024-03-01'), (2, 'BO-007', '2024-03-02');
INSERT INTO order_line (order_id, line, tea_id, quantity, unit_cents, gift) VALUES
    (1, 1, 2, 3, 3100, FALSE),
    (1, 2, 6, 1,  350, TRUE),
    (2, 1, 4, 9,  400, FALSE);

-- name: migrate-0028-down
DELETE FROM order_line WHERE order_id IN (1, 2);
DELETE FROM "order"    WHERE id IN (1, 2);
DELETE FROM order_event WHERE order_id IN (1, 2);
DELETE FROM customer   WHERE code IN ('AA-001', 'BO-007', 'ZZ-999');
