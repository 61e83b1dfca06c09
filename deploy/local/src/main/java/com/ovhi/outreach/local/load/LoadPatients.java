package com.ovhi.outreach.local.load;

import com.ovhi.outreach.local.check.evidence.KafkaView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Made-up patients for load runs, registered the way OVHI core does it. */
final class LoadPatients {

    /** The id of the first of them. */
    static final long FIRST = 5_000_000;

    /** The id of the first of those who have a telephone only, which two of them share. */
    static final long FIRST_OF_FAMILIES = 6_000_000;

    /** The id of the first of those who have a telephone only, of their own. */
    static final long FIRST_WITHOUT_MAIL = 7_000_000;

    private static final int LAST_FEW = 50;
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration LONGEST_EACH = Duration.ofMillis(30);
    private static final String ORGANIZATION = """
            {"organization_id":11,"display_name":"Arizona Community Clinics","timezone":"America/Phoenix",
             "phone":"+16025550000","languages":["en","es"],
             "capabilities":{"sms_phi":false,"email_phi":false,"whatsapp":true}}""";
    private static final String PATIENT = """
            {"patient_id":%1$d,"organization_id":11,"given_name":"Quillon","family_name":"Loadmere","birth_date":"1980-01-01",
             "sex":"F","language":"en","timezone":"America/Phoenix",
             "address":{"city":"Tucson","state":"Arizona","postal_code":"85705"},
             "telecom":[{"system":"phone","use":"mobile","value":"%2$s"}%3$s]}""";
    private static final String MAIL = """
            ,{"system":"email","use":"home","value":"load.%d@example.org"}""";
    private static final String WHATSAPP = """
            ,{"system":"whatsapp","use":"mobile","value":"%s"}""";
    private static final int WHATSAPP_EACH = 100;

    private final Properties suite;
    private final Clock clock = Clock.systemUTC();

    LoadPatients(Properties suite) {
        this.suite = suite;
    }

    /** The telephone number of one of them. */
    static String phone(long patient) {
        var first = isOfFamily(patient) ? patient - (patient - FIRST_OF_FAMILIES) % 2 : patient;
        return "+1602%07d".formatted(2_000_000 + first - FIRST);
    }

    /** Whether one of them can be reached by WhatsApp, too; one of a hundred of those with e-mail can. */
    static boolean hasWhatsApp(long patient) {
        return hasMail(patient) && patient % WHATSAPP_EACH == 0;
    }

    private static boolean isOfFamily(long patient) {
        return patient >= FIRST_OF_FAMILIES && patient < FIRST_WITHOUT_MAIL;
    }

    private static boolean hasMail(long patient) {
        return patient < FIRST_OF_FAMILIES;
    }

    /** The first so many of those who have all addresses. */
    static List<Long> first(int count) {
        return LongStream.range(FIRST, FIRST + count).boxed().toList();
    }

    /** What OVHI core says of them. */
    static Stream<CoreEvent> told(Collection<Long> ids, Instant now) {
        return Stream.concat(
                Stream.of(new CoreEvent(
                        "ovhi.provider.v1", "organization.updated", "load-organization", now, "11", ORGANIZATION)),
                ids.stream()
                        .map(id -> new CoreEvent(
                                "ovhi.patient.v1",
                                "patient.registered",
                                "load-patient-" + id,
                                now,
                                Long.toString(id),
                                profile(id))));
    }

    private static String profile(long id) {
        var others = (hasMail(id) ? MAIL.formatted(id) : "") + (hasWhatsApp(id) ? WHATSAPP.formatted(phone(id)) : "");
        return PATIENT.formatted(id, phone(id), others);
    }

    /** Registers the first so many and returns when every service has taken note of them. */
    void register(int count) throws IOException, InterruptedException {
        register(first(count));
    }

    /** Registers some and returns when every service has taken note of them. */
    void register(List<Long> ids) throws IOException, InterruptedException {
        CoreEvent.publish(suite.getProperty("kafka"), told(ids, clock.instant()));
        var count = ids.size();
        var patience = new Patience(LONGEST.plus(LONGEST_EACH.multipliedBy(count)), Duration.ofMillis(500));
        // The partitions of the topic are handled side by side; the last few patients are spread over all of them.
        for (var id : ids.subList(Math.max(0, count - LAST_FEW), count)) {
            awaitKnown(id, patience);
        }
        awaitCalm(patience);
    }

    /** Until nobody has anything left to consume, so that what is measured next is alone. */
    void awaitCalm() throws IOException, InterruptedException {
        awaitCalm(new Patience(LONGEST.multipliedBy(10), Duration.ofMillis(500)));
    }

    private void awaitCalm(Patience patience) throws IOException, InterruptedException {
        try (var kafka = new KafkaView(suite.getProperty("kafka"))) {
            if (!patience.until(() -> kafka.lag() == 0)) {
                throw new IllegalStateException(
                        "The suite is still busy with the patients after " + patience.longest());
            }
        }
    }

    private void awaitKnown(long patient, Patience patience) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(suite.getProperty("service.orchestrator-service")
                        + "/api/v1/patients/" + patient + "/comm-context"))
                .header("Authorization", "Bearer " + suite.getProperty("token"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            if (!patience.until(() ->
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200)) {
                throw new IllegalStateException("The suite does not know the last patient after " + patience.longest());
            }
        }
    }
}
