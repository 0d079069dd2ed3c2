-- Description: show balances

-- name: migrate-0003-up
create view balances as
select a.id, a.email, coalesce(sum(e.cents), 0) as cents
from accounts as a
left join entries as e on e.account_id = a.id
group by a.id;

-- name: migrate-0003-down
drop view balances;
