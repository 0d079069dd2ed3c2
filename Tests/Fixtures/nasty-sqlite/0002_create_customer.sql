-- Description: customers, found by the short code on their card

-- name: migrate-0002-up
CREATE TABLE customer (
    code  TEXT NOT NULL PRIMARY KEY CHECK (code GLOB '[A-Z][A-Z]-[0-9][0-9][0-9]'),
    name  TEXT NOT NULL,
    email TEXT COLLATE NOCASE
          CHECK (email IS NULL OR email LIKE '%_@_%'),
    born  TEXT,                 /* yyyy-mm-dd; some people won't say */
    CONSTRAINT "one card; one e-mail" UNIQUE (email)
) STRICT, WITHOUT ROWID;

-- name: migrate-0002-down
DROP TABLE customer;
