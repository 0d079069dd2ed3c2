-- Description: tugs; the headers are indented and use underscores

  --   Name :  migrate_0008_up
CREATE TABLE harbour.tug (
    name text PRIMARY KEY,
    pull numeric NOT NULL CHECK (pull > 0)      -- tonnes; "bollard pull"
);
INSERT INTO harbour.tug VALUES ('Bjørn', 42.5), ('Svitzer''s Best', 60);

	--	NAME	:	migrate_0008_down	
DROP TABLE harbour.tug;
