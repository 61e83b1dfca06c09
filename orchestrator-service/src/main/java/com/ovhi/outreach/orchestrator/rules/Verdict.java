package com.ovhi.outreach.orchestrator.rules;

import java.time.Instant;
import java.util.Map;

/** What a rule says. Inputs and reasons are numbers, instants and vocabulary, never PHI. */
public sealed interface Verdict {

    /** What it was based on. */
    Map<String, String> inputs();

    /** The rule has nothing against it. */
    record Allowed(Map<String, String> inputs) implements Verdict {

        /** Copies. */
        public Allowed {
            inputs = Map.copyOf(inputs);
        }
    }

    /** Not at the planned time, but then. */
    record Deferred(Instant until, String reason, Map<String, String> inputs) implements Verdict {

        /** Copies. */
        public Deferred {
            inputs = Map.copyOf(inputs);
        }
    }

    /** Not at all. */
    record Refused(String reason, Map<String, String> inputs) implements Verdict {

        /** Copies. */
        public Refused {
            inputs = Map.copyOf(inputs);
        }
    }

    /** Nothing against it, whatever the facts. */
    static Verdict allowed() {
        return new Allowed(Map.of());
    }

    /** Allowed, or refused for a reason. */
    static Verdict unless(boolean objection, String reason, Map<String, String> inputs) {
        return objection ? new Refused(reason, inputs) : new Allowed(inputs);
    }
}
