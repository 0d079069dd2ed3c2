-- Description: crew lists, as the agents send them: CSV with semicolons

-- name: migrate-0044-up
CREATE TABLE harbour.crew (
    id     integer PRIMARY KEY,
    "name; rank" text NOT NULL,
    remark text
);

COPY harbour.crew (id, "name; rank", remark)
FROM STDIN /* the file; from the agent */
WITH (FORMAT csv, DELIMITER ';', QUOTE '''', HEADER, NULL '--')
WHERE id < 100;
id;name;remark
1;'Olsen; mate';--
2;'O''Hara; cook';'two
lines; -- name: migrate-9999-up
-- name: migrate-9999-up
end'
3;"Smutje";/* $$ '' */
100;nobody;not wanted
\.
ANALYZE harbour.crew;

COPY harbour.crew FROM STDIN WITH CSV;
\.
UPDATE harbour.crew SET remark = 'no; remark' WHERE remark IS NULL;

-- name: migrate-0044-down
DROP TABLE harbour.crew;
