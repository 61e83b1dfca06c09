package com.ovhi.outreach.channel.gateway;

import java.time.Instant;
import java.util.List;

/** A provider that can be asked what it has accepted. Thread-safe. */
public interface SentLookup {

    /**
     * Ids of accepted messages that have this recipient and this text, newest first.
     *
     * @param notBefore older ones are of no interest
     * @throws LookupFailed when the provider did not answer, which says nothing about the message
     */
    List<String> find(String address, String text, Instant notBefore) throws LookupFailed;

    /** The provider did not answer. Carries nothing of what was asked. */
    final class LookupFailed extends Exception {

        private static final long serialVersionUID = 1L;

        /** @param code why, from a closed vocabulary */
        public LookupFailed(String code) {
            super(code);
        }
    }
}
