package com.ovhi.outreach.segment.rule;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;

/** Patients for tests of rules, as of 2 March 2026. */
final class Patients {

    static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    private Patients() {}

    /** Speaks Spanish, is 67, was here in January, comes on 7 March, missed two visits, needs a refill on 8 March. */
    static Facts known() {
        return facts(Map.ofEntries(
                Map.entry("today", TODAY),
                Map.entry("organization_id", 16L),
                Map.entry("age", 67L),
                Map.entry("age_band", "65+"),
                Map.entry("language", "es"),
                Map.entry("state", "Arizona"),
                Map.entry("last_visit", LocalDate.of(2026, 1, 15)),
                Map.entry("next_visit", LocalDate.of(2026, 3, 7)),
                Map.entry("visit_count", 4L),
                Map.entry("no_show_count", 2L),
                Map.entry("no_shows_within.90", 1L),
                Map.entry("no_shows_within.365", 2L),
                Map.entry("refill_due", LocalDate.of(2026, 3, 8)),
                Map.entry("lab_ready", true),
                Map.entry("marketing_opt_in", true),
                Map.entry("marketing_sms", true),
                Map.entry("marketing_email", false),
                Map.entry("tags", Set.of("vip")),
                Map.entry("segments", Set.of(12L)),
                Map.entry("bucket.spring", 37L)));
    }

    /** Of whom nothing is known but that there is one. */
    static Facts unknown() {
        return facts(Map.ofEntries(
                Map.entry("today", TODAY),
                Map.entry("organization_id", 16L),
                Map.entry("visit_count", 0L),
                Map.entry("no_show_count", 0L),
                Map.entry("no_shows_within.90", 0L),
                Map.entry("no_shows_within.365", 0L),
                Map.entry("lab_ready", false),
                Map.entry("marketing_opt_in", false),
                Map.entry("marketing_sms", false),
                Map.entry("marketing_email", false),
                Map.entry("tags", Set.of()),
                Map.entry("segments", Set.of()),
                Map.entry("bucket.spring", 99L)));
    }

    private static Facts facts(Map<String, Object> values) {
        return (variable, argument) ->
                values.get(argument.isEmpty() ? variable.name() : variable.name() + "." + argument);
    }
}
