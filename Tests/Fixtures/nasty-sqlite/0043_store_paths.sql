-- Description: where the till's backups go; a backslash escapes nothing in SQLite

-- name: migrate-0043-up
CREATE TABLE backup (till INTEGER PRIMARY KEY, path TEXT NOT NULL DEFAULT 'C:\', pattern TEXT DEFAULT '\''');

INSERT INTO backup (till, path, pattern) VALUES
    (1, 'C:\camellia\', '\'), (2, '\\server\teas;\', '%\'''), (3, 'D:\new\till\', '\"; -- ');

UPDATE backup SET pattern = replace(pattern, '\', '/') WHERE path LIKE '%\_%' ESCAPE '\';
SELECT path AS "C:\", pattern AS [D:\], till AS `E:\` FROM backup;

-- name: migrate-0043-down
DROP TABLE backup;
