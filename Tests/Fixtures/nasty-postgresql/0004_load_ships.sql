-- Description: the register of ships, copied from the old system

-- name: migrate-0004-up
COPY harbour.ship (name, flag, kind, imo, notes) FROM STDIN; -- the data begin on the next line, don't they?
Havørnen	DK	trawler	9074729	{}
O'Malley's "Pride"	IE	tanker; crude	\N	{"it's; fine","say \\"ahoy\\""}
-- Dash --	NO	ro-ro -- "roll on"	\N	{--}
-- name: migrate-9999-up	SE	pilot's boat	\N	{}
/* never closed	DE	trawler	\N	{$$,$body$}
back\\slash; tab\there	NL	trawler	\N	{"line\\\\nbreak"}
$$	GB	trawler	\N	{';'}
\\.	FR	trawler	\N	{}
COPY harbour.ship FROM STDIN;	IS	trawler	\N	{NULL}
-- name: migrate-9999-down	FI	trawler	\N	{}
\.

UPDATE harbour.ship SET length = 24.5, beam = 7.25 WHERE imo = 9074729;

-- name: migrate-0004-down
DELETE FROM harbour.ship;
ALTER TABLE harbour.ship ALTER COLUMN id RESTART;
