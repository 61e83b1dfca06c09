package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.ovhi.outreach.common.contract.MessageContent;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.ClickTrackingSetting;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import com.sendgrid.helpers.mail.objects.GoogleAnalyticsSetting;
import com.sendgrid.helpers.mail.objects.OpenTrackingSetting;
import com.sendgrid.helpers.mail.objects.Personalization;
import com.sendgrid.helpers.mail.objects.SubscriptionTrackingSetting;
import com.sendgrid.helpers.mail.objects.TrackingSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a message as SendGrid wants it: one recipient, ids only outside of the text, links left alone. */
final class SendGridMail {

    private static final Pattern MESSAGE_ID = Pattern.compile("[\\x21-\\x7e&&[^<>]]{3,250}");

    private final SendGridProperties properties;

    SendGridMail(SendGridProperties properties) {
        this.properties = properties;
    }

    String json(OutboundMessage message, String subject, String unsubscribeUrl) throws IOException {
        var content = message.content();
        var mail = new Mail();
        mail.setFrom(new Email(properties.fromAddress(), content.senderName()));
        mail.setSubject(subject);
        mail.addPersonalization(recipient(message));
        mail.addContent(new Content("text/plain", content.text()));
        var html = content.html();
        if (html != null && !html.isBlank()) {
            mail.addContent(new Content("text/html", html));
        }
        replyTo(message).ifPresent(address -> mail.setReplyTo(new Email(address)));
        headers(message, unsubscribeUrl).forEach(mail::addHeader);
        thread(content).forEach(mail::addHeader);
        mail.addCategory(message.marketing() ? "class:marketing" : "class:transactional");
        mail.setTrackingSettings(tracking(message));
        return mail.build();
    }

    /**
     * A list has a way out of it; a letter that answers one is on no list. What a machine answers says so (RFC 3834), so
     * that the machine at the other end, if there is one, does not answer again.
     */
    private Map<String, String> headers(OutboundMessage message, String unsubscribeUrl) {
        return switch (message.nature()) {
            case OUTREACH ->
                Map.of(
                        "List-Unsubscribe",
                        unsubscribe(unsubscribeUrl),
                        "List-Unsubscribe-Post",
                        "List-Unsubscribe=One-Click");
            case AUTOMATIC_ANSWER -> Map.of("Auto-Submitted", "auto-replied", "X-Auto-Response-Suppress", "All");
            case PERSONAL_ANSWER -> Map.of();
        };
    }

    /** So that mail programs show an answer beneath what it answers. What is no Message-ID cannot become a header. */
    private static Map<String, String> thread(MessageContent content) {
        var answered = content.inReplyTo();
        return answered == null || !MESSAGE_ID.matcher(answered).matches()
                ? Map.of()
                : Map.of("In-Reply-To", "<" + answered + ">", "References", "<" + answered + ">");
    }

    /** An address that tells which message is answered and nothing else, or the one that is given for all. */
    private Optional<String> replyTo(OutboundMessage message) {
        return given(properties.replyDomain())
                .map(domain -> "reply+" + message.jobId().toString().replace("-", "") + "@" + domain)
                .or(() -> given(properties.replyTo()));
    }

    private static Optional<String> given(@Nullable String setting) {
        return Optional.ofNullable(setting).map(String::strip).filter(text -> !text.isEmpty());
    }

    private String unsubscribe(String url) {
        var address = properties.unsubscribeAddress();
        return "<" + url + ">" + (address == null || address.isBlank() ? "" : ", <mailto:" + address + ">");
    }

    private static Personalization recipient(OutboundMessage message) {
        var recipient = new Personalization();
        recipient.addTo(new Email(message.content().address()));
        recipient.addCustomArg("job_id", message.jobId().toString());
        recipient.addCustomArg("attempt", Integer.toString(message.attempt()));
        return recipient;
    }

    /**
     * Clicks would lead the patient through SendGrid, its own unsubscribe links would bypass our consents, and
     * campaign parameters would tell others where the patient came from. Opens are left to the account's setting, but
     * who asked something is not watched reading the answer.
     */
    private static TrackingSettings tracking(OutboundMessage message) {
        var clicks = new ClickTrackingSetting();
        clicks.setEnable(false);
        clicks.setEnableText(false);
        var tracking = new TrackingSettings();
        tracking.setClickTrackingSetting(clicks);
        var subscriptions = new SubscriptionTrackingSetting();
        subscriptions.setEnable(false);
        tracking.setSubscriptionTrackingSetting(subscriptions);
        var analytics = new GoogleAnalyticsSetting();
        analytics.setEnable(false);
        tracking.setGoogleAnalyticsSetting(analytics);
        if (message.nature().answers()) {
            var opens = new OpenTrackingSetting();
            opens.setEnable(false);
            tracking.setOpenTrackingSetting(opens);
        }
        return tracking;
    }
}
