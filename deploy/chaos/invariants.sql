-- What must hold in the databases after any fault, each a query whose rows are violations: ids in the first column, never
-- PHI. The numbers are those of the suite's list of invariants; what needs the providers' ledgers, the feed or the logs
-- (I1, I2, I4, I6, I13, I17, I20) is checked by the invariants beside these. A statement ends with a semicolon, the
-- comment in front of it is its name. Those marked "at any time" hold in every moment, also while things are on their way; the
-- others when all has calmed down. All of them run on MySQL and MariaDB.

-- I3 each job has ended, is in the queue or under review
SELECT job.id FROM ovhi_orchestrator.comm_jobs job
WHERE job.status IN ('queued', 'processing')
  AND NOT EXISTS (SELECT 1 FROM ovhi_scheduler.due_queue queued WHERE queued.job_id = job.id AND queued.state <> 'ended')
  AND NOT EXISTS (SELECT 1 FROM ovhi_channel.send_intents intent
                  WHERE intent.job_id = job.id AND intent.state IN ('unknown', 'review'));

-- I2 no order is unanswered for longer than it takes to give it again
SELECT job_id FROM ovhi_scheduler.due_queue
WHERE state = 'dispatched' AND reason IS NULL AND reordered > 3;

-- I5 no attempt was opened after the permission for it was withdrawn
-- at any time
SELECT intent.id FROM ovhi_channel.send_intents intent
JOIN ovhi_channel.permission_changes latest
  ON latest.patient_id = intent.patient_id AND latest.channel = intent.channel
 AND latest.last_intent_seq < intent.seq
WHERE (latest.suppression = 'all'
       OR intent.purpose = 'campaign_education' AND (latest.marketing = 0 OR latest.suppression <> 'none')
       OR intent.purpose <> 'campaign_education' AND latest.transactional = 0)
  AND NOT EXISTS (SELECT 1 FROM ovhi_channel.permission_changes later
                  WHERE later.patient_id = latest.patient_id AND later.channel = latest.channel
                    AND later.id > latest.id AND later.last_intent_seq < intent.seq);

-- I7 no attempt is open for longer than any call can last
SELECT id FROM ovhi_channel.send_intents
WHERE state = 'open' AND opened_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE;

-- I7 an attempt nobody knows about is looked for, or under review
-- at any time
SELECT id FROM ovhi_channel.send_intents
WHERE state = 'unknown' AND (next_look_at IS NULL OR unknown_at < UTC_TIMESTAMP(6) - INTERVAL 24 HOUR);

-- I7 of a thousand attempts at most one is not known about
SELECT CONCAT(doubtful.attempts, ' of ', total.attempts)
FROM (SELECT COUNT(*) AS attempts FROM ovhi_channel.send_intents WHERE state IN ('unknown', 'review')) doubtful
JOIN (SELECT COUNT(*) AS attempts FROM ovhi_channel.send_intents) total
WHERE doubtful.attempts > 5 AND doubtful.attempts > 0.001 * total.attempts;

-- I8 at most one attempt of a contact slot is open, accepted or not known
-- at any time
SELECT slot_id FROM ovhi_channel.send_intents
WHERE state IN ('open', 'accepted', 'unknown', 'review') GROUP BY slot_id HAVING COUNT(*) > 1;

-- I8 no second channel of a slot was tried before the first had definitely failed
-- at any time
SELECT newer.id FROM ovhi_channel.send_intents newer
JOIN ovhi_channel.send_intents older
  ON older.slot_id = newer.slot_id AND older.seq < newer.seq AND older.channel <> newer.channel
WHERE older.state <> 'not_sent' OR older.settled_at > newer.opened_at;

-- I8 a slot is used if and only if an attempt of it was accepted
-- at any time
SELECT slot.slot_id FROM ovhi_channel.contact_slots slot
WHERE (slot.state = 'sent') <> EXISTS (SELECT 1 FROM ovhi_channel.send_intents intent
                                       WHERE intent.slot_id = slot.slot_id AND intent.state = 'accepted');

-- I8 a slot is held by an attempt that is not settled
-- at any time
SELECT slot.slot_id FROM ovhi_channel.contact_slots slot
LEFT JOIN ovhi_channel.send_intents intent ON intent.id = slot.open_attempt
WHERE slot.open_attempt IS NOT NULL AND (intent.id IS NULL OR intent.state IN ('accepted', 'not_sent'));

