-- Description: operators for positions; their names are made of what was left

-- name: migrate-0036-up
CREATE FUNCTION harbour.miles(point, point) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT
RETURN ($1 <-> $2) * 60;
CREATE FUNCTION harbour.near(point, point) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT
RETURN harbour.miles($1, $2) < 1;
CREATE FUNCTION harbour.mirror(point) RETURNS point LANGUAGE sql IMMUTABLE STRICT RETURN point(-$1[0], -$1[1]);

CREATE OPERATOR harbour.#-# (LEFTARG = point, RIGHTARG = point, FUNCTION = harbour.miles, COMMUTATOR = OPERATOR(harbour.#-#));
CREATE OPERATOR harbour.@@> (LEFTARG = point, RIGHTARG = point, FUNCTION = harbour.near);
CREATE OPERATOR harbour.?! (RIGHTARG = point, FUNCTION = harbour.mirror);
CREATE OPERATOR harbour.<%%> (LEFTARG = point, RIGHTARG = point, FUNCTION = harbour.miles);
COMMENT ON OPERATOR harbour.?! (NONE, point) IS 'the antipode; "nearly"';

CREATE TABLE harbour.position AS
SELECT OPERATOR(harbour.?!) point '(1,2)' AS away,
       point '(0,0)' OPERATOR(harbour.#-#)point '(3,4)' AS miles,
       point '(0,0)' OPERATOR(harbour.@@>) point '(0,0.001)' AS near;

-- name: migrate-0036-down
DROP TABLE harbour.position;
DROP OPERATOR harbour.<%%> (point, point), harbour.?! (NONE, point), harbour.@@> (point, point), harbour.#-# (point, point);
DROP FUNCTION harbour.mirror(point), harbour.near(point, point), harbour.miles(point, point);
