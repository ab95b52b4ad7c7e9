"""The journal's tables in SQLite: one script per version, run in order."""

# A nonce goes by its time once it is loose; one that a message holds on to costs no second index.
# Rows are inserted through the view `incoming`: its trigger spreads a row over the tables, so that
# however many rows make one statement, and Python's threads change over once for all of them.
_FIRST = """
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    received_at INTEGER NOT NULL,
    unmatched INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    rule_set TEXT NOT NULL,
    keys TEXT NOT NULL,
    body TEXT NOT NULL,
    xml BLOB NOT NULL
) STRICT;
CREATE INDEX messages_by_time ON messages (received_at, id, unmatched, sent, segments);
CREATE INDEX messages_unmatched ON messages (received_at, id) WHERE unmatched = 1;
CREATE INDEX messages_by_rule_set ON messages (rule_set);
CREATE TABLE message_numbers (
    number TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    message INTEGER NOT NULL,
    PRIMARY KEY (number, received_at, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE message_rules (
    rule TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    message INTEGER NOT NULL,
    fired INTEGER NOT NULL,
    PRIMARY KEY (rule, received_at, message)
) STRICT, WITHOUT ROWID;
CREATE TABLE nonces (
    nonce TEXT NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    bound_at INTEGER NOT NULL,
    loose INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX nonces_by_time ON nonces (bound_at) WHERE loose = 1;
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    message_uuid TEXT NOT NULL,
    outbound_uuid TEXT NOT NULL,
    status TEXT NOT NULL,
    sequence INTEGER,
    failed INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX reports_by_message ON reports (message_uuid);
CREATE INDEX reports_by_time ON reports (received_at);
CREATE INDEX reports_failed ON reports (message_uuid) WHERE failed = 1;
CREATE TABLE rule_set_files (
    rule_set TEXT NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    problem TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (rule_set, place)
) STRICT, WITHOUT ROWID;
CREATE VIEW incoming (
    uuid, received_at, unmatched, sent, segments, rule_set, keys, body, xml, fingerprint
) AS SELECT '', 0, 0, 0, 0, '', '{}', '', x'', x'' WHERE 0;
CREATE TRIGGER message_comes_in INSTEAD OF INSERT ON incoming BEGIN
    INSERT INTO messages (uuid, received_at, unmatched, sent, segments, rule_set, keys, body, xml)
    VALUES (NEW.uuid, NEW.received_at, NEW.unmatched, NEW.sent, NEW.segments, NEW.rule_set,
            NEW.keys, NEW.body, NEW.xml);
    INSERT INTO message_numbers
    SELECT value, NEW.received_at, last_insert_rowid() FROM json_each(NEW.keys, '$.numbers');
    INSERT INTO message_rules
    SELECT key, NEW.received_at, last_insert_rowid(), value FROM json_each(NEW.keys, '$.rules');
    INSERT INTO nonces
    SELECT value, NEW.fingerprint, NEW.received_at, 0 FROM json_each(NEW.keys, '$.nonces');
END;
CREATE TRIGGER message_goes AFTER DELETE ON messages BEGIN
    DELETE FROM message_numbers
    WHERE received_at = OLD.received_at AND message = OLD.id
      AND number IN (SELECT value FROM json_each(OLD.keys, '$.numbers'));
    DELETE FROM message_rules
    WHERE received_at = OLD.received_at AND message = OLD.id
      AND rule IN (SELECT key FROM json_each(OLD.keys, '$.rules'));
    UPDATE nonces SET loose = 1
    WHERE nonce IN (SELECT value FROM json_each(OLD.keys, '$.nonces'));
    DELETE FROM reports WHERE message_uuid = OLD.uuid AND message_uuid <> '';
END;
"""

# A message knows whether one of its reports says that it failed: those are found by time, however
# many rows there are. A report may come before its message, which was spilled and is written later.
_FAILED = """
ALTER TABLE messages ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET failed = 1 WHERE uuid IN (SELECT message_uuid FROM reports WHERE failed = 1);
CREATE INDEX messages_failed ON messages (received_at, id) WHERE failed = 1;
CREATE TRIGGER message_was_reported AFTER INSERT ON messages
WHEN EXISTS (SELECT 1 FROM reports WHERE message_uuid = NEW.uuid AND failed = 1) BEGIN
    UPDATE messages SET failed = 1 WHERE id = NEW.id;
END;
CREATE TRIGGER report_comes_in AFTER INSERT ON reports WHEN NEW.failed = 1 BEGIN
    UPDATE messages SET failed = 1 WHERE uuid = NEW.message_uuid AND failed = 0;
END;
CREATE TRIGGER report_goes AFTER DELETE ON reports WHEN OLD.failed = 1 BEGIN
    UPDATE messages SET failed = 0 WHERE uuid = OLD.message_uuid AND NOT EXISTS
        (SELECT 1 FROM reports WHERE message_uuid = OLD.message_uuid AND failed = 1);
END;
"""

# When a set was last used says which files are to go; an index of every message's set, which said
# the same, cost each message a twentieth of its processor time.
_USED = """
CREATE TABLE rule_sets_used (
    rule_set TEXT NOT NULL PRIMARY KEY,
    used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO rule_sets_used SELECT rule_set, max(received_at) FROM messages GROUP BY rule_set;
INSERT OR IGNORE INTO rule_sets_used
SELECT rule_set, max(kept_at) FROM rule_set_files GROUP BY rule_set;
DROP INDEX messages_by_rule_set;
"""

# What counts is the last report of each message sent, by Plivo's own order: one that went wrong on
# the way may have arrived in the end.
_LATEST = """
CREATE VIEW failures AS
SELECT message_uuid FROM reports r WHERE r.failed = 1 AND NOT EXISTS (
    SELECT 1 FROM reports later
    WHERE later.message_uuid = r.message_uuid AND later.outbound_uuid = r.outbound_uuid
      AND (later.sequence IS NOT NULL, coalesce(later.sequence, 0), later.received_at, later.id)
        > (r.sequence IS NOT NULL, coalesce(r.sequence, 0), r.received_at, r.id)
);
UPDATE messages SET failed = 0
WHERE failed = 1 AND uuid NOT IN (SELECT message_uuid FROM failures);
DROP TRIGGER message_was_reported;
DROP TRIGGER report_comes_in;
DROP TRIGGER report_goes;
CREATE TRIGGER message_was_reported AFTER INSERT ON messages
WHEN EXISTS (SELECT 1 FROM failures WHERE message_uuid = NEW.uuid) BEGIN
    UPDATE messages SET failed = 1 WHERE id = NEW.id;
END;
CREATE TRIGGER report_comes_in AFTER INSERT ON reports BEGIN
    UPDATE messages SET failed = NOT failed WHERE uuid = NEW.message_uuid
      AND failed <> EXISTS (SELECT 1 FROM failures WHERE message_uuid = NEW.message_uuid);
END;
CREATE TRIGGER report_goes AFTER DELETE ON reports BEGIN
    UPDATE messages SET failed = NOT failed WHERE uuid = OLD.message_uuid
      AND failed <> EXISTS (SELECT 1 FROM failures WHERE message_uuid = OLD.message_uuid);
END;
"""

MIGRATIONS = (_FIRST, _FAILED, _USED, _LATEST)
"""From each version of the tables (PRAGMA user_version) to the next; 0 is an empty file."""
