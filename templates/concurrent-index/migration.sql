-- {title}
-- Version: {version}
-- Description: {description}
-- Created: {created_at}
-- Author: {author}

-- PostgreSQL builds no index concurrently inside a transaction.
-- transactional: false

-- name: migrate-{version}-up
-- A build that failed leaves an index that is not valid; the first line removes it before the next try.
--
-- drop index concurrently if exists orders_placed_at;
-- create index concurrently orders_placed_at on orders (placed_at);

-- name: migrate-{version}-down
-- drop index concurrently if exists orders_placed_at;
