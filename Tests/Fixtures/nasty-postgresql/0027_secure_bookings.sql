-- Description: an agent sees only the bookings of its own ships

-- name: migrate-0027-up
ALTER TABLE harbour.booking ADD COLUMN agent_id integer REFERENCES harbour.agent;
UPDATE harbour.booking SET agent_id = CASE berth WHEN 'A' THEN 1 ELSE 2 END;

ALTER TABLE harbour.booking ENABLE ROW LEVEL SECURITY;

CREATE POLICY "own; only" ON harbour.booking AS PERMISSIVE FOR SELECT TO PUBLIC
    USING (agent_id = nullif(current_setting('harbour.agent', true), '')::integer);

CREATE POLICY not_void ON harbour.booking AS RESTRICTIVE FOR UPDATE
    USING (NOT void) WITH CHECK (CASE WHEN void THEN upper(stay) > '2024-01-01' ELSE true END);

COMMENT ON POLICY "own; only" ON harbour.booking IS 'an agent''s own; "only" -- see SET harbour.agent';

-- name: migrate-0027-down
DROP POLICY not_void ON harbour.booking;
DROP POLICY "own; only" ON harbour.booking;
ALTER TABLE harbour.booking DISABLE ROW LEVEL SECURITY;
ALTER TABLE harbour.booking DROP COLUMN agent_id;
