package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.phi.Masked;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A provider that can be asked what it has accepted. Thread-safe. */
public sealed interface SentLookup {

    /** Asked for one message at a time, which it knows by address and text. */
    non-sealed interface OneByOne extends SentLookup {

        /**
         * Ids of accepted messages that have this recipient and this text, newest first.
         *
         * @param notBefore older ones are of no interest
         * @throws LookupFailed when the provider did not answer, which says nothing about the message
         */
        List<String> find(String address, String text, Instant notBefore) throws LookupFailed;
    }

    /** Asked seldom and for many attempts at once, which it knows by what travelled with them. Its list may be late. */
    non-sealed interface Together extends SentLookup {

        /** How many attempts one question may name, beside a few witnesses. */
        int most();

        /** Whether it may be asked now. */
        boolean ready();

        /** Whether the provider has told us to wait, which may take longer than an attempt is looked for. */
        boolean turnsAway();

        /**
         * Which of these the provider lists.
         *
         * @param sought no two of the same address
         * @param witnesses accepted for sure: those that are listed show how far the list is
         * @throws LookupFailed when there was no answer to rely on, which says nothing about any of them
         */
        Findings find(List<Sought> sought, List<Witness> witnesses) throws LookupFailed;
    }

    /**
     * An attempt that is looked for. PHI.
     *
     * @param address that it was made to
     */
    record Sought(UUID jobId, int attempt, String address) {
        @Override
        public String toString() {
            return "Sought[" + Masked.MASK + "]";
        }
    }

    /**
     * An attempt that the provider has accepted.
     *
     * @param messageId the provider's, in the form callbacks use
     */
    record Witness(UUID jobId, int attempt, String messageId) {}

    /**
     * What a list has.
     *
     * @param accepted the provider's ids, in the form callbacks use, of those it has
     * @param shown the witnesses it has
     */
    record Findings(Map<Sought, String> accepted, Set<Witness> shown) {

        /** Takes its own copies. */
        public Findings {
            accepted = Map.copyOf(accepted);
            shown = Set.copyOf(shown);
        }
    }

    /** The provider did not answer. Carries nothing of what was asked. */
    final class LookupFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean refused;

        /** @param code why, from a closed vocabulary */
        public LookupFailed(String code) {
            this(code, false);
        }

        private LookupFailed(String code, boolean refused) {
            super(code);
            this.refused = refused;
        }

        /** We may not ask, or not so, which will be the same until somebody changes a setting. */
        public static LookupFailed refused() {
            return new LookupFailed("refused", true);
        }

        /** Whether asking again is of no use. */
        public boolean isRefused() {
            return refused;
        }
    }
}
