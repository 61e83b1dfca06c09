package com.ovhi.outreach.simulators.patients;

import java.util.List;

/** What becomes of a message once the provider has it. */
public record Fate(Delivery delivery, List<Act> acts) {

    /** How it arrives. */
    public enum Delivery {
        ARRIVES,
        /** The address leads nowhere. */
        UNREACHABLE,
        /** Somebody on the way refuses it. */
        FILTERED
    }

    /** It arrives and nobody reacts. */
    public static final Fate SILENCE = new Fate(Delivery.ARRIVES, List.of());

    static Fate lost(Delivery delivery) {
        return new Fate(delivery, List.of());
    }
}
