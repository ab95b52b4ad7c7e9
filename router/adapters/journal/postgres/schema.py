"""The journal's tables in PostgreSQL: one script per version, run in order."""

SCHEMA = "sms_router"

# uuids are compared byte by byte, so that those with one beginning stand together.
_FIRST = """
CREATE TABLE messages (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    uuid TEXT COLLATE "C" NOT NULL UNIQUE,
    received_at BIGINT NOT NULL,
    unmatched INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    segments INTEGER NOT NULL,
    rule_set TEXT NOT NULL,
    body TEXT NOT NULL,
    xml BYTEA NOT NULL
);
CREATE INDEX messages_by_time ON messages (received_at, id) INCLUDE (unmatched, sent, segments);
CREATE INDEX messages_unmatched ON messages (received_at, id) WHERE unmatched = 1;
CREATE INDEX messages_by_rule_set ON messages (rule_set);
CREATE TABLE message_numbers (
    number TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    message BIGINT NOT NULL REFERENCES messages ON DELETE CASCADE,
    PRIMARY KEY (number, received_at, message)
);
CREATE INDEX message_numbers_by_message ON message_numbers (message);
CREATE TABLE message_rules (
    rule TEXT COLLATE "C" NOT NULL,
    received_at BIGINT NOT NULL,
    message BIGINT NOT NULL REFERENCES messages ON DELETE CASCADE,
    fired INTEGER NOT NULL,
    PRIMARY KEY (rule, received_at, message)
);
CREATE INDEX message_rules_by_message ON message_rules (message);
CREATE TABLE nonces (
    nonce TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    fingerprint BYTEA NOT NULL,
    bound_at BIGINT NOT NULL,
    loose INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX nonces_by_time ON nonces (bound_at) WHERE loose = 1;
CREATE TABLE reports (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_uuid TEXT COLLATE "C" NOT NULL,
    outbound_uuid TEXT COLLATE "C" NOT NULL,
    status TEXT NOT NULL,
    sequence BIGINT,
    failed INTEGER NOT NULL,
    received_at BIGINT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX reports_by_message ON reports (message_uuid);
CREATE INDEX reports_by_time ON reports (received_at);
CREATE INDEX reports_failed ON reports (message_uuid) WHERE failed = 1;
CREATE TABLE rule_set_files (
    rule_set TEXT COLLATE "C" NOT NULL,
    place INTEGER NOT NULL,
    name TEXT NOT NULL,
    content BYTEA NOT NULL,
    problem TEXT NOT NULL,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (rule_set, place)
);
CREATE FUNCTION reports_go_too() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sms_router.reports WHERE message_uuid = OLD.uuid AND message_uuid <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER message_goes AFTER DELETE ON messages
FOR EACH ROW EXECUTE FUNCTION reports_go_too();
"""

# As in SQLite (sqlite/schema). Two routers may write a message and its report at the same
# moment, neither of which sees the other's: the lock makes the second look once the first is done.
_FAILED = """
ALTER TABLE messages ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET failed = 1 WHERE uuid IN (SELECT message_uuid FROM reports WHERE failed = 1);
CREATE INDEX messages_failed ON messages (received_at, id) WHERE failed = 1;
CREATE FUNCTION message_was_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.uuid, 0));
    IF EXISTS (SELECT 1 FROM sms_router.reports WHERE message_uuid = NEW.uuid AND failed = 1) THEN
        NEW.failed := 1;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER message_was_reported BEFORE INSERT ON messages
FOR EACH ROW EXECUTE FUNCTION message_was_reported();
CREATE FUNCTION report_comes_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.message_uuid, 0));
    UPDATE sms_router.messages SET failed = 1 WHERE uuid = NEW.message_uuid AND failed = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER report_comes_in AFTER INSERT ON reports
FOR EACH ROW WHEN (NEW.failed = 1) EXECUTE FUNCTION report_comes_in();
CREATE FUNCTION report_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE sms_router.messages SET failed = 0 WHERE uuid = OLD.message_uuid AND NOT EXISTS
        (SELECT 1 FROM sms_router.reports WHERE message_uuid = OLD.message_uuid AND failed = 1);
    RETURN NULL;
END $$;
CREATE TRIGGER report_goes AFTER DELETE ON reports
FOR EACH ROW WHEN (OLD.failed = 1) EXECUTE FUNCTION report_goes();
"""

# As in SQLite, too.
_USED = """
CREATE TABLE rule_sets_used (
    rule_set TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    used_at BIGINT NOT NULL
);
INSERT INTO rule_sets_used SELECT rule_set, max(received_at) FROM messages GROUP BY rule_set;
INSERT INTO rule_sets_used SELECT rule_set, max(kept_at) FROM rule_set_files GROUP BY rule_set
ON CONFLICT DO NOTHING;
DROP INDEX messages_by_rule_set;
"""

# As in SQLite, too; each report takes the lock now, since each may be the last word.
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
DROP TRIGGER report_comes_in ON reports;
DROP TRIGGER report_goes ON reports;
DROP FUNCTION report_comes_in();
DROP FUNCTION report_goes();
CREATE OR REPLACE FUNCTION message_was_reported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.uuid, 0));
    IF EXISTS (SELECT 1 FROM sms_router.failures WHERE message_uuid = NEW.uuid) THEN
        NEW.failed := 1;
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION reports_changed(uuid_of_message TEXT) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    now_failed INTEGER;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(uuid_of_message, 0));
    SELECT (count(*) > 0)::int INTO now_failed FROM sms_router.failures
    WHERE message_uuid = uuid_of_message;
    UPDATE sms_router.messages SET failed = now_failed
    WHERE uuid = uuid_of_message AND failed <> now_failed;
END $$;
CREATE FUNCTION report_comes_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sms_router.reports_changed(NEW.message_uuid);
    RETURN NULL;
END $$;
CREATE FUNCTION report_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM sms_router.reports_changed(OLD.message_uuid);
    RETURN NULL;
END $$;
CREATE TRIGGER report_comes_in AFTER INSERT ON reports
FOR EACH ROW WHEN (NEW.message_uuid <> '') EXECUTE FUNCTION report_comes_in();
CREATE TRIGGER report_goes AFTER DELETE ON reports
FOR EACH ROW WHEN (OLD.message_uuid <> '') EXECUTE FUNCTION report_goes();
"""

MIGRATIONS = (_FIRST, _FAILED, _USED, _LATEST)
"""From each version of the tables (schema_version.version) to the next; 0 is an empty schema."""