-- I8 no two attempts claim the same message of a provider
-- at any time
SELECT provider_message_id FROM ovhi_channel.send_intents
WHERE provider_message_id IS NOT NULL GROUP BY channel, provider_message_id HAVING COUNT(*) > 1;

-- I9 a later attempt of a job has a higher number
-- at any time
SELECT newer.id FROM ovhi_channel.send_intents newer
JOIN ovhi_channel.send_intents older ON older.job_id = newer.job_id AND older.seq < newer.seq
WHERE older.attempt >= newer.attempt;

-- I9 no attempt was opened after one of the same job was accepted
-- at any time
SELECT newer.id FROM ovhi_channel.send_intents newer
JOIN ovhi_channel.send_intents older ON older.job_id = newer.job_id AND older.seq < newer.seq
WHERE older.state = 'accepted' AND newer.opened_at > older.settled_at;

-- I10 what was accepted is known to have been sent
SELECT intent.id FROM ovhi_channel.send_intents intent
JOIN ovhi_orchestrator.comm_jobs job ON job.id = intent.job_id
WHERE intent.state = 'accepted'
  AND NOT EXISTS (SELECT 1 FROM ovhi_orchestrator.comm_job_milestones reached
                  WHERE reached.job_id = job.id AND reached.milestone = 'sent');

-- I12 no occasion has two jobs that were sent
-- at any time
SELECT MIN(slot.id) FROM ovhi_orchestrator.contact_slots slot
JOIN ovhi_channel.send_intents intent ON intent.job_id = slot.job_id AND intent.state = 'accepted'
GROUP BY slot.organization_id, slot.patient_id, slot.purpose, slot.occasion_key HAVING COUNT(DISTINCT intent.id) > 1;

-- I1 nobody a household's message told of was told by one of their own as well
SELECT member.member_job_id FROM ovhi_orchestrator.household_members member
JOIN ovhi_channel.send_intents own ON own.job_id = member.member_job_id AND own.state = 'accepted'
JOIN ovhi_channel.send_intents together ON together.job_id = member.job_id AND together.state = 'accepted';

-- I14 no job was tried more than six times
-- what a provider turned away unread (429) waits for its turn, however often, and uses up no retry
-- at any time
SELECT job_id FROM ovhi_channel.send_intents
WHERE state <> 'not_sent' OR COALESCE(failure_class, '') NOT IN ('parked', 'throttle')
   OR failure_code = 'account-refused'
GROUP BY job_id HAVING COUNT(*) > 6;

-- I15 no attempt was opened after its job was called off
-- at any time
SELECT intent.id FROM ovhi_channel.send_intents intent
JOIN ovhi_channel.withdrawn_jobs withdrawn ON withdrawn.job_id = intent.job_id
WHERE intent.opened_at > withdrawn.withdrawn_at + INTERVAL 1 SECOND;

-- I16 each settled attempt is in the audit log
SELECT intent.id FROM ovhi_channel.send_intents intent
WHERE intent.state IN ('accepted', 'not_sent')
  AND NOT EXISTS (SELECT 1 FROM ovhi_preference.comm_audit_log entry
                  WHERE entry.organization_id = intent.organization_id AND entry.patient_id = intent.patient_id
                    AND entry.action = 'send'
                    AND JSON_UNQUOTE(JSON_EXTRACT(entry.details, '$.intent_id')) = intent.id);

-- I16 the audit log of an organisation has no gap
-- at any time
SELECT organization_id FROM ovhi_preference.comm_audit_log
GROUP BY organization_id HAVING COUNT(*) <> MAX(seq) OR MIN(seq) <> 1;

-- I18 an attempt belongs to the organisation of its job
-- at any time
SELECT intent.id FROM ovhi_channel.send_intents intent
JOIN ovhi_orchestrator.comm_jobs job ON job.id = intent.job_id
WHERE intent.organization_id <> job.organization_id OR intent.patient_id <> job.patient_id;

-- I18 a place in the queue belongs to the organisation of its job
-- at any time
SELECT queued.job_id FROM ovhi_scheduler.due_queue queued
JOIN ovhi_orchestrator.comm_jobs job ON job.id = queued.job_id
WHERE queued.organization_id <> job.organization_id OR queued.patient_id <> job.patient_id;

