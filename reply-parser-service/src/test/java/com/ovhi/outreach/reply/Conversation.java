package com.ovhi.outreach.reply;

import com.ovhi.outreach.common.contract.InboundReceived;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Says on Kafka what other services would: who lives at a number, what we asked, what was answered. */
final class Conversation {

    static final long CLINIC = 7;

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

    String hash(PhoneNumber number) {
        return hashes.of(number);
    }

    /** A patient with one number, for SMS and WhatsApp. */
    long patient(PhoneNumber number, String language) {
        var patient = NEXT.incrementAndGet();
        lives(patient, number, language, 1);
        return patient;
    }

    void lives(long patient, PhoneNumber number, String language, long version) {
        var permission = new PreferenceChanged.Permission(true, false, hash(number), null);
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
                        Map.of(Channel.SMS, permission, Channel.WHATSAPP, permission),
                        SettableClock.START));
    }

    /** We asked about a visit. */
    UUID asked(long patient, long appointment, Instant when) {
        var job = Ids.next();
        happened(job, patient, appointment, Milestone.SENT, when);
        return job;
    }

    /** We told several patients who are reached at one address. */
    void toldTogether(long patient, long appointment, Instant when) {
        happened(Ids.next(), patient, appointment, Milestone.SENT, when, true);
    }

    void happened(UUID job, long patient, long appointment, Milestone milestone, Instant when) {
        happened(job, patient, appointment, milestone, when, null);
    }

    private void happened(
            UUID job, long patient, long appointment, Milestone milestone, Instant when, @Nullable Boolean household) {
        var changed = new JobChanged(
                job,
                CLINIC,
                patient,
                null,
                null,
                null,
                Purpose.APPT_CONFIRM,
                Channel.SMS,
                milestone,
                JobStatus.SENT,
                "appointment/" + appointment,
                1,
                when,
                when,
                null,
                household);
        kafka.publish(Topics.JOB, Long.toString(patient), changed);
    }

    /** Somebody wrote. */
    UUID wrote(PhoneNumber from, String text, Instant when) {
        return wrote(Ids.next(), from, text, null, when);
    }

    UUID wrote(UUID id, PhoneNumber from, String text, @Nullable String verdict, Instant when) {
        kafka.publish(
                Topics.INBOUND,
                hash(from),
                new InboundReceived(
                        id,
                        Channel.SMS,
                        hash(from),
                        cipher.seal(from.e164(), "inbound|from|" + id),
                        cipher.seal("+15005550006", "inbound|to|" + id),
                        cipher.seal(text, "inbound|body|" + id),
                        "SM" + id,
                        verdict,
                        null,
                        null,
                        when));
        return id;
    }
}
