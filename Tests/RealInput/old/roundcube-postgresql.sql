-- The least that Roundcube 0.1 must have had for its dated updates to run, and a few rows for them to carry along.

CREATE SEQUENCE user_ids;
CREATE SEQUENCE identity_ids;
CREATE SEQUENCE contact_ids;
CREATE SEQUENCE cache_ids;
CREATE SEQUENCE message_ids;

CREATE TABLE users (
	user_id integer PRIMARY KEY DEFAULT nextval('user_ids'::text),
	username varchar(128) NOT NULL,
	mail_host varchar(128) NOT NULL,
	alias varchar(128) NOT NULL DEFAULT '',
	created timestamptz NOT NULL DEFAULT now(),
	last_login timestamptz NOT NULL DEFAULT now(),
	"language" varchar(5) NOT NULL DEFAULT 'en',
	preferences text NOT NULL DEFAULT ''
);
CREATE TABLE identities (
	identity_id integer PRIMARY KEY DEFAULT nextval('identity_ids'::text),
	user_id integer NOT NULL REFERENCES users,
	del integer NOT NULL DEFAULT 0,
	standard integer NOT NULL DEFAULT 0,
	email varchar(128) NOT NULL,
	signature text,
	html_signature integer NOT NULL DEFAULT 0
);
CREATE TABLE contacts (
	contact_id integer PRIMARY KEY DEFAULT nextval('contact_ids'::text),
	user_id integer NOT NULL REFERENCES users,
	del integer NOT NULL DEFAULT 0,
	name varchar(128) NOT NULL DEFAULT '',
	email varchar(128) NOT NULL,
	vcard text
);
CREATE TABLE "session" (
	sess_id varchar(40) PRIMARY KEY,
	created timestamptz NOT NULL,
	changed timestamptz NOT NULL,
	ip varchar(16) NOT NULL
);
CREATE TABLE "cache" (
	cache_id integer PRIMARY KEY DEFAULT nextval('cache_ids'::text),
	user_id integer NOT NULL REFERENCES users,
	session_id varchar(40) REFERENCES "session",
	cache_key varchar(128) NOT NULL,
	created timestamptz NOT NULL
);
CREATE TABLE messages (
	message_id integer PRIMARY KEY DEFAULT nextval('message_ids'::text),
	user_id integer NOT NULL REFERENCES users,
	del integer NOT NULL,
	cache_key varchar(128) NOT NULL,
	created timestamptz NOT NULL,
	idx integer NOT NULL
);

INSERT INTO users (username, mail_host, created, last_login, preferences) VALUES
	('ada', 'mail.example', '2008-01-02 03:04:05Z', '2008-02-03 04:05:06Z', ''),
	('émilie', 'mail.example', '2008-01-03 00:00:00Z', '2008-02-03 00:00:00Z', 'a:1:{s:1:";";b:1;}');
INSERT INTO identities (user_id, email, signature) VALUES
	(1, 'ada@mail.example', 'it''s me -- Ada'),
	(2, 'emilie@mail.example', $signature$Émilie; it's me$signature$);
INSERT INTO contacts (user_id, name, email, vcard) VALUES
	(1, 'Émilie', 'emilie@mail.example', E'BEGIN:VCARD\r\nEND:VCARD');
INSERT INTO "session" VALUES ('abc', '2008-01-05 00:00:00Z', '2008-01-05 00:00:00Z', '192.0.2.1');
