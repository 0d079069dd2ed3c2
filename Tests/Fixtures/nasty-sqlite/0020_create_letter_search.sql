-- Description: full-text search over the letters

-- name: migrate-0020-up
CREATE VIRTUAL TABLE letter_search USING fts5 (
    name,
    body,
    tokenize = "unicode61 remove_diacritics 2 tokenchars '-_'",
    prefix   = '2 3'
);

INSERT INTO letter_search (rowid, name, body)
SELECT id, name, body FROM letter ORDER BY id;

INSERT INTO letter_search (letter_search) VALUES ('optimize');

-- name: migrate-0020-down
DROP TABLE letter_search;
