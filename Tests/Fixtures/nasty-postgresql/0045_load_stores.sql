-- Description: the chandler's list, from Windows: COPY data with CRLF line ends

-- name: migrate-0045-up
CREATE TABLE harbour.store (item text PRIMARY KEY, pieces integer, words text);

copy harbour.store from stdin with (delimiter '|', null 'n/a');
rope; hemp|12|it's "strong"
-- name: migrate-9999-up|n/a|-- transactional: false
paint $$|3|a\|b\\
\.

INSERT INTO harbour.store VALUES ('tar;', 1, 'two
lines');

-- name: migrate-0045-down
DROP TABLE harbour.store;
