-- What is known of a job: what its counts can be grouped by, and what became of its visit. Patients and visits appear under
-- keyed hashes only. A row without channel belongs to a job that is not known yet; 0, -1 and '' mean none or not known.
ALTER TABLE stat_jobs
    ALTER COLUMN organization_id SET DEFAULT 0,
    ALTER COLUMN provider_id SET DEFAULT 0,
    ALTER COLUMN channel SET DEFAULT '',
    ALTER COLUMN purpose SET DEFAULT '',
    ADD COLUMN campaign_id BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN campaign_version INT NOT NULL DEFAULT 0,
    ADD COLUMN step INT NOT NULL DEFAULT -1,
    ADD COLUMN experiment_id BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN variant VARCHAR(64) NOT NULL DEFAULT '',
    ADD COLUMN template_id BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN template_version INT NOT NULL DEFAULT 0,
    ADD COLUMN language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN segments INT NULL,
    ADD COLUMN wording_at TIMESTAMP(6) NULL,
    ADD COLUMN patient_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN visit_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN visit_outcome VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD COLUMN visit_at TIMESTAMP(6) NULL,
    ADD COLUMN slice CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    ADD INDEX idx_stat_jobs_visit (visit_key),
    ADD INDEX idx_stat_jobs_experiment (experiment_id, patient_key);

-- Facts of jobs not known yet take the place of waiting_signals; organization_id is then what the signal said, 0 if nothing.
-- waiting_signals and recount_lock are of no use from now on and stay for the version before; the next one drops them.
INSERT IGNORE INTO stat_jobs (job_id) SELECT job_id FROM waiting_signals;
INSERT IGNORE INTO job_milestones
    (job_id, milestone, organization_id, provider_id, channel, purpose, stat_date, occurred_at)
    SELECT job_id, 'unsubscribed', 0, 0, '', '', DATE(occurred_at), occurred_at FROM waiting_signals;
DELETE FROM waiting_signals;

ALTER TABLE comm_stats
    ADD COLUMN confirmed_count INT NOT NULL DEFAULT 0,
    ADD COLUMN kept_count INT NOT NULL DEFAULT 0,
    ADD COLUMN no_show_count INT NOT NULL DEFAULT 0,
    ADD COLUMN complained_count INT NOT NULL DEFAULT 0,
    ADD COLUMN machine_opened_count INT NOT NULL DEFAULT 0,
    ADD COLUMN machine_clicked_count INT NOT NULL DEFAULT 0;

-- Days of facts are days in counted_timezone; when timezone differs, they are about to be dated again.
ALTER TABLE organizations
    ADD COLUMN counted_timezone VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'UTC';
UPDATE organizations SET counted_timezone = timezone;
INSERT IGNORE INTO organizations (organization_id, timezone)
    SELECT DISTINCT organization_id, 'UTC' FROM job_milestones WHERE organization_id <> 0;

-- What became of the jobs planned on a day, per slice: all of them that share every other column.
CREATE TABLE funnel_daily (
    organization_id BIGINT NOT NULL,
    date DATE NOT NULL,
    slice CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    purpose VARCHAR(50) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    campaign_id BIGINT NOT NULL,
    campaign_version INT NOT NULL,
    step INT NOT NULL,
    experiment_id BIGINT NOT NULL,
    variant VARCHAR(64) NOT NULL,
    template_id BIGINT NOT NULL,
    template_version INT NOT NULL,
    language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    scheduled_count INT NOT NULL DEFAULT 0,
    sent_count INT NOT NULL DEFAULT 0,
    delivered_count INT NOT NULL DEFAULT 0,
    opened_count INT NOT NULL DEFAULT 0,
    clicked_count INT NOT NULL DEFAULT 0,
    replied_count INT NOT NULL DEFAULT 0,
    confirmed_count INT NOT NULL DEFAULT 0,
    kept_count INT NOT NULL DEFAULT 0,
    no_show_count INT NOT NULL DEFAULT 0,
    bounced_count INT NOT NULL DEFAULT 0,
    failed_count INT NOT NULL DEFAULT 0,
    expired_count INT NOT NULL DEFAULT 0,
    cancelled_count INT NOT NULL DEFAULT 0,
    unsubscribed_count INT NOT NULL DEFAULT 0,
    complained_count INT NOT NULL DEFAULT 0,
    machine_opened_count INT NOT NULL DEFAULT 0,
    machine_clicked_count INT NOT NULL DEFAULT 0,
    segments_sum BIGINT NOT NULL DEFAULT 0,
    segments_unknown INT NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, date, slice)
);

-- Slices of jobs that came before this version; Traits.slice() computes the same.
UPDATE stat_jobs
    SET slice = MD5(CONCAT_WS('|', channel, purpose, campaign_id, campaign_version, step, experiment_id, template_id,
        template_version, language, variant))
    WHERE channel <> '';
INSERT INTO funnel_daily
    (organization_id, date, slice, channel, purpose, campaign_id, campaign_version, step, experiment_id, variant,
        template_id, template_version, language, scheduled_count, sent_count, delivered_count, opened_count,
        clicked_count, replied_count, bounced_count, failed_count, expired_count, cancelled_count, unsubscribed_count,
        segments_sum, segments_unknown)
    SELECT planned.organization_id, planned.stat_date, job.slice, job.channel, job.purpose, job.campaign_id,
        job.campaign_version, job.step, job.experiment_id, job.variant, job.template_id, job.template_version,
        job.language, SUM(fact.milestone = 'scheduled'), SUM(fact.milestone = 'sent'),
        SUM(fact.milestone = 'delivered'), SUM(fact.milestone = 'opened'), SUM(fact.milestone = 'clicked'),
        SUM(fact.milestone = 'replied'), SUM(fact.milestone = 'bounced'), SUM(fact.milestone = 'failed'),
        SUM(fact.milestone = 'expired'), SUM(fact.milestone = 'cancelled'), SUM(fact.milestone = 'unsubscribed'),
        0, SUM(fact.milestone = 'sent')
    FROM job_milestones planned
    JOIN stat_jobs job ON job.job_id = planned.job_id
    JOIN job_milestones fact ON fact.job_id = planned.job_id
    WHERE planned.milestone = 'scheduled'
    GROUP BY planned.organization_id, planned.stat_date, job.slice, job.channel, job.purpose, job.campaign_id,
        job.campaign_version, job.step, job.experiment_id, job.variant, job.template_id, job.template_version,
        job.language;

-- Visits under keyed hashes, and how they ended: the highest version counts.
CREATE TABLE visits (
    visit_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    organization_id BIGINT NOT NULL DEFAULT 0,
    patient_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    version INT NOT NULL DEFAULT -1,
    outcome VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
    outcome_at TIMESTAMP(6) NULL,
    INDEX idx_visits_patient (patient_key, outcome, outcome_at)
);

-- What each state of a patient's preferences allowed (a bit per channel, and per channel for marketing), under a keyed hash.
CREATE TABLE permission_states (
    patient_key CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL,
    organization_id BIGINT NOT NULL,
    allowed SMALLINT NOT NULL,
    changed_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (patient_key, version),
    INDEX idx_permission_states_organization (organization_id, changed_at)
);
