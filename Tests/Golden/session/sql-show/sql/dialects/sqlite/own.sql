-- name: transaction-begin
-- We have one writer.
begin exclusive;
