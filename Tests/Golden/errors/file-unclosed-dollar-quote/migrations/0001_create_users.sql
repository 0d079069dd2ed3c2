-- name: migrate-0001-up
create function one() returns integer language plpgsql as $body$
begin
  return 1;
end
$bdy$;
