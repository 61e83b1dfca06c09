package com.ovhi.outreach.webhook.sendgrid;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.webhook.notice.StatusVocabulary;
import com.ovhi.outreach.webhook.notice.StatusWord;
import com.ovhi.outreach.webhook.notice.StatusWord.Step;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events of the Event Webhook. */
@Component
final class SendGridVocabulary implements StatusVocabulary {

    private static final Pattern ENHANCED_STATUS = Pattern.compile("[45]\\.\\d{1,3}\\.\\d{1,3}");

    /** Our codes for the reasons of dropped messages. */
    private static final Map<String, String> DROPS = Map.of(
            "unsubscribed address", "unsubscribed",
            "spam reporting address", "spam-reporting",
            "bounced address", "bounced-before",
            "invalid", "invalid-address",
            "spam content", "spam-content",
            "spam content (if spam checker app enabled)", "spam-content",
            "invalid smtpapi header", "invalid-header",
            "recipient list over package quota", "over-quota");

    private final CodeBook codes;

    SendGridVocabulary(CodeBook codes) {
        this.codes = codes;
    }

    @Override
    public Provider provider() {
        return Provider.SENDGRID;
    }

    @Override
    public StatusWord meaning(String word, Particulars particulars) {
        return switch (word) {
            case "processed" -> Step.of(DeliveryState.ACCEPTED);
            case "delivered" -> Step.of(DeliveryState.DELIVERED);
            case "bounce" -> bounce(particulars);
            case "blocked" -> blocked();
            case "dropped" -> drop(particulars.get("reason"));
            case "open" ->
                new Step(DeliveryState.OPENED, null, null, "true".equals(particulars.get("sg_machine_open")));
            case "click" -> new Step(DeliveryState.CLICKED, null, null, Scanners.knows(particulars.get("useragent")));
            case "spamreport" -> Step.of(DeliveryState.COMPLAINED);
            case "unsubscribe", "group_unsubscribe" -> Step.of(DeliveryState.UNSUBSCRIBED);
            case "deferred", "group_resubscribe", "account_status_change" -> new StatusWord.Silent(word);
            default -> new StatusWord.Strange(word);
        };
    }

    private StatusWord bounce(Particulars particulars) {
        if ("blocked".equals(particulars.get("type"))) {
            return blocked();
        }
        var status = particulars.get("status");
        var code = status != null && ENHANCED_STATUS.matcher(status).matches() ? status : "bounce";
        return failed(DeliveryState.BOUNCED, code);
    }

    /** Refused for now, by policy or reputation: the address itself is good and must not be suppressed. */
    private StatusWord blocked() {
        return failed(DeliveryState.FAILED, "blocked");
    }

    private StatusWord drop(@Nullable String reason) {
        var code = reason == null ? null : DROPS.get(reason.strip().toLowerCase(Locale.ROOT));
        return failed(DeliveryState.FAILED, code == null ? "dropped" : code);
    }

    private StatusWord failed(DeliveryState state, String code) {
        return Step.failed(state, codes.read(Provider.SENDGRID, code).failureClass(), code);
    }
}
