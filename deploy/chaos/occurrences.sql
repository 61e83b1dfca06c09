-- What a chaos run must have brought about, or its invariants would hold for want of anything that could violate them: each
-- a query that counts how often it happened. The form is that of invariants.sql.

-- jobs accepted by a provider
SELECT COUNT(*) FROM ovhi_channel.send_intents WHERE state = 'accepted';

-- attempts nobody knew about at first, which were settled
SELECT COUNT(*) FROM ovhi_channel.send_intents WHERE unknown_at IS NOT NULL AND state IN ('accepted', 'not_sent');

-- attempts that definitely failed and were made again
SELECT COUNT(*) FROM ovhi_channel.send_intents failed
WHERE failed.state = 'not_sent' AND failed.failure_class = 'retry'
  AND EXISTS (SELECT 1 FROM ovhi_channel.send_intents next WHERE next.job_id = failed.job_id AND next.seq > failed.seq);

-- attempts a provider turned away since there were too many
SELECT COUNT(*) FROM ovhi_channel.send_intents WHERE state = 'not_sent' AND failure_class = 'throttle';

-- jobs that waited while the circuit of a provider was open
SELECT COUNT(*) FROM ovhi_scheduler.due_queue WHERE parked_since IS NOT NULL;

-- opt-outs the send gate was told of
SELECT COUNT(*) FROM ovhi_channel.permission_changes WHERE transactional = 0 OR suppression <> 'none';

-- messages that told several patients behind one telephone together
SELECT COUNT(DISTINCT attempt.job_id) FROM ovhi_orchestrator.household_members member
JOIN ovhi_channel.send_intents attempt ON attempt.job_id = member.job_id AND attempt.state = 'accepted';

-- notices that the portal has something to tell
SELECT COUNT(*) FROM ovhi_orchestrator.comm_jobs job
JOIN ovhi_channel.send_intents attempt ON attempt.job_id = job.id AND attempt.state = 'accepted'
WHERE job.is_discreet;

-- corrections of what a patient had been told
SELECT COUNT(*) FROM ovhi_orchestrator.comm_jobs job
JOIN ovhi_channel.send_intents attempt ON attempt.job_id = job.id AND attempt.state = 'accepted'
WHERE job.allowance = 'correction';

-- links into the portal that were used
SELECT COUNT(*) FROM ovhi_template.portal_links WHERE redeemed_at IS NOT NULL;
