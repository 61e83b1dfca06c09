package com.ovhi.outreach.webhook.whatsapp;

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

/** The message statuses of the Cloud API. */
@Component
final class WhatsAppVocabulary implements StatusVocabulary {

    static final String ERROR_CODE = "error_code";

    private static final Pattern CODE = Pattern.compile("[0-9]{1,8}");

    private final CodeBook codes;

    WhatsAppVocabulary(CodeBook codes) {
        this.codes = codes;
    }

    @Override
    public Provider provider() {
        return Provider.WHATSAPP;
    }

    @Override
    public StatusWord meaning(String word, Particulars particulars) {
        return switch (word) {
            case "sent" -> Step.of(DeliveryState.SENT);
            case "delivered" -> Step.of(DeliveryState.DELIVERED);
            case "read", "played" -> Step.of(DeliveryState.OPENED);
            case "failed" -> failed(particulars.get(ERROR_CODE));
            case "deleted", "warning" -> new StatusWord.Silent(word);
            default -> new StatusWord.Strange(word);
        };
    }

    private StatusWord failed(@Nullable String code) {
        if (code == null || !CODE.matcher(code).matches()) {
            return Step.failed(DeliveryState.FAILED, FailureClass.PERM_MSG, "failed");
        }
        return Step.failed(
                DeliveryState.FAILED, codes.read(Provider.WHATSAPP, code).failureClass(), code);
    }
}
