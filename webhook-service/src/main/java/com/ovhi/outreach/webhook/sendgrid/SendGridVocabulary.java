package com.ovhi.outreach.webhook.sendgrid;

import static com.ovhi.outreach.common.ids.FailureClass.CONFIG;
import static com.ovhi.outreach.common.ids.FailureClass.OPTOUT;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_ADDR;
import static com.ovhi.outreach.common.ids.FailureClass.PERM_MSG;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Provider;
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

    private static final Pattern ENHANCED_STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    private static final Map<String, Step> DROPS = Map.of(
            "unsubscribed address", dropped("unsubscribed", OPTOUT),
            "spam reporting address", dropped("spam-reporting", OPTOUT),
            "bounced address", dropped("bounced-before", PERM_ADDR),
            "invalid", dropped("invalid-address", PERM_ADDR),
            "spam content", dropped("spam-content", PERM_MSG),
            "spam content (if spam checker app enabled)", dropped("spam-content", PERM_MSG),
            "invalid smtpapi header", dropped("invalid-header", PERM_MSG),
            "recipient list over package quota", dropped("over-quota", CONFIG));

    private static Step dropped(String code, com.ovhi.outreach.common.ids.FailureClass failureClass) {
        return Step.failed(DeliveryState.FAILED, failureClass, code);
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
            case "click" -> Step.of(DeliveryState.CLICKED);
            case "spamreport" -> Step.of(DeliveryState.COMPLAINED);
            case "unsubscribe", "group_unsubscribe" -> Step.of(DeliveryState.UNSUBSCRIBED);
            case "deferred", "group_resubscribe", "account_status_change" -> new StatusWord.Silent(word);
            default -> new StatusWord.Strange(word);
        };
    }

    private static StatusWord bounce(Particulars particulars) {
        if ("blocked".equals(particulars.get("type"))) {
            return blocked();
        }
        var status = particulars.get("status");
        var code = status != null && ENHANCED_STATUS.matcher(status).matches() ? status : "bounce";
        return Step.failed(DeliveryState.BOUNCED, PERM_ADDR, code);
    }

    /** Refused for now, by policy or reputation: the address itself is good and must not be suppressed. */
    private static StatusWord blocked() {
        return Step.failed(DeliveryState.FAILED, PERM_MSG, "blocked");
    }

    private static StatusWord drop(@Nullable String reason) {
        var known = reason == null ? null : DROPS.get(reason.strip().toLowerCase(Locale.ROOT));
        return known == null ? Step.failed(DeliveryState.FAILED, PERM_MSG, "dropped") : known;
    }
}
