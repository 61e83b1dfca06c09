package com.ovhi.outreach.orchestrator.rules;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import java.time.Instant;
import java.util.Locale;

/**
 * A message a patient has got or will get.
 *
 * @param kind which allowance it is counted against
 * @param at when it was sent, or else shall be
 */
public record Contact(Channel channel, Kind kind, Instant at) {

    /** Each kind has an allowance of its own. */
    public enum Kind {
        URGENT,
        ROUTINE,
        MARKETING,
        /**
         * It says that what the patient was told of a visit is not so any more, or is a reminder that followed its record to
         * the one that stays, which may have its own that day.
         */
        CORRECTION,
        /** The reminder an organisation has ordered for some hours before a visit. */
        SHORTLY;

        /** Of a message without an allowance of its own. */
        public static Kind of(Purpose purpose, boolean urgent) {
            if (purpose.marketing()) {
                return MARKETING;
            }
            return urgent ? URGENT : ROUTINE;
        }

        /** The name in the database and for people. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The constant of a name.
         *
         * @throws IllegalArgumentException when there is none
         */
        public static Kind of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }
}
