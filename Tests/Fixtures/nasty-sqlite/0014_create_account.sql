-- Description: logins for the web shop, with the two queries that the shop runs on them

-- name: migrate-0014-up
CREATE TABLE account (
    login    TEXT PRIMARY KEY,
    customer TEXT NOT NULL UNIQUE REFERENCES customer (code) ON UPDATE CASCADE,
    salt     BLOB NOT NULL
) WITHOUT ROWID;

-- name: get-users
-- Not a migration: the web shop loads this block by its name.
SELECT a.login, c.name
  FROM account AS a
  JOIN customer AS c ON c.code = a.customer
 ORDER BY a.login;

-- name: migrate-0014-down
DROP TABLE account;

-- name: count-users
SELECT count(*) FROM account;
