package com.ovhi.outreach.orchestrator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import com.ovhi.outreach.orchestrator.settings.Caps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContactRoomTests {

    private static final Instant AT = Instant.parse("2026-03-02T15:00:00Z");
    private static final Instant LATE = AT.plus(Duration.ofDays(60));

    @ParameterizedTest
    @CsvSource({
        "appt_reminder, false, , true",
        "appt_reminder, false, 0, false",
        "appt_reminder, false, -23, false",
        "appt_reminder, false, -24, true",
        "appt_reminder, false, 23, false",
        "appt_reminder, false, 24, true",
        "urgent, true, 0, true",
        "campaign_education, false, 23, false",
    })
    void keepsADayBetweenContacts(String purpose, boolean urgent, Integer hours, boolean room) {
        var others = hours == null ? List.<Contact>of() : List.of(contact(Purpose.LAB_READY, hours));

        assertThat(room(Kind.of(Purpose.of(purpose), urgent), others).at(AT)).isEqualTo(room);
    }

    @Test
    void allowsThreeRoutineContactsInAnySevenDays() {
        var others =
                List.of(contact(Purpose.RX_REFILL, -48), contact(Purpose.LAB_READY, -24), contact(Purpose.NO_SHOW, 24));

        assertThat(room(Kind.ROUTINE, others).at(AT)).isFalse();
        assertThat(room(Kind.ROUTINE, others).first(AT, LATE)).contains(AT.plus(Duration.ofHours(-48 + 168)));
        assertThat(room(Kind.ROUTINE, others.subList(1, 3)).at(AT)).isTrue();
    }

    @Test
    void letsMarketingTakeNoRoomOfTheOthers() {
        var marketing = List.of(contact(Purpose.CAMPAIGN_EDUCATION, -1));

        assertThat(room(Kind.ROUTINE, marketing).at(AT)).isTrue();
        assertThat(room(Kind.URGENT, marketing).at(AT)).isTrue();
    }

    @Test
    void reservesRoomThatMarketingMayNotUse() {
        var two = List.of(contact(Purpose.APPT_CONFIRM, -100), contact(Purpose.APPT_REMINDER, 60));

        assertThat(room(Kind.ROUTINE, two).at(AT)).isTrue();
        assertThat(room(Kind.MARKETING, two).at(AT)).isFalse();
        assertThat(room(Kind.MARKETING, two.subList(0, 1)).at(AT)).isTrue();
    }

    @Test
    void allowsOneMarketingContactInAnySevenDays() {
        var others = List.of(contact(Purpose.CAMPAIGN_EDUCATION, -167));

        assertThat(room(Kind.MARKETING, others).at(AT)).isFalse();
        assertThat(room(Kind.MARKETING, others).first(AT, LATE)).contains(AT.plus(Duration.ofHours(1)));
    }

    @Test
    void givesUrgentContactsAnAllowanceOfTheirOwn() {
        var urgent = new ArrayList<Contact>();
        for (var hour = 1; hour <= 3; hour++) {
            urgent.add(new Contact(Channel.SMS, Kind.URGENT, AT.minus(Duration.ofHours(hour))));
        }

        assertThat(room(Kind.URGENT, urgent).at(AT)).isFalse();
        assertThat(room(Kind.ROUTINE, urgent).at(AT)).isTrue();
    }

    @Test
    void letsACorrectionPassWhatItCorrects() {
        var routine = List.of(contact(Purpose.APPT_CONFIRM, -1), contact(Purpose.APPT_REMINDER, -30));

        assertThat(room(Kind.CORRECTION, routine).at(AT)).isTrue();
        assertThat(room(Kind.SHORTLY, routine).at(AT)).isTrue();
        assertThat(room(Kind.ROUTINE, List.of(new Contact(Channel.SMS, Kind.CORRECTION, AT)))
                        .at(AT))
                .isTrue();
        assertThat(room(Kind.MARKETING, List.of(new Contact(Channel.SMS, Kind.CORRECTION, AT)))
                        .at(AT))
                .as("who got one today gets no campaign")
                .isFalse();
    }

    @Test
    void letsWhatFollowsItsRecordPassWhatTheOtherOneIsTold() {
        var following = List.of(new Contact(Channel.SMS, Kind.CORRECTION, AT));

        assertThat(room(Kind.CORRECTION, List.of(contact(Purpose.APPT_REMINDER, 1)))
                        .at(AT))
                .isTrue();
        assertThat(room(Kind.ROUTINE, following).at(AT)).isTrue();
        assertThat(room(Kind.MARKETING, following).at(AT)).isFalse();
    }

    @Test
    void findsNoRoomBeforeItIsTooLate() {
        assertThat(room(Kind.ROUTINE, List.of(contact(Purpose.LAB_READY, 0))).first(AT, AT.plus(Duration.ofHours(24))))
                .isEmpty();
    }

    /** Whatever is planned in whatever order: no stretch of a day or a week ever holds too many. */
    @ParameterizedTest
    @EnumSource(Kind.class)
    void neverExceedsACapInAnyWindow(Kind kind) {
        var random = new Random(7);
        for (var round = 0; round < 300; round++) {
            var contacts = new ArrayList<Contact>();
            for (var i = 0; i < 25; i++) {
                var planned = new Contact(
                        Channel.SMS,
                        Kind.values()[random.nextInt(Kind.values().length)],
                        AT.plusSeconds(random.nextInt(20 * 86_400)));
                room(planned.kind(), contacts)
                        .first(planned.at(), LATE)
                        .ifPresent(at -> contacts.add(new Contact(planned.channel(), planned.kind(), at)));
            }
            var mine = contacts.stream().filter(each -> each.kind() == kind).toList();
            for (var start : mine) {
                assertThat(within(mine, start.at(), Duration.ofDays(1))).isLessThanOrEqualTo(perDay(kind));
                assertThat(within(mine, start.at(), Duration.ofDays(7))).isLessThanOrEqualTo(perWeek(kind));
            }
        }
    }

    private static long within(List<Contact> contacts, Instant start, Duration window) {
        return contacts.stream()
                .filter(each -> !each.at().isBefore(start) && each.at().isBefore(start.plus(window)))
                .count();
    }

    private static int perDay(Kind kind) {
        return switch (kind) {
            case URGENT, CORRECTION -> 3;
            case SHORTLY, ROUTINE, MARKETING -> 1;
        };
    }

    private static int perWeek(Kind kind) {
        return switch (kind) {
            case URGENT, CORRECTION -> 21;
            case SHORTLY -> 7;
            case ROUTINE -> 3;
            case MARKETING -> 1;
        };
    }

    private static ContactRoom room(Kind kind, List<Contact> others) {
        return new ContactRoom(kind, Caps.DEFAULT, others);
    }

    private static Contact contact(Purpose purpose, int hours) {
        return new Contact(Channel.EMAIL, Kind.of(purpose, false), AT.plus(Duration.ofHours(hours)));
    }
}
