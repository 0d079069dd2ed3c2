-- Description: a table laid out with tabs, form feeds and trailing blanks   

-- name: migrate-0051-up  	 
CREATE	TABLE	pot	(
	id	INTEGER	PRIMARY	KEY,		-- the	tab's here
	name	TEXT	NOT	NULL	DEFAULT	'a	tab;	in it'   
);   

INSERT	INTO	pot	(name)	VALUES	('formfeed;'),	('trailing   
   blanks;   ');
   

	-- name: migrate-0051-down	
DROPTABLE	pot;	 



