-- transactional: false
-- Description: larger pages and a rewritten file; VACUUM refuses to run in a transaction

-- name: migrate-0019-up
PRAGMA page_size = 8192;
VACUUM;
PRAGMA application_id = 0x7ea5;         -- "teas", nearly; file(1) shows it

-- name: migrate-0019-down
PRAGMA application_id = 0;
PRAGMA page_size = 4096;
VACUUM;
