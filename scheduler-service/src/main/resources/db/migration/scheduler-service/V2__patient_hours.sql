-- Where a patient may be and when they rest, as preference-service says it now; jobs carry what held when they were planned.
CREATE TABLE patient_hours (
    patient_id BIGINT NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    hours VARCHAR(8000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
);
