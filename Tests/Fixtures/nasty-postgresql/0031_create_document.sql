-- Description: papers on file, with an index of every kind

-- name: migrate-0031-up
CREATE TABLE harbour.document (
    id     integer PRIMARY KEY,
    body   jsonb NOT NULL,
    words  tsvector GENERATED ALWAYS AS (to_tsvector('simple', body ->> 'text')) STORED,
    box    box,
    filed  date NOT NULL
);

CREATE INDEX document_body  ON harbour.document USING gin (body jsonb_path_ops) WHERE body @> '{"open": true}';
CREATE INDEX document_words ON harbour.document USING gin (words) WITH (fastupdate = off);
CREATE INDEX document_box   ON harbour.document USING gist (box);
CREATE INDEX document_filed ON harbour.document USING brin (filed) WITH (pages_per_range = 8);
CREATE INDEX document_hash  ON harbour.document USING hash ((body #>> '{to,name}'));
CREATE INDEX document_expr  ON harbour.document ((CASE WHEN body ? 'a;b' THEN 'x' ELSE 'y' END) COLLATE "C", (id % 10) DESC) INCLUDE (filed) WHERE (body ->> 'it''s') IS NOT NULL;

INSERT INTO harbour.document VALUES
    (1, '{"text": "bill; of \"lading\"", "open": true, "to": {"name": "O''Malley"}}', DEFAULT, '(1,2),(3,4)', '2024-03-01'),
    (2, $j${"text": "it's \\ -- \u0024\u0024", "a;b": [1, null]}$j$, DEFAULT, NULL, '2024-03-02');

-- name: migrate-0031-down
DROP TABLE harbour.document;
