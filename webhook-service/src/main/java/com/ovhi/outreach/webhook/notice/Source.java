package com.ovhi.outreach.webhook.notice;

import com.ovhi.outreach.common.ids.Provider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which endpoint a request came in through; decides who can read it. */
public enum Source {
    SENDGRID_EVENTS(Provider.SENDGRID),
    SENDGRID_INBOUND(Provider.SENDGRID),
    TWILIO_STATUS(Provider.TWILIO),
    TWILIO_INBOUND(Provider.TWILIO),
    WHATSAPP(Provider.WHATSAPP),
    GENERIC_STATUS(null),
    GENERIC_INBOUND(null);

    private final @Nullable Provider provider;

    Source(@Nullable Provider provider) {
        this.provider = provider;
    }

    /** The name in metrics and in the spool. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Who posts there: a provider, or {@code generic} for whoever speaks the suite's own format. */
    public String party() {
        return provider == null ? "generic" : provider.code();
    }
}
