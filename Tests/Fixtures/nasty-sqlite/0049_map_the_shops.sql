-- Description: where the shops are (R*Tree), and what is near

-- name: migrate-0049-up
CREATE VIRTUAL TABLE shop_map USING rtree (
    id,
    west, east,         -- degrees; east of Greenwich
    south, north,
    +name TEXT          -- kept beside the box; isn't indexed
);
INSERT INTO shop_map VALUES (1, -0.13, -0.12, 51.5, 51.51, 'London; Soho'), (2, 135.7, 135.8, 34.8, 34.9, 'Uji; 宇治');
CREATE VIEW shop_in_east AS SELECT name FROM shop_map WHERE west >= 0 AND east <= 180;

-- name: migrate-0049-down
DROP VIEW shop_in_east;
DROP TABLE shop_map;
