-- What is due is found by state, channel and account (V125).
ALTER TABLE send_intents DROP INDEX idx_send_intents_look;
