package com.ovhi.outreach.scheduler.window;

import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.scheduler.window.ContactHours.Hours;
import com.ovhi.outreach.scheduler.window.InvalidWindow.Flaw;
import com.ovhi.outreach.scheduler.window.ZoneHours.Closed;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads send windows into hours that can be asked: the hours of the organisation, or else of the suite, within federal
 * law and, for marketing by call or text, within the law of every state the patient may be in, without the patient's
 * quiet hours. Thread-safe.
 */
@Component
public class SendWindows {

    private static final int MAX_ZONES = 100;
    private static final int MAX_STATES = 60;
    private static final Pattern STATE = Pattern.compile("[A-Za-z]{2}");

    private final ContactHours suite;
    private final Predicate<LocalDate> holiday;
    private final OrganizationHours.Source organizations;
    private final StateLaws laws = StateLaws.load();

    SendWindows(ContactHours suite, Predicate<LocalDate> holiday, OrganizationHours.Source organizations) {
        this.suite = suite;
        this.holiday = holiday;
        this.organizations = organizations;
    }

    /**
     * When a message may leave.
     *
     * @throws InvalidWindow when the window makes no sense
     */
    public SendHours hours(SendWindow window, Sender sender) {
        return hours(window, sender, false);
    }

    /**
     * When it should leave if there is a choice: not while the patient is at work. Empty when that makes no difference.
     *
     * @throws InvalidWindow when the window makes no sense
     */
    public Optional<SendHours> considerateHours(SendWindow window, Sender sender) {
        return window.urgent() || window.workStart() == null
                ? Optional.empty()
                : Optional.of(hours(window, sender, true));
    }

    private SendHours hours(SendWindow window, Sender sender, boolean considerate) {
        var quiet = Closed.of("quiet-hours", window.quietStart(), window.quietEnd(), Flaw.QUIET_HOURS, _ -> true);
        var work = Closed.of("work-hours", window.workStart(), window.workEnd(), Flaw.WORK_HOURS, this::isWorkday);
        var zones = zones(window.zones());
        checkStates(window.states());
        if (window.urgent()) {
            return SendHours.always().from(window.notBefore());
        }
        var closed = Stream.of(quiet, considerate ? work : null)
                .filter(Objects::nonNull)
                .toList();
        var days = days(window, sender);
        return SendHours.in(
                        zones.stream()
                                .map(zone -> new ZoneHours(zone, days, closed))
                                .toList(),
                        suite.closingMargin())
                .from(window.notBefore())
                .by(window.preferenceVersion());
    }

    private Function<LocalDate, Optional<Hours>> days(SendWindow window, Sender sender) {
        var marketing = window.marketing();
        var organization =
                sender.organizationId() == null ? OrganizationHours.NONE : organizations.of(sender.organizationId());
        Function<LocalDate, Optional<Hours>> wanted = day -> organization
                .on(day, marketing, suite.on(day, marketing, holiday))
                .flatMap(ContactHours.LEGAL::within);
        if (!marketing || sender.channel() == Channel.EMAIL) {
            return wanted;
        }
        var law = laws.binding(window.states());
        return day -> wanted.apply(day).flatMap(hours -> law.on(day, holiday).flatMap(hours::within));
    }

    private boolean isWorkday(LocalDate day) {
        return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY && !holiday.test(day);
    }

    private static void checkStates(@Nullable List<String> states) {
        if (states != null
                && (states.size() > MAX_STATES
                        || !states.stream()
                                .allMatch(each ->
                                        each != null && STATE.matcher(each).matches()))) {
            throw new InvalidWindow(Flaw.STATES);
        }
    }

    private static List<ZoneId> zones(@Nullable List<String> names) {
        if (names == null || names.isEmpty() || names.size() > MAX_ZONES) {
            throw new InvalidWindow(Flaw.ZONES);
        }
        try {
            return names.stream().distinct().map(ZoneId::of).toList();
        } catch (DateTimeException | NullPointerException e) {
            throw new InvalidWindow(Flaw.UNKNOWN_ZONE);
        }
    }

    /**
     * Who wants to send, and how.
     *
     * @param organizationId null for the suite's own hours
     * @param channel null for what every channel allows
     */
    public record Sender(
            @Nullable Long organizationId, @Nullable Channel channel) {

        /** Nobody in particular: the suite's hours, the strictest law. */
        public static final Sender ANY = new Sender(null, null);
    }
}
