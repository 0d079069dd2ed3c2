-- Description: Create the event queue

-- name: migrate-0001-up
-- SQLSpec fills every column, so there are no defaults. An event goes a day after it was acknowledged.
create table :"queue_table" (
  event_id         string(64)  not null,
  channel          string(128) not null,
  payload_json     json        not null,
  metadata_json    json,
  status           string(32)  not null,
  available_at     timestamp   not null,
  lease_expires_at timestamp,
  attempts         int64       not null,
  created_at       timestamp   not null,
  acknowledged_at  timestamp
) primary key (event_id), row deletion policy (older_than(acknowledged_at, interval 1 day));

-- What a consumer asks for: the next event of a channel that is due, and all that it then reads.
create index :queue_table_schema:"idx_queue_table_channel_status"
  on :"queue_table" (channel, status, created_at, available_at)
  storing (payload_json, metadata_json, attempts, lease_expires_at);

-- name: migrate-0001-down
-- Spanner drops no table that still has an index.
drop index :queue_table_schema:"idx_queue_table_channel_status";
drop table :"queue_table";
