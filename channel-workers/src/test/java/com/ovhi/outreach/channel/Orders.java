package com.ovhi.outreach.channel;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.Sealed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.EmailAddress;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Patients with addresses of their own, and orders to contact them. */
public final class Orders {

    private static final AtomicLong PATIENTS = new AtomicLong(20_000);
    private static final Duration SOON = Duration.ofHours(1);

    private final FieldCipher cipher;
    private final AddressHash hashes;

    public Orders(FieldCipher cipher, AddressHash hashes) {
        this.cipher = cipher;
        this.hashes = hashes;
    }

    public static long newPatient() {
        return PATIENTS.incrementAndGet();
    }

    public static String address(long patient, Channel channel) {
        return channel == Channel.EMAIL
                ? "p" + patient + "@example.com"
                : "+1212555" + String.format("%04d", patient % 10_000);
    }

    public String hash(long patient, Channel channel) {
        var text = address(patient, channel);
        Address address = channel == Channel.EMAIL ? new EmailAddress(text) : new PhoneNumber(text);
        return hashes.of(address);
    }

    /** The patient allows transactional messages on every channel, or none. */
    public PreferenceChanged preferences(long patient, long version, boolean allowed) {
        return preferences(Samples.ORGANIZATION, patient, version, allowed);
    }

    /** The same for a patient of another organisation. */
    public PreferenceChanged preferences(long organization, long patient, long version, boolean allowed) {
        var channels = new EnumMap<Channel, PreferenceChanged.Permission>(Channel.class);
        for (var channel : Channel.values()) {
            channels.put(
                    channel,
                    new PreferenceChanged.Permission(allowed, false, hash(patient, channel), new Sealed("c2VhbGVk")));
        }
        return new PreferenceChanged(
                patient,
                organization,
                version,
                List.of("America/New_York"),
                "en",
                null,
                null,
                null,
                channels,
                SettableClock.START);
    }

    public DispatchOrdered order(long patient, Channel channel) {
        return order(patient, channel, Ids.next(), Ids.next(), 1);
    }

    public DispatchOrdered order(long patient, Channel channel, UUID job, UUID slot, int attempt) {
        return order(Samples.ORGANIZATION, patient, channel, job, slot, attempt);
    }

    /** The same for a patient of another organisation. */
    public DispatchOrdered order(long organization, long patient, Channel channel, UUID job, UUID slot, int attempt) {
        return new DispatchOrdered(
                job,
                slot,
                organization,
                patient,
                Purpose.APPT_REMINDER,
                channel,
                attempt,
                SettableClock.START.plus(SOON),
                false,
                sealed(patient, channel, job));
    }

    /** The same order, judged by a version of the patient's preferences; null as of an older scheduler. */
    public static DispatchOrdered judgedBy(@Nullable Long version, DispatchOrdered order) {
        return new DispatchOrdered(
                order.jobId(),
                order.slotId(),
                order.organizationId(),
                order.patientId(),
                order.purpose(),
                order.channel(),
                order.attempt(),
                order.deadline(),
                order.marketing(),
                order.content(),
                order.expiresAt(),
                version);
    }

    public MessageContent content(long patient, Channel channel, UUID job) {
        return new MessageContent(
                address(patient, channel),
                hash(patient, channel),
                "A message from your clinic",
                "Your visit is on Wed Mar 4, 9:30 AM. " + job,
                "<p>Your visit</p>",
                new MessageContent.WhatsAppTemplate("appt_reminder", "en_US", List.of("Clinic"), List.of("c:" + job)),
                "Clinic",
                "en");
    }

    private Sealed sealed(long patient, Channel channel, UUID job) {
        return cipher.seal(ContractJson.writeText(content(patient, channel, job)), "dispatch|" + job);
    }
}
