-- {title}: {message}, rights

-- name: migrate-{version}-up
