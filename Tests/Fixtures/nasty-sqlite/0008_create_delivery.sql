-- Description: deliveries; the headers are indented and use underscores

  --   Name :  migrate_0008_up
CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY,
    supplier_id INTEGER NOT NULL REFERENCES supplier,
    arrived_on  TEXT    NOT NULL,
    weight_g    INTEGER NOT NULL CHECK (weight_g > 0)
);

	--	NAME	:	migrate_0008_down	
DROP TABLE delivery;
