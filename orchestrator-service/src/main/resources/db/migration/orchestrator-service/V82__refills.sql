-- When each prescription can be refilled, as core said last. Only requests for that date may become jobs.
CREATE TABLE refills (
    organization_id BIGINT NOT NULL,
    prescription_id BIGINT NOT NULL,
    due_on DATE NOT NULL,
    event_time TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (organization_id, prescription_id)
);

CREATE TABLE refill_requests (
    request_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    prescription_id BIGINT NOT NULL,
    due_on DATE NOT NULL,
    INDEX idx_refill_requests_due (due_on)
);
