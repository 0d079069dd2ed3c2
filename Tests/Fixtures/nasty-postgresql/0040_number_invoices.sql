-- Description: invoices, numbered by a sequence

-- name: migrate-0040-up
CREATE SEQUENCE harbour."invoice; no" AS integer START 1000 INCREMENT 5 MINVALUE -10 MAXVALUE 100000 CYCLE;

CREATE TABLE harbour.invoice (
    no     integer PRIMARY KEY DEFAULT nextval('harbour."invoice; no"'::regclass),
    agent  integer NOT NULL REFERENCES harbour.agent,
    cents  bigint NOT NULL,
    label  text NOT NULL DEFAULT 'F-' || lpad(currval('harbour."invoice; no"')::text, 6, '0') || ';'
);
ALTER SEQUENCE harbour."invoice; no" OWNED BY harbour.invoice.no;

SELECT pg_catalog.setval('harbour."invoice; no"', 2000, false);
INSERT INTO harbour.invoice (agent, cents) VALUES (1, 9000), (1, 120050), (2, -500) RETURNING no, label AS "label;";

-- name: migrate-0040-down
DROP TABLE harbour.invoice;   -- its sequence goes with it
