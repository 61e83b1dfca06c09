-- spoken_from: hash of the address from which the line was said, for replies and what providers report. START ends only a
-- STOP from the same address. Lines from before learn it from the reply or job they name; where that is not known, it
-- stays NULL, which no START ends: such a revocation is lifted by a request that staff or OVHI core records.
ALTER TABLE consent_ledger
    ADD COLUMN spoken_from CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
UPDATE consent_ledger l
JOIN handled_replies r ON r.inbound_id = CONVERT(SUBSTRING(l.evidence_ref, 9) USING ascii)
SET l.spoken_from = r.address_hash
WHERE l.source = 'reply' AND l.evidence_ref LIKE 'inbound/%';
UPDATE consent_ledger l
JOIN job_contacts j ON j.job_id = CONVERT(SUBSTRING(l.evidence_ref, 5) USING ascii) AND j.channel = l.channel
SET l.spoken_from = j.address_hash
WHERE l.source = 'provider' AND l.evidence_ref LIKE 'job/%';
