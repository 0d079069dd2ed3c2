-- Description: invoices and their parts refer to each other; the keys are checked at commit

-- name: migrate-0048-up
CREATE TABLE invoice (
    id         INTEGER PRIMARY KEY,
    first_part INTEGER NOT NULL
               CONSTRAINT "starts; with" REFERENCES invoice_part (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE invoice_part (
    id         INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL,
    text       TEXT NOT NULL,
    FOREIGN KEY (invoice_id) REFERENCES invoice (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- Correct only together, in one transaction:
PRAGMA defer_foreign_keys = ON;
INSERT INTO invoice VALUES (1, 11);
INSERT INTO invoice_part VALUES (11, 1, 'tea; black'), (12, 1, 'tea; "green"');

-- name: migrate-0048-down
DELETE FROM invoice;
DROP TABLE invoice_part;
DROP TABLE invoice;
