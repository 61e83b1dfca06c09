-- "Append-only" is enforced: whoever may only write rows can neither change nor delete one. Dropping a partition, as when
-- the six years are over, is no deletion of rows and still works. On MySQL with a binary log the account needs
-- log_bin_trust_function_creators=1 while this runs.
CREATE TRIGGER consent_ledger_no_update BEFORE UPDATE ON consent_ledger FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'consent_ledger is append-only';
CREATE TRIGGER consent_ledger_no_delete BEFORE DELETE ON consent_ledger FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'consent_ledger is append-only';
CREATE TRIGGER consent_wordings_no_update BEFORE UPDATE ON consent_wordings FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'consent_wordings is append-only';
CREATE TRIGGER consent_wordings_no_delete BEFORE DELETE ON consent_wordings FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'consent_wordings is append-only';
CREATE TRIGGER suppression_history_no_update BEFORE UPDATE ON suppression_history FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'suppression_history is append-only';
CREATE TRIGGER suppression_history_no_delete BEFORE DELETE ON suppression_history FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'suppression_history is append-only';
CREATE TRIGGER address_history_no_update BEFORE UPDATE ON address_history FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'address_history is append-only';
CREATE TRIGGER address_history_no_delete BEFORE DELETE ON address_history FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'address_history is append-only';
CREATE TRIGGER comm_audit_log_no_update BEFORE UPDATE ON comm_audit_log FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'comm_audit_log is append-only';
CREATE TRIGGER comm_audit_log_no_delete BEFORE DELETE ON comm_audit_log FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'comm_audit_log is append-only';
CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_checkpoints is append-only';
CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints FOR EACH ROW
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit_checkpoints is append-only';
