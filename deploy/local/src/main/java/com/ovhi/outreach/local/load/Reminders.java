package com.ovhi.outreach.local.load;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Properties;

/** Requests for a reminder that is due now, by SMS or e-mail in turn. */
final class Reminders {

    private static final String REMINDER = """
            {"patient_id":"%d","purpose":"appt_reminder","preferred_channel":"%s","variables":{
             "clinic_name":"Arizona Community Clinics","clinic_phone":"+16025550000",
             "visit_date":"Wed Mar 4","visit_time":"9:30 AM"}}""";

    private final Properties suite;

    Reminders(Properties suite) {
        this.suite = suite;
    }

    /** Asks to remind a patient. */
    HttpRequest request(long patient, String idempotencyKey) {
        return HttpRequest.newBuilder(
                        URI.create(suite.getProperty("service.orchestrator-service") + "/api/v1/comm/schedule"))
                .header("Authorization", "Bearer " + suite.getProperty("token"))
                .header("Idempotency-Key", idempotencyKey)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        REMINDER.formatted(patient, patient % 2 == 0 ? "sms" : "email")))
                .build();
    }
}
