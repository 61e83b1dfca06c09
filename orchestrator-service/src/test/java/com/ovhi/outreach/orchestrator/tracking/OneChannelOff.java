package com.ovhi.outreach.orchestrator.tracking;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.EffectivePreferences;
import com.ovhi.outreach.common.contract.api.EffectivePreferences.ChannelPreference;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.PreferencesLike;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A reminder that waits for the telephone of a patient, who switches that off. */
abstract class OneChannelOff extends OneClinic {

    static final Instant LATER = Instant.parse("2026-03-05T15:00:00Z");

    UUID job = new UUID(0, 0);

    OneChannelOff(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    @BeforeEach
    void remindLater() {
        job = scheduled();
    }

    void stop(Instant at) {
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(),
                        clinic.id(),
                        patient,
                        Channel.SMS,
                        Clinic.hash(patient),
                        Intent.STOP,
                        "en",
                        1,
                        "exact",
                        null,
                        at));
    }

    UUID scheduled() {
        return UUID.fromString(schedule(
                        clinic,
                        "more-" + Clinic.number(),
                        reminder(clinic, patient, ", \"send_at\": \"" + LATER + "\""))
                .at("/job_id"));
    }

    void publish(boolean sms, boolean email) {
        publish(sms, email, null);
    }

    void publish(boolean sms, boolean email, @Nullable Boolean unencrypted) {
        kafka.publish(
                Topics.PREFERENCE,
                Long.toString(patient),
                new PreferenceChanged(
                        patient,
                        clinic.id(),
                        2,
                        List.of("America/New_York"),
                        "en",
                        null,
                        null,
                        null,
                        Map.of(
                                Channel.SMS, new Permission(sms, false, null, null),
                                Channel.EMAIL, new Permission(email, false, null, null)),
                        SettableClock.START,
                        null,
                        null,
                        null,
                        unencrypted));
    }

    EffectivePreferences withoutSms() {
        return new PreferencesLike(clinic.preferences(patient, true))
                .newer()
                .on(
                        Channel.SMS,
                        new ChannelPreference(false, false, Clinic.number(patient), Clinic.hash(patient), "stop"))
                .preferences();
    }

    String status() {
        return status(job);
    }
}
