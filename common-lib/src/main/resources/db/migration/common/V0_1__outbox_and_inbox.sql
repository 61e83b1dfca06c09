-- Events of this service, written in the transaction that made them true (see common-lib, package outbox).
CREATE TABLE outbox (
    seq BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    event_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    lane TINYINT NOT NULL,
    topic VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    event_key VARCHAR(100) NOT NULL,
    type VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    payload MEDIUMBLOB NULL,
    traceparent VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL,
    occurred_at TIMESTAMP(6) NOT NULL,
    sent TINYINT NOT NULL DEFAULT 0,
    sent_at TIMESTAMP(6) NULL,
    UNIQUE KEY uq_outbox_event (event_id),
    INDEX idx_outbox_sent_lane (sent, lane, seq),
    INDEX idx_outbox_sent_at (sent, sent_at),
    INDEX idx_outbox_occurred (occurred_at)
);

-- One row per relay lane; holding its lock is the right to send the lane.
CREATE TABLE outbox_lane (
    lane TINYINT NOT NULL PRIMARY KEY
);
INSERT INTO outbox_lane (lane) VALUES (0), (1), (2), (3), (4), (5), (6), (7);

-- Events this service has handled.
CREATE TABLE inbox (
    consumer VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    event_id VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    received_at TIMESTAMP(6) NOT NULL,
    PRIMARY KEY (consumer, event_id),
    INDEX idx_inbox_received (received_at)
);
