-- Description: coupons; numbers in every spelling

-- name: migrate-0046-up
CREATE TABLE coupon (
    code  TEXT PRIMARY KEY,
    bits  INTEGER NOT NULL DEFAULT 0xFF CHECK (bits & 0x0F = bits % 0x10),
    rate  REAL NOT NULL DEFAULT .5 CHECK (rate BETWEEN 0.e0 AND 1.E+00),
    less  INTEGER NOT NULL DEFAULT -1,
    until TEXT DEFAULT (date('2024-01-01', '+1 month', '-1 day'))
) WITHOUT ROWID, STRICT;

INSERT INTO coupon (code, bits, rate, less) VALUES
    ('5-2', 5-2, 1e-1, - -3),                   -- minus minus, apart
    ('5--2', 5--2
    -1, 2.5e-1, 1<<2|1),                        -- the comment ate -2: the number is 4
    ('~', ~-8, 0.75, +-+1),
    ('a'||'b', 7*/**/6, 1/2.0, length('--')/*;*/-1);

-- name: migrate-0046-down
DROP TABLE coupon;
