package com.ovhi.outreach.webhook.twilio;

import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.webhook.notice.StatusVocabulary;
import com.ovhi.outreach.webhook.notice.StatusWord;
import com.ovhi.outreach.webhook.notice.StatusWord.Step;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The message statuses of Twilio. */
@Component
final class TwilioVocabulary implements StatusVocabulary {

    private static final Pattern CODE = Pattern.compile("[0-9]{1,6}");
    private static final String VALIDITY_OVER = "30036";

    private final CodeBook codes;

    TwilioVocabulary(CodeBook codes) {
        this.codes = codes;
    }

    @Override
    public Provider provider() {
        return Provider.TWILIO;
    }

    @Override
    public StatusWord meaning(String word, Particulars particulars) {
        return switch (word) {
            case "queued", "accepted", "scheduled", "sending", "receiving", "received", "partially_delivered" ->
                new StatusWord.Silent(word);
            case "sent" -> Step.of(DeliveryState.SENT);
            case "delivered" -> Step.of(DeliveryState.DELIVERED);
            case "read" -> Step.of(DeliveryState.OPENED);
            case "failed", "undelivered" -> failed(word, code(particulars));
            case "canceled" -> Step.failed(DeliveryState.FAILED, FailureClass.PERM_MSG, word);
            default -> new StatusWord.Strange(word);
        };
    }

    private StatusWord failed(String word, @Nullable String code) {
        if (code == null) {
            return Step.failed(DeliveryState.FAILED, FailureClass.PERM_MSG, word);
        }
        if (code.equals(VALIDITY_OVER)) {
            return new Step(DeliveryState.EXPIRED, null, code, false);
        }
        return Step.failed(
                DeliveryState.FAILED, codes.read(Provider.TWILIO, code).failureClass(), code);
    }

    private static @Nullable String code(Particulars particulars) {
        var code = particulars.get("ErrorCode");
        var other = code == null ? particulars.get("error_code") : code;
        return other != null && CODE.matcher(other).matches() && !other.equals("0") ? other : null;
    }
}