-- I19 no link into the portal was used after it had ended
-- at any time
SELECT id FROM ovhi_template.portal_links
WHERE redeemed_at >= expires_at OR redeemed_at > revoked_at;

-- I2 no message was answered twice in the same way by a machine
-- at any time
SELECT MIN(id) FROM ovhi_channel.answers
WHERE state IN ('open', 'accepted', 'unknown') AND kind <> 'staff'
GROUP BY inbound_id, kind, channel HAVING COUNT(*) > 1;

-- I8 no answer claims a message of a provider that another answer or an attempt claims
-- at any time
SELECT MIN(claims.id) FROM
    (SELECT id, channel, provider_message_id FROM ovhi_channel.answers WHERE provider_message_id IS NOT NULL
     UNION ALL
     SELECT intent.id, intent.channel, intent.provider_message_id FROM ovhi_channel.send_intents intent
     JOIN ovhi_channel.answers answer
       ON answer.provider_message_id = intent.provider_message_id AND answer.channel = intent.channel) claims
GROUP BY claims.channel, claims.provider_message_id HAVING COUNT(*) > 1;

-- I5 nothing but help, an emergency's answer and a confirmation was opened for an address that had opted out
SELECT answer.id FROM ovhi_channel.answers answer
JOIN ovhi_channel.permission_changes latest
  ON latest.address_hash = answer.address_hash AND latest.channel = answer.channel
 AND (answer.patient_id IS NULL OR latest.patient_id = answer.patient_id)
 AND latest.changed_at < answer.opened_at - INTERVAL 1 SECOND
WHERE answer.kind NOT IN ('help', 'emergency', 'stop_confirmation') AND answer.state IN ('open', 'accepted', 'unknown')
  AND (latest.suppression = 'all' OR latest.transactional = 0)
  AND NOT EXISTS (SELECT 1 FROM ovhi_channel.permission_changes later
                  WHERE later.patient_id = latest.patient_id AND later.channel = latest.channel
                    AND later.id > latest.id AND later.changed_at < answer.opened_at + INTERVAL 1 SECOND);

-- I5 no answer passed its gate after its deadline
-- at any time
SELECT id FROM ovhi_channel.answers WHERE passed_at >= deadline_at AND state IN ('open', 'accepted', 'unknown');

-- I5 no opt-out was confirmed twice: there was a START, or the address was open, between two confirmations
SELECT newer.id FROM ovhi_channel.answers newer
JOIN ovhi_channel.answers older
  ON older.address_hash = newer.address_hash AND older.channel = newer.channel AND older.seq < newer.seq
 AND older.kind = 'stop_confirmation' AND older.state IN ('open', 'accepted', 'unknown')
WHERE newer.kind = 'stop_confirmation' AND newer.state IN ('open', 'accepted', 'unknown')
  AND NOT EXISTS (SELECT 1 FROM ovhi_channel.answers started
                  WHERE started.address_hash = newer.address_hash AND started.channel = newer.channel
                    AND started.kind = 'start_confirmation' AND started.asked_at > older.asked_at)
  AND NOT EXISTS (SELECT 1 FROM ovhi_channel.suppressions lifted
                  WHERE lifted.address_hash = newer.address_hash AND lifted.channel = newer.channel
                    AND lifted.lifted_at > older.asked_at);

-- I7 no answer is open for longer than any call can last, or waits for longer than anybody waits for it
SELECT id FROM ovhi_channel.answers
WHERE state = 'open' AND opened_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE
   OR state = 'waiting' AND next_try_at < UTC_TIMESTAMP(6) - INTERVAL 10 MINUTE;

-- I13 no text of a settled answer is kept
-- at any time
SELECT id FROM ovhi_channel.answers WHERE content IS NOT NULL AND state NOT IN ('waiting', 'open');

-- I16 each settled answer is in the audit log
SELECT answer.id FROM ovhi_channel.answers answer
WHERE answer.state NOT IN ('waiting', 'open') AND answer.organization_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM ovhi_preference.comm_audit_log entry
                  WHERE entry.organization_id = answer.organization_id AND entry.action = 'send'
                    AND JSON_UNQUOTE(JSON_EXTRACT(entry.details, '$.answer_id')) = answer.id);
