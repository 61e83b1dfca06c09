package com.ovhi.outreach.preference.profile;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The zones of each state and territory of the United States. A state that several zones share says only that the
 * patient is in one of them.
 */
public final class StateZones {

    private static final String TABLE = """
            AL Alabama: America/Chicago
            AK Alaska: America/Anchorage America/Adak
            AZ Arizona: America/Phoenix America/Denver
            AR Arkansas: America/Chicago
            CA California: America/Los_Angeles
            CO Colorado: America/Denver
            CT Connecticut: America/New_York
            DE Delaware: America/New_York
            DC District of Columbia: America/New_York
            FL Florida: America/New_York America/Chicago
            GA Georgia: America/New_York
            HI Hawaii: Pacific/Honolulu
            ID Idaho: America/Boise America/Los_Angeles
            IL Illinois: America/Chicago
            IN Indiana: America/Indiana/Indianapolis America/Chicago
            IA Iowa: America/Chicago
            KS Kansas: America/Chicago America/Denver
            KY Kentucky: America/New_York America/Chicago
            LA Louisiana: America/Chicago
            ME Maine: America/New_York
            MD Maryland: America/New_York
            MA Massachusetts: America/New_York
            MI Michigan: America/Detroit America/Menominee
            MN Minnesota: America/Chicago
            MS Mississippi: America/Chicago
            MO Missouri: America/Chicago
            MT Montana: America/Denver
            NE Nebraska: America/Chicago America/Denver
            NV Nevada: America/Los_Angeles America/Denver
            NH New Hampshire: America/New_York
            NJ New Jersey: America/New_York
            NM New Mexico: America/Denver
            NY New York: America/New_York
            NC North Carolina: America/New_York
            ND North Dakota: America/Chicago America/Denver
            OH Ohio: America/New_York
            OK Oklahoma: America/Chicago
            OR Oregon: America/Los_Angeles America/Boise
            PA Pennsylvania: America/New_York
            RI Rhode Island: America/New_York
            SC South Carolina: America/New_York
            SD South Dakota: America/Chicago America/Denver
            TN Tennessee: America/New_York America/Chicago
            TX Texas: America/Chicago America/Denver
            UT Utah: America/Denver
            VT Vermont: America/New_York
            VA Virginia: America/New_York
            WA Washington: America/Los_Angeles
            WV West Virginia: America/New_York
            WI Wisconsin: America/Chicago
            WY Wyoming: America/Denver
            AS American Samoa: Pacific/Pago_Pago
            GU Guam: Pacific/Guam
            MP Northern Mariana Islands: Pacific/Saipan
            PR Puerto Rico: America/Puerto_Rico
            VI Virgin Islands: America/St_Thomas
            """;

    private static final Map<String, List<String>> ZONES = new HashMap<>();
    private static final Map<String, String> CODES = new HashMap<>();
    private static final Map<Clock, SortedSet<String>> BY_CLOCK = new HashMap<>();

    static {
        TABLE.lines().forEach(StateZones::read);
    }

    private StateZones() {}

    /** The zones of a state, named by its code or in full; empty when there is no such state. */
    public static List<String> of(@Nullable String state) {
        return state == null ? List.of() : ZONES.getOrDefault(key(state), List.of());
    }

    /** The two letters of a state named by its code or in full; empty when there is no such state. */
    public static Optional<String> code(String state) {
        return Optional.ofNullable(CODES.get(key(state)));
    }

    /**
     * The states and territories in which clocks show what they show in a zone, whatever its name; none when that is
     * nowhere in the United States.
     *
     * @param zone known to the time-zone database
     */
    public static Set<String> statesBy(String zone) {
        return Collections.unmodifiableSet(BY_CLOCK.getOrDefault(Clock.of(zone), Collections.emptySortedSet()));
    }

    private static void read(String line) {
        var colon = line.indexOf(": ");
        var code = line.substring(0, 2);
        var zones = List.of(line.substring(colon + 2).split(" ", -1));
        for (var name : List.of(code, line.substring(3, colon))) {
            ZONES.put(key(name), zones);
            CODES.put(key(name), code);
        }
        zones.forEach(zone ->
                BY_CLOCK.computeIfAbsent(Clock.of(zone), _ -> new TreeSet<>()).add(code));
    }

    private static String key(String state) {
        return state.strip().toLowerCase(Locale.ROOT);
    }

    /** What tells zones of today apart: their winter and their summer. */
    private record Clock(ZoneOffset winter, ZoneOffset summer) {

        private static final Instant WINTER = Instant.parse("2026-01-15T12:00:00Z");
        private static final Instant SUMMER = Instant.parse("2026-07-15T12:00:00Z");

        static Clock of(String zone) {
            var rules = ZoneId.of(zone).getRules();
            return new Clock(rules.getOffset(WINTER), rules.getOffset(SUMMER));
        }
    }
}
