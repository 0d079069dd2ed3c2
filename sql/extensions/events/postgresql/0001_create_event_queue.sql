-- Description: Create the event queue

-- name: migrate-0001-up
create table :"queue_table" (
  event_id         varchar(64)  primary key,
  channel          varchar(128) not null,
  payload_json     jsonb        not null,
  metadata_json    jsonb,
  status           varchar(32)  not null default 'pending',
  available_at     timestamptz  not null default current_timestamp,
  lease_expires_at timestamptz,
  attempts         integer      not null default 0,
  created_at       timestamptz  not null default current_timestamp,
  acknowledged_at  timestamptz
);

-- What a consumer asks for: the next event of a channel that is due.
create index :"idx_queue_table_channel_status" on :"queue_table" (channel, status, available_at);

\if :fillfactor
alter table :"queue_table" set (fillfactor = :fillfactor);
\endif
\if :autovacuum_vacuum_scale_factor
alter table :"queue_table" set (autovacuum_vacuum_scale_factor = :autovacuum_vacuum_scale_factor);
\endif
\if :autovacuum_analyze_scale_factor
alter table :"queue_table" set (autovacuum_analyze_scale_factor = :autovacuum_analyze_scale_factor);
\endif

-- name: migrate-0001-down
drop table :"queue_table";
