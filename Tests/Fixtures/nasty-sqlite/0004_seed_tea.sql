-- Description: the opening stock, as the owner's notebook has it

-- name: migrate-0004-up
INSERT INTO tea (id, name, origin, price_cents, note) VALUES
    (1, 'Da Hong Pao',     'Fujian; Wuyi', 2400, '"Big Red Robe" -- not a comment'),
    (2, 'Gyokuro',         'Uji',          3100, 'steep at 50°; don''t boil; /* really */ don''t'),
    (3, 'Earl Grey',       'Yunnan',        900, NULL),
    (4, 'Builder''s Brew', 'Assam',         400, ''''),          -- one apostrophe, alone
    (5, '''Iron'' Goddess','Anxi',         1900, 'it''s '' ''' || '''' || ' ok'),
    (6, 'Mint; fresh',     '',              350, '*/ /* ; --');  -- origin: the window-sill

-- name: migrate-0004-down
DELETE FROM tea
 WHERE name IN ('Da Hong Pao', 'Gyokuro', 'Earl Grey', 'Builder''s Brew', '''Iron'' Goddess', 'Mint; fresh');
