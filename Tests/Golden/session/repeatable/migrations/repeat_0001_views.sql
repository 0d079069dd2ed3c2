-- Description: views for reports
drop view if exists open_orders;
create view open_orders as select id from orders where closed_at is null;
