-- How long Meta tries to deliver a message of the template (message_send_ttl_seconds); NULL: nobody has said so.
ALTER TABLE whatsapp_mappings ADD COLUMN ttl_seconds INT NULL;
