package com.ovhi.outreach.segment;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.LabResultReady;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.RefillDue;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells the service of organisations and patients, as OVHI core and preference-service do. */
public final class OvhiFeed {

    private static final AtomicLong IDS = new AtomicLong(1000);

    private final TestKafka kafka;

    public OvhiFeed(TestKafka kafka) {
        this.kafka = kafka;
    }

    /** An id nothing else has. */
    public static long id() {
        return IDS.incrementAndGet();
    }

    /** A new organisation in New York. */
    public long organization(@Nullable String phone) {
        var id = id();
        var capabilities = new OrganizationUpdated.Capabilities(false, false, true);
        kafka.publish(
                Topics.OVHI_PROVIDER,
                Long.toString(id),
                new OrganizationUpdated(id, "Clinic " + id, "America/New_York", phone, List.of("en"), capabilities));
        return id;
    }

    /** A new patient of an organisation. */
    public long patient(long organization, String language, LocalDate birth) {
        var id = id();
        registered(organization, id, language, birth);
        return id;
    }

    public void registered(long organization, long patient, String language, LocalDate birth) {
        publish(
                Topics.OVHI_PATIENT,
                patient,
                "patient.registered",
                new PatientRegistered(
                        patient,
                        organization,
                        null,
                        null,
                        birth,
                        language,
                        null,
                        new PatientRegistered.Address("Albany", "New York", "12207"),
                        List.of(),
                        null));
    }

    public void booked(long organization, long patient, long visit, int version, String start) {
        publish(
                Topics.OVHI_APPOINTMENT,
                patient,
                version == 1 ? "appointment.booked" : "appointment.moved",
                new AppointmentBooked(
                        visit,
                        version,
                        patient,
                        organization,
                        7,
                        new AppointmentBooked.Location("Here", null, "America/New_York"),
                        OffsetDateTime.parse(start),
                        30,
                        false,
                        null));
    }

    /** {@code how}: cancelled, completed or no_show. */
    public void closed(long organization, long patient, long visit, int version, String how) {
        publish(
                Topics.OVHI_APPOINTMENT,
                patient,
                "appointment." + how,
                new AppointmentClosed(visit, version, patient, organization));
    }

    public void refillDue(long organization, long patient, LocalDate dueOn) {
        publish(Topics.OVHI_PATIENT, patient, "rx.refill_due", new RefillDue(id(), patient, organization, dueOn));
    }

    public void labReady(long organization, long patient) {
        publish(Topics.OVHI_PATIENT, patient, "lab.result_ready", new LabResultReady(id(), patient, organization));
    }

    public void deceased(long organization, long patient) {
        publish(Topics.OVHI_PATIENT, patient, "patient.deceased", new PatientDeceased(patient, organization));
    }

    public void merged(long organization, long patient, long into) {
        publish(Topics.OVHI_PATIENT, patient, "patient.merged", new PatientMerged(patient, organization, into));
    }

    /** A message reached a milestone. */
    public void message(long organization, long patient, Milestone milestone, Instant at) {
        kafka.publish(
                Topics.JOB,
                Long.toString(patient),
                JobChanged.builder(
                                UUID.randomUUID(),
                                organization,
                                patient,
                                Purpose.CAMPAIGN_EDUCATION,
                                Channel.EMAIL,
                                milestone,
                                JobStatus.SENT,
                                at,
                                at)
                        .build());
    }

    /** A patient answered. */
    public void replied(long organization, long patient, Intent intent, Instant at) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        UUID.randomUUID(),
                        organization,
                        patient,
                        Channel.SMS,
                        "hash",
                        intent,
                        "en",
                        1,
                        "test",
                        null,
                        at));
    }

    /** What the patient allows; none means no marketing anywhere. */
    public void preference(long organization, long patient, long version, String language, Channel... marketing) {
        preference(
                organization,
                patient,
                version,
                language,
                Map.of(
                        Channel.EMAIL, permission(Channel.EMAIL, marketing),
                        Channel.SMS, permission(Channel.SMS, marketing)),
                SettableClock.START);
    }

    /** What the patient allows on each channel since a time. */
    public void preference(
            long organization,
            long patient,
            long version,
            String language,
            Map<Channel, Permission> channels,
            Instant changedAt) {
        preference(organization, patient, version, language, channels, changedAt, null);
    }

    /**
     * The same.
     *
     * @param mergedFrom the record whose refusals are taken over; null is none
     */
    public void preference(
            long organization,
            long patient,
            long version,
            String language,
            Map<Channel, Permission> channels,
            Instant changedAt,
            @Nullable Long mergedFrom) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        organization,
                        version,
                        List.of("America/New_York"),
                        language,
                        LocalTime.of(22, 0),
                        LocalTime.of(8, 0),
                        null,
                        channels,
                        changedAt,
                        null,
                        null,
                        null,
                        null,
                        mergedFrom));
    }

    private static Permission permission(Channel channel, Channel... marketing) {
        return new Permission(true, List.of(marketing).contains(channel), null, null);
    }

    private void publish(String topic, long patient, String type, Object event) {
        kafka.publish(topic, Long.toString(patient), type, event);
    }
}
