package com.ovhi.outreach.preference;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated.Capabilities;
import com.ovhi.outreach.common.contract.ovhi.PatientDeceased;
import com.ovhi.outreach.common.contract.ovhi.PatientMerged;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered.Address;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered.Preferences;
import com.ovhi.outreach.common.contract.ovhi.PatientRegistered.Telecom;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A profile as OVHI core would publish it, told in the words of a test. */
public final class Patients {

    public static final long ORGANIZATION = 16;
    public static final Instant AT = SettableClock.START;

    private static final AtomicLong NEXT = new AtomicLong(10_000);

    private final long id;
    private long organization = ORGANIZATION;
    private @Nullable String timezone = "America/New_York";
    private final List<Telecom> telecom = new ArrayList<>();
    private final List<Channel> optedOut = new ArrayList<>();
    private @Nullable List<Channel> marketing;
    private @Nullable Address home;

    private Patients(long id) {
        this.id = id;
    }

    /** A patient nobody has heard of, in organisation 16 and New York. */
    public static Patients aPatient() {
        return new Patients(NEXT.incrementAndGet());
    }

    /** Another profile of a known patient. */
    public static Patients again(long id) {
        return new Patients(id);
    }

    /** A telephone number nobody else has. */
    public static String freshPhone() {
        return "+1212555" + (1_000 + NEXT.incrementAndGet() % 9_000);
    }

    public Patients in(long organization) {
        this.organization = organization;
        return this;
    }

    public Patients withZone(@Nullable String timezone) {
        this.timezone = timezone;
        return this;
    }

    public Patients livingIn(String state) {
        home = new Address(null, state, null);
        return this;
    }

    public Patients withPhone(String phone) {
        telecom.add(new Telecom("phone", "mobile", phone));
        return this;
    }

    public Patients withLandline(String phone) {
        telecom.add(new Telecom("phone", "home", phone, "landline"));
        return this;
    }

    public Patients withWhatsApp(String phone) {
        telecom.add(new Telecom("whatsapp", "mobile", phone));
        return this;
    }

    public Patients withEmail(String address) {
        telecom.add(new Telecom("email", "home", address));
        return this;
    }

    public Patients optedOutOf(Channel channel) {
        optedOut.add(channel);
        return this;
    }

    public Patients wantingMarketingBy(Channel... channels) {
        marketing = List.of(channels);
        return this;
    }

    /** Publishes the profile and returns the patient's id. */
    public long register(TestKafka kafka, Instant at) {
        var profile = new PatientRegistered(
                id,
                organization,
                null,
                null,
                null,
                "es-MX",
                timezone,
                home,
                telecom,
                new Preferences(null, marketing, optedOut));
        publish(kafka, Topics.OVHI_PATIENT, id, "patient.registered", at, profile);
        return id;
    }

    public long register(TestKafka kafka) {
        return register(kafka, AT);
    }

    /** OVHI core says that a patient died. */
    public static void died(TestKafka kafka, long id, Instant at) {
        publish(kafka, Topics.OVHI_PATIENT, id, "patient.deceased", at, new PatientDeceased(id, ORGANIZATION));
    }

    /** OVHI core gives up a record for another one. */
    public static void merged(TestKafka kafka, long id, long into, Instant at) {
        publish(kafka, Topics.OVHI_PATIENT, id, "patient.merged", at, new PatientMerged(id, ORGANIZATION, into));
    }

    /** Publishes an organisation. */
    public static void organization(TestKafka kafka, long id, String zone, boolean whatsapp, Instant at) {
        var event = new OrganizationUpdated(
                id, "Clinic", zone, null, List.of("en"), new Capabilities(false, false, whatsapp));
        publish(kafka, Topics.OVHI_PROVIDER, id, "organization.updated", at, event);
    }

    private static void publish(TestKafka kafka, String topic, long key, String type, Instant at, Object event) {
        var headers = new EventHeaders(UUID.randomUUID().toString(), type, "ovhi-core", at, null);
        kafka.publish(topic, Long.toString(key), headers, event);
    }
}
