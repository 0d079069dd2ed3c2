-- Description: logins for the web site, with the queries that the site runs on them

-- name: migrate-0014-up
CREATE TABLE harbour.login (
    name  text PRIMARY KEY,
    agent integer NOT NULL UNIQUE REFERENCES harbour.agent,
    prefs jsonb NOT NULL DEFAULT '{"lang": "da; en"}'
);

-- name: get-users
-- Not a migration: the web site loads this block by its name.
SELECT l.name, a.name AS agent
  FROM harbour.login AS l
  JOIN harbour.agent AS a ON a.id = l.agent
 WHERE l.prefs ? 'lang' AND l.name = $1;

-- name: migrate-0014-down
DROP TABLE harbour.login;

-- name: count-users
SELECT count(*) FROM harbour.login WHERE agent = :agent;
