-- Description: recipes, with a draft left in a comment

-- name: migrate-0016-up
/*
-- name: migrate-9999-up
CREATE TABLE recipe (draft TEXT DEFAULT 'don't);
-- name: migrate-9999-down
   block ; ' " ` [ */
CREATE TABLE recipe (
    id      INTEGER PRIMARY KEY,
    title   TEXT NOT NULL,
    minutes REAL /* ; ' " */ NOT NULL /* -- */ DEFAULT 3.5
);

/* SQLite's comments do not nest: /* this one ends right here: */
INSERT INTO recipe (title) VALUES ('Gongfu'), ('Western /* with milk */'), ('Cold -- overnight');
/**/ INSERT INTO recipe (title, minutes) VALUES ('/**/', 1); /***/

-- name: migrate-0016-down
/* -- name: migrate-9999-down is text */ DROP TABLE recipe;
