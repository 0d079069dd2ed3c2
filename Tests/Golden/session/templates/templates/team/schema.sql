-- {title}: {message}
-- Reviewed by {reviewer}

-- name: migrate-{version}-up
