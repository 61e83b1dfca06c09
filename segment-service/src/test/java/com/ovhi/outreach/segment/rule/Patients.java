package com.ovhi.outreach.segment.rule;

import com.ovhi.outreach.common.ids.Channel;
import java.time.LocalDate;
import java.util.Set;

/** Patients for tests of rules, as of 2 March 2026. */
final class Patients {

    static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private Patients() {}

    /** Speaks Spanish, is 67, was here in January, comes on 7 March, missed two visits, needs a refill on 8 March. */
    static Facts known() {
        return new Facts(
                TODAY,
                16,
                67L,
                "es",
                "Arizona",
                LocalDate.of(2026, 1, 15),
                LocalDate.of(2026, 3, 7),
                4,
                2,
                1,
                LocalDate.of(2026, 3, 8),
                true,
                Set.of(Channel.SMS));
    }

    /** Of whom nothing is known but that there is one. */
    static Facts unknown() {
        return new Facts(TODAY, 16, null, null, null, null, null, 0, 0, 0, null, false, Set.of());
    }
}
