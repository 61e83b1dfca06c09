package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.job.Contacts;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Several patients who were to be told together, until one of them is not to be told any more, or not there. */
@ServiceTest(schema = "ovhi_orchestrator")
class HouseholdLeavingTests extends OneHousehold {

    HouseholdLeavingTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            Contacts contacts,
            SettableClock clock,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, contacts, clock, port);
    }

    @Test
    void keepTheirOwnTimesWhenNobodyElseIsLeft() {
        var childs = book(child, MORNING);
        awaitReminders("alone queued", 2);
        book(mother, "2026-03-12T18:00:00-04:00");
        awaitReminders("alone cancelled", 2, "together queued", 2);

        clinic.close("appointment.cancelled", childs, 2, child);

        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(
                        Reminder::patient,
                        each -> each.due().dueAt().toString(),
                        each -> each.due().expiresAt().toString())
                .containsExactly(
                        tuple(mother, "2026-03-09T22:00:00Z", "2026-03-12T21:00:00Z"),
                        tuple(mother, "2026-03-11T22:00:00Z", "2026-03-12T21:00:00Z"));
    }

    @Test
    void areToldElsewhereWhenTheySwitchTheSharedChannelOff() {
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));

        switchOff(mother);

        awaitReminders("alone cancelled", 2, "alone queued", 4, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().channel())
                .containsExactlyInAnyOrder(
                        tuple(mother, Channel.EMAIL),
                        tuple(mother, Channel.EMAIL),
                        tuple(child, Channel.SMS),
                        tuple(child, Channel.SMS));
    }

    /** Whoever of them is the one whose message it was. */
    @Test
    void areToldElsewhereWhenAnotherOfThemHasStoppedTheSharedMessage() {
        Neighbours.prefers(new PreferencesLike(at(clinic.preferences(child, true), mother))
                .on(Channel.EMAIL, email(clinic.preferences(child, true)))
                .preferences());
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));
        Neighbours.prefers(byEmailOnly(clinic.preferences(child, true)));

        stop(mother);

        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().channel())
                .containsExactly(tuple(child, Channel.EMAIL), tuple(child, Channel.EMAIL));

        stop(mother);
        await().during(Duration.ofMillis(500))
                .untilAsserted(() -> assertThat(reminders("alone", "queued")).hasSize(2));
        stop(child);
        awaitReminders("alone cancelled", 4, "together cancelled", 2);
    }

    @Test
    void areNotToldElsewhereWhatTheyHadStoppedWhicheverNewsComesFirst() {
        together();
        Neighbours.prefers(byEmailOnly(clinic.preferences(mother, true)));
        switchOff(mother);
        awaitReminders("alone cancelled", 2, "alone queued", 4, "together cancelled", 2);

        stop(mother);

        awaitReminders("alone cancelled", 6, "together cancelled", 2);
    }

    @Test
    void areToldAloneWhenTheVisitOfWhoSpokeForThemIsCancelled() {
        var visit = together();
        clinic.close("appointment.cancelled", visit.childs(), 2, child);
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient, each -> each.due().dueAt().toString())
                .containsExactlyInAnyOrder(
                        tuple(mother, "2026-03-09T13:30:00Z"), tuple(mother, "2026-03-11T13:30:00Z"));
    }

    @Test
    void speakForThemselvesWhenNobodyElseIsLeft() {
        var visit = together();
        clinic.close("appointment.cancelled", visit.mothers(), 2, mother);
        awaitReminders("alone cancelled", 2, "alone queued", 2, "together cancelled", 2);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsOnly(child);
    }

    @Test
    void areToldOfNoMoreOnceTheirOwnReminderIsCalledOff() {
        together();
        var own = reminders("alone", "cancelled").getFirst();

        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");

        awaitReminders("alone cancelled", 2, "alone queued", 1, "together cancelled", 1, "together queued", 1);
        assertThat(reminders("alone", "queued")).extracting(Reminder::patient).containsExactly(child);
        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");
        assertThat(contacts.of(clinic.id(), mother, null, SettableClock.START).contacts())
                .as("her confirmation and the other reminder")
                .hasSize(2);
    }

    @Test
    void cannotCallOffWhatWasTold() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        report(speaker.due(), DeliveryState.ACCEPTED, null, null);
        awaitJob(speaker.due().jobId(), Milestone.SENT);

        assertThat(cancel(own).problem()).isEqualTo("already-sent");
    }

    /** What is told to them all may be with a worker already, and is not called off for one of them. */
    @Test
    void cannotCallOffWhatIsAboutToBeTold() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        clock.set(reminders("together", "queued").getFirst().due().dueAt().minusSeconds(60));

        assertThat(cancel(own).problem()).isEqualTo("already-sent");

        awaitReminders("alone cancelled", 2, "together queued", 2);
    }

    @Test
    void areNotToldAloneWhatWasCalledOffMeanwhile() {
        together();
        var own = reminders("alone", "cancelled").getFirst();
        var speaker = reminders("together", "queued").getFirst();
        Neighbours.prefers(at(clinic.preferences(child, false), mother));
        var known = at(clinic.preferences(mother, true), mother);
        Neighbours.broken(mother);
        report(speaker.due(), DeliveryState.NOT_SENT, FailureClass.REFUSED, "opted-out");
        await().untilAsserted(() -> assertThat(replans(own)).isOne());

        assertThat(cancel(own).at("/cancellation")).isEqualTo("done");

        Neighbours.prefers(known);
        await().untilAsserted(() -> assertThat(replans(own)).isZero());
        awaitReminders("alone cancelled", 2, "together failed", 1, "together queued", 1);
    }

    private void stop(long by) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(by),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        by,
                        Channel.SMS,
                        Clinic.hash(mother),
                        Intent.STOP,
                        "en",
                        1,
                        "exact-stop",
                        null,
                        SettableClock.START));
    }

    private void switchOff(long by) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(by),
                new PreferenceChanged(
                        by,
                        clinic.id(),
                        3,
                        List.of("America/New_York"),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(Channel.SMS, new Permission(false, false, null, null)),
                        SettableClock.START));
    }

    private static EffectivePreferences byEmailOnly(EffectivePreferences known) {
        return new PreferencesLike(known)
                .newer()
                .only(Map.of(Channel.EMAIL, email(known)))
                .preferences();
    }

    private static ChannelPreference email(EffectivePreferences known) {
        return Objects.requireNonNull(known.channels().get(Channel.EMAIL));
    }

    private Reply cancel(Reminder reminder) {
        return post("/api/v1/comm/jobs/" + reminder.due().jobId() + "/cancel", core(clinic), null, "");
    }

    /** Also where the day stays as it is, because the record that stays was told of its own visit there. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void areToldByThemselvesWhenTheRecordOfOneIsGivenUp(boolean speaks, boolean told) {
        together();
        var stays = clinic.patient();
        if (told) {
            book(stays, AFTERNOON);
            awaitReminders("alone cancelled", 2, "alone queued", 2, "together queued", 2);
            report(reminders("alone", "queued").getFirst().due(), DeliveryState.ACCEPTED, null, null);
            awaitReminders("alone cancelled", 2, "alone queued", 1, "alone sent", 1, "together queued", 2);
        }
        var former = speaks ? child : mother;
        var other = speaks ? mother : child;

        kafka.publish(
                Topics.OVHI_PATIENT,
                Long.toString(former),
                "patient.merged",
                new PatientMerged(former, clinic.id(), stays));

        var expected = told ? List.of(other, other, stays, stays, stays) : List.of(other, other, stays, stays);
        await().untilAsserted(() -> assertThat(reminders("alone", "queued"))
                .extracting(Reminder::patient)
                .containsExactlyInAnyOrderElementsOf(expected));
        assertThat(reminders("together", "queued")).isEmpty();
    }
}
