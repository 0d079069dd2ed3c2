-- Description: merged by a tool that was generous with semicolons

-- name: migrate-0030-up
;;
CREATE TABLE saucer (id INTEGER PRIMARY KEY, colour TEXT);;
; ;; -- nothing between these
;
INSERT INTO saucer (colour) VALUES (';;'), (';'), ('');;;
/* ; */ ; -- ;
;CREATE INDEX saucer_by_colour ON saucer (colour);

-- name: migrate-0030-down
;DROP INDEX saucer_by_colour
;DROP TABLE saucer
;;
