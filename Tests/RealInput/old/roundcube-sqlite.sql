-- The least that Roundcube 0.1 must have had for its dated updates to run, and a few rows for them to carry along.

CREATE TABLE users (
	user_id integer PRIMARY KEY,
	username text, mail_host text, alias text, created text, last_login text, language text, preferences text
);
CREATE TABLE identities (
	identity_id integer PRIMARY KEY,
	user_id integer, del integer, standard integer,
	name text, organization text, email text, "reply-to" text, bcc text, signature text, html_signature integer
);
CREATE TABLE contacts (
	contact_id integer PRIMARY KEY,
	user_id integer, changed text, del integer, name text, email text, firstname text, surname text, vcard text
);
CREATE INDEX ix_identities_user_id ON identities (user_id);
CREATE INDEX ix_contacts_user_id ON contacts (user_id);
CREATE TABLE session (sess_id text PRIMARY KEY, changed text);
CREATE TABLE cache (cache_id integer PRIMARY KEY, user_id integer, created text);
CREATE TABLE messages (message_id integer PRIMARY KEY);

INSERT INTO users VALUES
	(1, 'ada', 'mail.example', 'ada@mail.example', '2008-01-02 03:04:05', '2008-02-03 04:05:06', 'en_GB', ''),
	(2, 'émilie', 'mail.example', '', '2008-01-03 00:00:00', '0000-00-00 00:00:00', NULL, 'a:1:{s:1:";";b:1;}');
INSERT INTO identities VALUES
	(1, 1, 0, 1, 'Ada', 'Engines; and more', 'ada@mail.example', '', '', 'it''s me -- Ada', 0),
	(2, 1, 1, 0, 'deleted, and gone after 2009103100', '', '', '', '', '', 0),
	(3, 9, 0, 1, 'has no user, and is gone after 2021100300', '', '', '', '', '', 0);
INSERT INTO contacts VALUES
	(1, 1, '2008-01-04 00:00:00', 0, 'Émilie', 'emilie@mail.example', 'Émilie', '', 'BEGIN:VCARD' || char(13, 10) || 'END:VCARD'),
	(2, 9, '2008-01-04 00:00:00', 0, 'has no user, and is gone after 2021100300', '', '', '', '');
INSERT INTO session VALUES ('gone after 2011111600', '2008-01-05 00:00:00');
