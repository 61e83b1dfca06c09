package com.ovhi.outreach.channel.sendgrid;

import com.ovhi.outreach.channel.gateway.OutboundMessage;
import com.sendgrid.helpers.mail.Mail;
import com.sendgrid.helpers.mail.objects.ClickTrackingSetting;
import com.sendgrid.helpers.mail.objects.Content;
import com.sendgrid.helpers.mail.objects.Email;
import com.sendgrid.helpers.mail.objects.Personalization;
import com.sendgrid.helpers.mail.objects.TrackingSettings;
import java.io.IOException;

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
        var replyTo = properties.replyTo();
        if (replyTo != null && !replyTo.isBlank()) {
            mail.setReplyTo(new Email(replyTo));
        }
        mail.addHeader("List-Unsubscribe", "<" + unsubscribeUrl + ">");
        mail.addHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        mail.addCategory(message.marketing() ? "class:marketing" : "class:transactional");
        mail.setTrackingSettings(noClickTracking());
        return mail.build();
    }

    private static Personalization recipient(OutboundMessage message) {
        var recipient = new Personalization();
        recipient.addTo(new Email(message.content().address()));
        recipient.addCustomArg("job_id", message.jobId().toString());
        recipient.addCustomArg("attempt", Integer.toString(message.attempt()));
        return recipient;
    }

    private static TrackingSettings noClickTracking() {
        var clicks = new ClickTrackingSetting();
        clicks.setEnable(false);
        clicks.setEnableText(false);
        var tracking = new TrackingSettings();
        tracking.setClickTrackingSetting(clicks);
        return tracking;
    }
}
