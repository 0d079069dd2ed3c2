-- The least that Roundcube 0.1 must have had for its dated updates to run, and a few rows for them to carry along.

/*!40014 SET FOREIGN_KEY_CHECKS=0 */;

CREATE TABLE `users` (
	`user_id` int(10) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	`username` varchar(128) NOT NULL,
	`mail_host` varchar(128) NOT NULL,
	`alias` varchar(128) NOT NULL,
	`created` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`last_login` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`language` varchar(5) NOT NULL DEFAULT 'en',
	`preferences` text NOT NULL DEFAULT ''
) ENGINE=INNODB CHARACTER SET utf8;
CREATE TABLE `identities` (
	`identity_id` int(10) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	`user_id` int(10) UNSIGNED NOT NULL DEFAULT '0',
	`del` tinyint(1) NOT NULL DEFAULT '0',
	`standard` tinyint(1) NOT NULL DEFAULT '0',
	`name` varchar(128) NOT NULL,
	`organization` varchar(128) NOT NULL,
	`email` varchar(128) NOT NULL,
	`reply-to` varchar(128) NOT NULL,
	`bcc` varchar(128) NOT NULL,
	`signature` text NOT NULL,
	`html_signature` tinyint(1) NOT NULL DEFAULT '0',
	CONSTRAINT `user_id_fk_identities` FOREIGN KEY (`user_id`) REFERENCES `users` (`user_id`)
) ENGINE=INNODB CHARACTER SET utf8;
CREATE TABLE `contacts` (
	`contact_id` int(10) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	`user_id` int(10) UNSIGNED NOT NULL DEFAULT '0',
	`changed` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`del` tinyint(1) NOT NULL DEFAULT '0',
	`name` varchar(128) NOT NULL,
	`email` varchar(128) NOT NULL,
	`firstname` varchar(128) NOT NULL,
	`surname` varchar(128) NOT NULL,
	`vcard` text,
	CONSTRAINT `user_id_fk_contacts` FOREIGN KEY (`user_id`) REFERENCES `users` (`user_id`)
) ENGINE=INNODB CHARACTER SET utf8;
CREATE TABLE `session` (
	`sess_id` varchar(40) NOT NULL PRIMARY KEY,
	`created` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`changed` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`ip` varchar(15) NOT NULL,
	`vars` text NOT NULL
) ENGINE=INNODB;
CREATE TABLE `cache` (
	`cache_id` int(10) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	`session_id` varchar(40),
	`user_id` int(10) UNSIGNED NOT NULL DEFAULT '0',
	`cache_key` varchar(128) NOT NULL,
	`created` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`data` longtext NOT NULL,
	KEY `cache_key` (`cache_key`),
	KEY `session_id` (`session_id`),
	CONSTRAINT `user_id_fk_cache` FOREIGN KEY (`user_id`) REFERENCES `users` (`user_id`)
) ENGINE=INNODB CHARACTER SET utf8;
CREATE TABLE `messages` (
	`message_id` int(11) UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
	`user_id` int(10) UNSIGNED NOT NULL DEFAULT '0',
	`cache_key` varchar(128) NOT NULL,
	`created` datetime NOT NULL DEFAULT '1000-01-01 00:00:00',
	`idx` int(11) UNSIGNED NOT NULL DEFAULT '0',
	`uid` int(11) UNSIGNED NOT NULL DEFAULT '0',
	KEY `idx` (`idx`),
	KEY `uid` (`uid`),
	CONSTRAINT `user_id_fk_messages` FOREIGN KEY (`user_id`) REFERENCES `users` (`user_id`)
) ENGINE=INNODB CHARACTER SET utf8;

INSERT INTO `users` VALUES
	(1, 'ada', 'mail.example', 'ada@mail.example', '2008-01-02 03:04:05', '2008-02-03 04:05:06', 'en_GB', ''),
	(2, 'emilie', 'mail.example', '', '2008-01-03 00:00:00', '1000-01-01 00:00:00', 'fr_FR', 'a:1:{s:1:";";b:1;}');
INSERT INTO `identities` VALUES
	(1, 1, 0, 1, 'Ada', 'Engines; and more', 'ada@mail.example', '', '', 'it''s me -- Ada # and \\ /* more */', 0);
INSERT INTO `contacts` VALUES
	(1, 1, '2008-01-04 00:00:00', 0, 'Emilie', 'emilie@mail.example', 'Emilie', '', 'BEGIN:VCARD\r\nEND:VCARD');
INSERT INTO `session` VALUES ('stays', '2008-01-05 00:00:00', '2008-01-05 00:00:00', '127.0.0.1', 'a "b" `c`');
INSERT INTO `cache` VALUES (1, 'stays', 1, 'gone after 2011092800', '2008-01-05 00:00:00', '');
INSERT INTO `messages` VALUES (1, 1, 'gone after 2008030300', '2008-01-05 00:00:00', 1, 1);

/*!40014 SET FOREIGN_KEY_CHECKS=1 */;
