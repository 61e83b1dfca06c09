-- "Wrong number, stop texting me" is two wishes in one message, and so is a wrong number that a person reads as an opt-out.
ALTER TABLE handled_replies DROP PRIMARY KEY, ADD PRIMARY KEY (inbound_id, intent);
