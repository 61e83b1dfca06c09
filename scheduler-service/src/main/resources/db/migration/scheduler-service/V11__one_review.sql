-- Jobs that ran out of attempts are reviewed in the orchestrator, which knows what has become of them since.
DROP TABLE dlq_items;

UPDATE due_queue SET content = NULL WHERE state = 'ended' AND content IS NOT NULL;
