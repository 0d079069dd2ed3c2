-- Description: the office manual; one page explains how migrations are written

-- name: migrate-0015-up
CREATE TABLE harbour.manual (page integer PRIMARY KEY, body text NOT NULL);

INSERT INTO harbour.manual VALUES (1, 'A migration''s file looks like this:

-- name: migrate-9999-up
CREATE TABLE quay (id integer);
-- name: migrate-9999-down
DROP TABLE quay;

or, without a transaction, begins with
-- transactional: false
'), (2, $page$
-- name: migrate-9999-up
In a dollar-quoted string, don't double the quotes; $$ and $pag$ and $PAGE$ and $page are text.
-- name: migrate-9999-down
$page$), (3, E'\
-- name: migrate-9999-up
\'; it isn\'t over \\\'; -- name: migrate-9999-down
'), (4, $a$$page$$a$);

-- name: migrate-0015-down
DROP TABLE harbour.manual;
