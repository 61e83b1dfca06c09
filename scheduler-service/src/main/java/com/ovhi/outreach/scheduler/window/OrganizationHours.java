package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When an organisation wants its patients to be contacted, on the patient's clock. Immutable.
 *
 * @param routine by day of the week, a missing day is closed; null for the suite's own hours
 * @param marketing the same for marketing
 * @param closedDays on which nothing but urgent messages leaves
 */
public record OrganizationHours(
        @Nullable Map<DayOfWeek, Hours> routine, @Nullable Map<DayOfWeek, Hours> marketing, Set<LocalDate> closedDays) {

    /** An organisation that has not said anything. */
    public static final OrganizationHours NONE = new OrganizationHours(null, null, Set.of());

    /** Copies what it is given. */
    public OrganizationHours {
        routine = routine == null ? null : Map.copyOf(routine);
        marketing = marketing == null ? null : Map.copyOf(marketing);
        closedDays = Set.copyOf(closedDays);
    }

    /** The hours of a day, empty when it is closed; {@code suite} when the organisation has none of its own. */
    Optional<Hours> on(LocalDate day, boolean forMarketing, Optional<Hours> suite) {
        if (closedDays.contains(day)) {
            return Optional.empty();
        }
        var own = forMarketing ? marketing : routine;
        return own == null ? suite : Optional.ofNullable(own.get(day.getDayOfWeek()));
    }

    /** Finds the hours of organisations; {@link #NONE} for those that have not said anything. Thread-safe. */
    @FunctionalInterface
    public interface Source {
        /** The hours that hold now. */
        OrganizationHours of(long organizationId);

        /** Lets the hours of an organisation, or of all, be read anew, because they have changed somewhere. */
        default void forget(@Nullable Long organizationId) {
            // What remembers nothing has nothing to forget.
        }
    }
}
