-- Description: checks and defaults with punctuation in them

-- name: migrate-0053-up
CREATE TABLE voucher (
    text   TEXT NOT NULL DEFAULT ';' CHECK (text NOT IN ('', ';;', '--', '/*', '*/', '''', '"', '`', '[', ']', '$$')),
    code   TEXT NOT NULL DEFAULT '$tag$;$' CONSTRAINT "no ';' at the start" CHECK (code GLOB '[^;''"-]*'),
    answer TEXT DEFAULT (CASE WHEN 1 <> 2 THEN ';' || char(59, 39, 34) ELSE 'never; "ever"' END),
    money  TEXT DEFAULT '$1' CHECK (money LIKE '$%' OR money = '£;')
);
CREATE INDEX voucher_by_answer ON voucher (answer) WHERE text <> ';' OR code = '-- name: migrate-9999-up';
INSERT INTO voucher (text, money) VALUES ('$$ begin; $$', '$2;'), ('it''s', '$'), ('""', '£;');

-- name: migrate-0053-down
DROP INDEX voucher_by_answer;
DROP TABLE voucher;
