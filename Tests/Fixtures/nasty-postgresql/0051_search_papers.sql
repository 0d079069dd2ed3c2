-- Description: a text search of the harbour's own, and trigrams for the spelling of names

-- name: migrate-0051-up
CREATE EXTENSION pg_trgm SCHEMA harbour;

CREATE TEXT SEARCH DICTIONARY harbour."words; short" (TEMPLATE = pg_catalog.simple, STOPWORDS = danish, ACCEPT = false);
CREATE TEXT SEARCH CONFIGURATION harbour.papers (COPY = pg_catalog.danish);
ALTER TEXT SEARCH CONFIGURATION harbour.papers
    ALTER MAPPING FOR asciiword, word, hword WITH harbour."words; short", pg_catalog.danish_stem;

CREATE INDEX document_papers ON harbour.document USING gin (to_tsvector('harbour.papers', coalesce(body ->> 'text', ';')));
CREATE INDEX ship_trigrams ON harbour.ship USING gist (name harbour.gist_trgm_ops (siglen = 32));
SELECT name, name OPERATOR(harbour.<->) 'O''Mally; "pride"' AS far FROM harbour.ship WHERE name OPERATOR(harbour.%) 'Malley' ORDER BY 2, 1;

-- name: migrate-0051-down
DROP INDEX harbour.ship_trigrams, harbour.document_papers;
DROP TEXT SEARCH CONFIGURATION harbour.papers;
DROP TEXT SEARCH DICTIONARY harbour."words; short";
DROP EXTENSION pg_trgm;
