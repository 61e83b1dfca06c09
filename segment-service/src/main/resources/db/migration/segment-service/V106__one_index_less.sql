-- Nobody looks for it: what is counted by outcome finds idx_step_executions_campaign_outcome_sent_ended_round.
ALTER TABLE step_executions DROP INDEX idx_step_executions_campaign_outcome;
