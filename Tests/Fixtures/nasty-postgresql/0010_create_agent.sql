-- Description: shipping agents; this file begins with a byte order mark

-- name: migrate-0010-up
CREATE TABLE harbour.agent (
    id    integer PRIMARY KEY,
    name  text NOT NULL,
    phone text
);
INSERT INTO harbour.agent VALUES (1, 'Ångström & Søn', '+45; 98'), (2, 'Ó''Brien', NULL), (3, 'Žižka "Ltd"', '--');

-- name: migrate-0010-down
DROP TABLE harbour.agent;
