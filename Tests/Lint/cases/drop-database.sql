-- A database is dropped, which no transaction can do.
-- rung: fails
-- squawk: ban-drop-database
-- pgfence: DROP DATABASE

-- judged
-- lock_timeout: 5s
drop database if exists attic;
