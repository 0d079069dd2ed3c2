-- Description: a table laid out with tabs, form feeds and trailing blanks   

-- name: migrate-0059-up  	 
CREATE	TABLE	harbour.mooring	(
	id	integer	PRIMARY	KEY,		-- the	ring's here
	name	text	NOT	NULL	DEFAULT	'a	tab;	in it'   
);   

INSERT	INTO	harbour.mooring	VALUES	(1,	'formfeed;'),	(2,	$$trailing   
   blanks;   $$);
   

	-- name: migrate-0059-down	
DROPTABLE	harbour.mooring;	 



