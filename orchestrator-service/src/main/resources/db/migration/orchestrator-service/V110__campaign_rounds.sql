-- The round a campaign is in, as far as it is known here: what is asked for in its name without a round belongs to it.
ALTER TABLE campaign_holds ADD COLUMN current_round INT NOT NULL DEFAULT 0;

-- Only campaigns that go on after a pause ask for anything in a later round.
UPDATE campaign_holds SET current_round = COALESCE(
    (SELECT MAX(contact.round) FROM campaign_contacts contact WHERE contact.campaign_id = campaign_holds.campaign_id), 0);
