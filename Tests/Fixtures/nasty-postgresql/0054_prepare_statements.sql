-- Description: fees filled in with a prepared statement and a cursor: $1, $2 and all

-- name: migrate-0054-up
CREATE TABLE harbour.fee (code text PRIMARY KEY, cents integer NOT NULL, words text DEFAULT '$1; $2');

PREPARE add_fee (text, integer) AS
    INSERT INTO harbour.fee (code, cents) VALUES ($1, $2 * 100) ON CONFLICT (code) DO UPDATE SET cents = $2;
EXECUTE add_fee ('water; fresh', 12);
EXECUTE add_fee ('it''s "waste"', 7);
EXECUTE add_fee ('$1', 1);
DEALLOCATE add_fee;

DECLARE "cur; sor" CURSOR FOR SELECT code FROM harbour.fee WHERE cents > 100 FOR UPDATE;
MOVE NEXT IN "cur; sor";
UPDATE harbour.fee SET words = E'cursor\'s; row' WHERE CURRENT OF "cur; sor";
CLOSE "cur; sor";

-- name: migrate-0054-down
DROP TABLE harbour.fee;
