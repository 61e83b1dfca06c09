package com.ovhi.outreach.reply;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentBooked;
import com.ovhi.outreach.common.contract.ovhi.OrganizationUpdated;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says on Kafka what other services would: who lives at a number, what we asked, what was answered. */
final class Conversation {

    static final long CLINIC = 7;
    static final String CLINIC_NAME = "Arizona Community Clinics";
    static final String CLINIC_PHONE = "+16025550000";

    private static final AtomicLong NEXT = new AtomicLong(1_000);

    private final TestKafka kafka;
    private final FieldCipher cipher;
    private final AddressHash hashes;

    Conversation(TestKafka kafka, FieldCipher cipher, AddressHash hashes) {
        this.kafka = kafka;
        this.cipher = cipher;
        this.hashes = hashes;
    }

    /** A number nobody else has. */
    static PhoneNumber newNumber() {
        return new PhoneNumber("+1555%07d".formatted(NEXT.incrementAndGet()));
    }

    /** One that was not given before. */
    static long number() {
        return NEXT.incrementAndGet();
    }

    String hash(Address number) {
        return hashes.of(number);
    }

    /** Who we are. */
    void clinic() {
        kafka.publish(
                Topics.OVHI_PROVIDER,
                Long.toString(CLINIC),
                new OrganizationUpdated(
                        CLINIC,
                        CLINIC_NAME,
                        "America/Phoenix",
                        CLINIC_PHONE,
                        List.of("en", "es"),
                        new OrganizationUpdated.Capabilities(false, false, true)));
    }

    /** A visit of a patient, in Phoenix, and its id. */
    long visit(long patient, Instant start, boolean sensitive) {
        var appointment = NEXT.incrementAndGet();
        visit(appointment, 1, patient, start, sensitive);
        return appointment;
    }

    void visit(long appointment, int version, long patient, Instant start, boolean sensitive) {
        kafka.publish(
                Topics.OVHI_APPOINTMENT,
                Long.toString(patient),
                "appointment.booked",
                new AppointmentBooked(
                        appointment,
                        version,
                        patient,
                        CLINIC,
                        31,
                        new AppointmentBooked.Location("Main", null, "America/Phoenix"),
                        start.atOffset(ZoneOffset.UTC),
                        30,
                        sensitive,
                        null));
    }

    /** A patient with one address: a number for SMS and WhatsApp, or one for e-mail. */
    long patient(Address address, String language) {
        var patient = NEXT.incrementAndGet();
        lives(patient, address, language, 1);
        return patient;
    }

    void lives(long patient, Address number, String language, long version) {
        lives(patient, number, language, version, true);
    }

    void lives(long patient, Address number, String language, long version, boolean permitted) {
        lives(patient, number, language, version, permitted, SettableClock.START);
    }

