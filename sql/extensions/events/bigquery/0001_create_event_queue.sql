-- Description: Create the event queue

-- name: migrate-0001-up
-- There are no keys and no indexes. The events that a consumer asks for, the next of a channel that are due,
-- lie together instead; that an event is there once is up to who writes it.
create table :"queue_table" (
  event_id         string    not null,
  channel          string    not null,
  payload_json     json      not null,
  metadata_json    json,
  status           string    default 'pending' not null,
  available_at     timestamp default current_timestamp() not null,
  lease_expires_at timestamp,
  attempts         int64     default 0 not null,
  created_at       timestamp default current_timestamp() not null,
  acknowledged_at  timestamp
)
cluster by channel, status, available_at;

-- name: migrate-0001-down
drop table :"queue_table";
