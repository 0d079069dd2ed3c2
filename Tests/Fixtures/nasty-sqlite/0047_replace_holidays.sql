-- Description: the new year's holidays replace the old ones; the statements return rows

-- name: migrate-0047-up
REPLACE INTO holiday (day, name) VALUES ('2024-12-25', 'Christmas; "closed"') RETURNING day, name;
INSERT OR IGNORE INTO holiday VALUES ('2024-05-21', 'International Tea Day'), ('2024-12-26', 'St. Stephen''s') RETURNING *;
INSERT INTO holiday (day, name)
SELECT date('2024-12-31', '+' || value || ' days'), 'inventory; day ' || value
  FROM json_each('[1, 2]')
 WHERE TRUE                                   -- or ON would be read as a join's
    ON CONFLICT DO NOTHING
RETURNING day || ';' AS "new;";
VALUES ('rows;'), ('without'), ('a SELECT;');

-- name: migrate-0047-down
DELETE FROM holiday WHERE day IN ('2024-12-26', '2025-01-01', '2025-01-02');
UPDATE holiday SET name = 'Christmas; closed' WHERE day = '2024-12-25' RETURNING name;
