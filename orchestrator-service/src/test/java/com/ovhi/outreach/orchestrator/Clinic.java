package com.ovhi.outreach.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked.Location;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A clinic group with patients, as OVHI core would announce them. */
public final class Clinic {

    private static final AtomicLong NUMBERS = new AtomicLong(1_000);

    private final TestKafka kafka;
    private final Patients patients;
    private final Organizations organizations;
    private final long id = NUMBERS.incrementAndGet();

    Clinic(TestKafka kafka, Patients patients, Organizations organizations) {
        this.kafka = kafka;
        this.patients = patients;
        this.organizations = organizations;
    }

    /** Its organisation id. */
    public long id() {
        return id;
    }

    /** Its name, unique. */
    public String name() {
        return "Clinic " + id;
    }

    /** A number nobody else has. */
    public static long number() {
        return NUMBERS.incrementAndGet();
    }

    /** Announces the organisation. */
    public Clinic open() {
        announce();
        return this;
    }

    /** Announces the organisation. */
    public void announce() {
        kafka.publish(
                Topics.OVHI_PROVIDER,
                Long.toString(id),
                "organization.updated",
                new OrganizationUpdated(
                        id,
                        name(),
                        "America/New_York",
                        "+12125550000",
                        List.of("en"),
                        new OrganizationUpdated.Capabilities(false, false, true)));
    }

    /** Registers a patient who allows everything but WhatsApp, and waits until they and the clinic are known. */
    public long patient() {
        var patient = number();
        register(patient, "en");
        Neighbours.prefers(preferences(patient, true));
        await().pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            assertThat(patients.find(id, patient)).isPresent();
            assertThat(organizations.find(id)).isPresent();
        });
        return patient;
    }

    /** Registers a patient. */
    public void register(long patient, String language) {
        kafka.publish(Topics.OVHI_PATIENT, Long.toString(patient), "patient.registered", """
                {"patient_id": %d, "organization_id": %d, "given_name": "Ann", "family_name": "Canary",
                 "language": "%s", "telecom": []}""".formatted(
                        patient, id, language));
    }

    /** What a patient allows: SMS and e-mail if {@code enabled}, marketing by e-mail only. */
    public EffectivePreferences preferences(long patient, boolean enabled) {
        return preferences(patient, enabled, "America/New_York");
    }

    /** The same, somewhere else. */
    public EffectivePreferences preferences(long patient, boolean enabled, String zone) {
        var reason = enabled ? null : "stop";
        return new EffectivePreferences(
                patient,
                id,
                1,
                zone,
                List.of(zone),
                "en",
                LocalTime.of(22, 0),
                LocalTime.of(8, 0),
                LocalTime.of(9, 0),
                LocalTime.of(17, 0),
                null,
                Map.of(
                        Channel.SMS, new ChannelPreference(enabled, false, number(patient), hash(patient), reason),
                        Channel.EMAIL,
                                new ChannelPreference(
                                        enabled, true, "canary." + patient + "@example.org", hash(patient), reason)));
    }

    /** The patient's telephone number. */
    public static String number(long patient) {
        return "+1212555%04d".formatted(patient % 10_000);
    }

    /** The hash of all the patient's addresses. */
    public static String hash(long patient) {
        return "%032x".formatted(patient);
    }

    /** Announces a booking or a move. */
    public void book(String type, long appointment, int version, long patient, String start) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                type,
                new AppointmentBooked(
                        appointment,
                        version,
                        patient,
                        id,
                        1454,
                        new Location("Site", "+12125550001", "America/New_York"),
                        OffsetDateTime.parse(start),
                        30,
                        false,
                        null));
    }

    /** Announces the end of a visit. */
    public void close(String type, long appointment, int version, long patient) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                type,
                new AppointmentClosed(appointment, version, patient, id));
    }
}
