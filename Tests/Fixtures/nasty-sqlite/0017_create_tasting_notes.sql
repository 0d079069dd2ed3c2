-- Description: tasting notes, in the tasters' own languages 🍵

-- name: migrate-0017-up
CREATE TABLE 品茶 (
    编号     INTEGER PRIMARY KEY,
    "вкус"   TEXT NOT NULL,
    [άρωμα]  TEXT NOT NULL DEFAULT 'λεπτό; ανθώδες',
    `🍃 後味` TEXT,
    "la fin" TEXT GENERATED ALWAYS AS ("вкус" || ' → ' || ifnull(`🍃 後味`, '∅')) VIRTUAL
);

CREATE INDEX "показатель ①" ON 品茶 ("вкус", [άρωμα]);

INSERT INTO 品茶 (编号, "вкус", `🍃 後味`) VALUES
    (1, 'терпкий; «дымный»', '甘い 👩🏽‍🌾'),
    (2, 'мягкий -- как шёлк', NULL),
    (3, 'שלום; مرحبا', 'naïve Zoë’s “curly” quotes; don’t panic');

-- name: migrate-0017-down
DROP INDEX "показатель ①";
DROP TABLE 品茶;
