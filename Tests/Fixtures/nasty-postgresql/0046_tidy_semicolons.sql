-- Description: merged by a tool that was generous with semicolons

-- name: migrate-0046-up
;;
CREATE TABLE harbour.crane (id integer PRIMARY KEY, reach numeric);;
; ;; -- nothing between these
;
/* ; /* ; */ ; */ INSERT INTO harbour.crane VALUES (1, 22.5); ; -- ;
;
-- A statement that starts with a comment; it's allowed,
/* two, even */ CREATE -- not DROP;
INDEX crane_by_reach /* ' */ ON harbour.crane /* " */ (reach) -- $$
; -- the last word is a comment; without a semicolon: $body$

-- name: migrate-0046-down
;DROP INDEX harbour.crane_by_reach
;DROP TABLE harbour.crane
;; -- done'
