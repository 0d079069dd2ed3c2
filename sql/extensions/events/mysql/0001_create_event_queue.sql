-- Description: Create the event queue

-- name: migrate-0001-up
create table :"queue_table" (
  event_id         varchar(64)  primary key,
  channel          varchar(128) not null,
  payload_json     json         not null,
  metadata_json    json,
  status           varchar(32)  not null default 'pending',
  available_at     datetime(6)  not null default current_timestamp(6),
  lease_expires_at datetime(6),
  attempts         integer      not null default 0,
  created_at       datetime(6)  not null default current_timestamp(6),
  acknowledged_at  datetime(6),
  -- What a consumer asks for: the next event of a channel that is due.
  index :"idx_queue_table_channel_status" (channel, status, available_at)
);

-- name: migrate-0001-down
drop table :"queue_table";
