package com.ovhi.outreach.common.contract;

import com.ovhi.outreach.common.phi.Masked;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What travels sealed from the decision to the provider call. PHI. {@code address} is an e-mail address or an E.164 number; {@code text} the plain text of every channel; {@code html} and {@code subject} for e-mail only; {@code whatsapp} for WhatsApp only; {@code inReplyTo} for e-mails that answer one: its Message-ID without angle brackets, null for all others; {@code allowance} is what the send gate must see to, null for what is no outreach or was planned before it was told.
 */
public record MessageContent(
        String address,
        String addressHash,
        @Nullable String subject,
        String text,
        @Nullable String html,
        @Nullable WhatsAppTemplate whatsapp,
        String senderName,
        String language,
        @Nullable String inReplyTo,
        @Nullable ContactAllowance allowance) {

    /** What answers no e-mail. */
    public MessageContent(
            String address,
            String addressHash,
            @Nullable String subject,
            String text,
            @Nullable String html,
            @Nullable WhatsAppTemplate whatsapp,
            String senderName,
            String language) {
        this(address, addressHash, subject, text, html, whatsapp, senderName, language, null, null);
    }

    /** The same as an answer to an e-mail, or to something else if that is null. */
    public MessageContent answering(@Nullable String messageId) {
        return new MessageContent(
                address, addressHash, subject, text, html, whatsapp, senderName, language, messageId, allowance);
    }

    /** The same, counted among the contacts of its patient. */
    public MessageContent counted(ContactAllowance as) {
        return new MessageContent(
                address, addressHash, subject, text, html, whatsapp, senderName, language, inReplyTo, as);
    }

    @Override
    public String toString() {
        return "MessageContent[" + Masked.MASK + "]";
    }

    /**
     * A pre-approved template at Meta: its name, language code, body parameters in order and quick-reply payloads; {@code ttlSeconds} is how long Meta tries to deliver it, null when that was not said.
     */
    public record WhatsAppTemplate(
            String name,
            String languageCode,
            List<String> parameters,
            List<String> quickReplies,
            @Nullable Integer ttlSeconds) {

        /** A template of which it was not said how long Meta tries to deliver it. */
        public WhatsAppTemplate(String name, String languageCode, List<String> parameters, List<String> quickReplies) {
            this(name, languageCode, parameters, quickReplies, null);
        }
    }
}
