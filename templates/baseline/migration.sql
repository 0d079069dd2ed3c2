-- {key}: {description}
-- Made from {file} ({tool}) by 'rung baseline'. It has no down block: a baseline is not reverted.
{directives}
-- name: migrate-{version}-up
