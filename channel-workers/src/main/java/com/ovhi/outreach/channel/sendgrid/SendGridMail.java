package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.ClickTrackingSetting;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import com.sendgrid.helpers.mail.objects.GoogleAnalyticsSetting;
import com.sendgrid.helpers.mail.objects.Personalization;
import com.sendgrid.helpers.mail.objects.SubscriptionTrackingSetting;
import com.sendgrid.helpers.mail.objects.TrackingSettings;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a message as SendGrid wants it: one recipient, ids only outside of the text, links left alone. */
final class SendGridMail {

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
        mail.addHeader("List-Unsubscribe", unsubscribe(unsubscribeUrl));
        mail.addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        mail.addCategory(message.marketing() ? "class:marketing" : "class:transactional");
        mail.setTrackingSettings(noTracking());
        return mail.build();
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
     * campaign parameters would tell others where the patient came from. Opens are left to the account's setting.
     */
    private static TrackingSettings noTracking() {
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
        return tracking;
    }
}
