-- Description: blends; what can be computed is generated

-- name: migrate-0025-up
CREATE TABLE blend (
    id       INTEGER PRIMARY KEY,
    recipe   TEXT NOT NULL CHECK (json_valid(recipe)),
    base     TEXT GENERATED ALWAYS AS (recipe ->> '$.base') STORED,
    parts    INTEGER AS (json_array_length(recipe, '$.with')) VIRTUAL,
    strength TEXT AS (CASE WHEN json_array_length(recipe, '$.with') > 1 THEN 'bold; "dark"' ELSE 'mild' END),
    label    TEXT NOT NULL AS (upper(recipe -> '$.base') || ' #' || id)
);

INSERT INTO blend (id, recipe) VALUES
    (1, '{"base": "Assam", "with": ["Ceylon", "Kenya"]}'),
    (2, '{"base": "it''s Keemun", "with": []}');

CREATE INDEX blend_by_base ON blend (base) WHERE base <> '';

-- name: migrate-0025-down
DROP INDEX blend_by_base;
DROP TABLE blend;
