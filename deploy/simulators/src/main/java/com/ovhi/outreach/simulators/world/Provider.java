package com.ovhi.outreach.simulators.world;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The providers this application stands in for. */
public enum Provider {
    SENDGRID,
    TWILIO,
    WHATSAPP;

    /** The name used in paths and file names. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a provider by the name used in paths. */
    public static Optional<Provider> ofSlug(String slug) {
        return Arrays.stream(values())
                .filter(provider -> provider.slug().equalsIgnoreCase(slug))
                .findFirst();
    }
}