    void lives(long patient, Address number, String language, long version, boolean permitted, Instant when) {
        var permission = new PreferenceChanged.Permission(permitted, false, hash(number), null);
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        CLINIC,
                        version,
                        List.of("America/New_York"),
                        language,
                        null,
                        null,
                        null,
                        number instanceof PhoneNumber
                                ? Map.of(Channel.SMS, permission, Channel.WHATSAPP, permission)
                                : Map.of(Channel.EMAIL, permission),
                        when));
    }

    /** We asked about a visit. */
    UUID asked(long patient, long appointment, Instant when) {
        var job = Ids.next();
        happened(job, patient, appointment, Milestone.SENT, when);
        return job;
    }

    /** The same by another channel. */
    UUID asked(long patient, long appointment, Channel channel, Instant when) {
        var job = Ids.next();
        happened(job, patient, appointment, channel, Milestone.SENT, when, null);
        return job;
    }

    /** The provider has taken a message of ours. */
    void accepted(UUID job, Channel channel, String providerMessageId) {
        kafka.publish(
                Topics.DELIVERY,
                job.toString(),
                new DeliveryReported(
                        job,
                        CLINIC,
                        null,
                        channel,
                        1,
                        DeliveryState.ACCEPTED,
                        providerMessageId,
                        null,
                        null,
                        null,
                        false,
                        SettableClock.START));
    }

    /** An answer of ours that the provider had taken did not arrive after all. */
    void failed(UUID answer) {
        kafka.publish(
                Topics.DELIVERY,
                answer.toString(),
                new DeliveryReported(
                        answer,
                        CLINIC,
                        null,
                        Channel.SMS,
                        DeliveryReported.ANSWER,
                        DeliveryState.FAILED,
                        "answer",
                        null,
                        "30003",
                        null,
                        false,
                        SettableClock.START));
    }

    /** We told several patients who are reached at one address. */
    void toldTogether(long patient, long appointment, Instant when) {
        happened(Ids.next(), patient, appointment, Channel.SMS, Milestone.SENT, when, true);
    }

    void happened(UUID job, long patient, long appointment, Milestone milestone, Instant when) {
        happened(job, patient, appointment, Channel.SMS, milestone, when, null);
    }

    private void happened(
            UUID job,
            long patient,
            long appointment,
            Channel channel,
            Milestone milestone,
            Instant when,
            @Nullable Boolean household) {
        var changed = JobChanged.builder(
                        job, CLINIC, patient, Purpose.APPT_CONFIRM, channel, milestone, JobStatus.SENT, when, when)
                .subjectRef("appointment/" + appointment)
                .subjectVersion(1)
                .household(household)
                .build();
        kafka.publish(Topics.JOB, Long.toString(patient), changed);
    }

    /** Somebody wrote. */
    UUID wrote(PhoneNumber from, String text, Instant when) {
        return wrote(Ids.next(), from, text, null, when);
    }

    UUID wrote(UUID id, PhoneNumber from, String text, @Nullable String verdict, Instant when) {
        publish(inbound(id, Channel.SMS, from, text, verdict, null, when));
        return id;
    }

    /** Somebody wrote by another channel, perhaps to one of our messages. */
    UUID wrote(Channel channel, Address from, String text, @Nullable String repliedTo, Instant when) {
        var id = Ids.next();
        publish(inbound(id, channel, from, text, null, repliedTo, when));
        return id;
    }

    InboundReceived inbound(
            UUID id,
            Channel channel,
            Address from,
            String text,
            @Nullable String verdict,
            @Nullable String repliedTo,
            Instant when) {
        return new InboundReceived(
                id,
                channel,
                hashes.of(from),
                cipher.seal(from.canonical(), "inbound|from|" + id),
                cipher.seal("+15005550006", "inbound|to|" + id),
                cipher.seal(text, "inbound|body|" + id),
                "SM" + id,
                verdict,
                null,
                repliedTo,
                when);
    }

    /** The same with what a provider may say of it. */
    static InboundReceived marked(
            InboundReceived inbound,
            @Nullable String button,
            @Nullable Boolean automatic,
            @Nullable Boolean senderProven) {
        return new InboundReceived(
                inbound.inboundId(),
                inbound.channel(),
                inbound.fromHash(),
                inbound.from(),
                inbound.to(),
                inbound.body(),
                inbound.providerMessageId(),
                inbound.providerOptOut(),
                button,
                null,
                inbound.receivedAt(),
                null,
                null,
                automatic,
                senderProven);
    }

    /** The same, to an account that serves one organisation only, or to the message of ours that has this id. */
    static InboundReceived addressed(
            InboundReceived inbound, @Nullable Long organization, @Nullable UUID repliedToJob) {
        return new InboundReceived(
                inbound.inboundId(),
                inbound.channel(),
                inbound.fromHash(),
                inbound.from(),
                inbound.to(),
                inbound.body(),
                inbound.providerMessageId(),
                null,
                null,
                null,
                inbound.receivedAt(),
                organization,
                repliedToJob,
                null,
                null);
    }

    void publish(InboundReceived inbound) {
        kafka.publish(Topics.INBOUND, inbound.fromHash(), inbound);
    }
}
