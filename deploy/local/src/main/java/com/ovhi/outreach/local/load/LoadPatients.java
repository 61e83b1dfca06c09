package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import com.ovhi.outreach.local.check.evidence.KafkaView;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Made-up patients for load runs, registered the way OVHI core does it. */
final class LoadPatients {

    /** The id of the first of them. */
    static final long FIRST = 5_000_000;

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
             "telecom":[{"system":"phone","use":"mobile","value":"%2$s"},
                        {"system":"email","use":"home","value":"load.%1$d@example.org"}%3$s]}""";
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
        return "+1602%07d".formatted(2_000_000 + patient - FIRST);
    }

    /** Whether one of them can be reached by WhatsApp, too; one of a hundred can. */
    static boolean hasWhatsApp(long patient) {
        return patient % WHATSAPP_EACH == 0;
    }

    /** Writes what OVHI core said of so many as a feed that was played, so that the check knows them. */
    void tell(int count, Path folder) throws IOException {
        var now = clock.instant();
        var lines = Stream.concat(
                Stream.of(line("ovhi.provider.v1", "organization.updated", "11", now, ORGANIZATION)),
                LongStream.range(FIRST, FIRST + count)
                        .mapToObj(id ->
                                line("ovhi.patient.v1", "patient.registered", Long.toString(id), now, profile(id))));
        Files.write(folder.resolve("burst-feed.ndjson"), (Iterable<String>) lines::iterator);
        FeedPosition.NONE.at(count + 1).write(folder);
    }

    private static String line(String topic, String type, String key, Instant time, String json) {
        return ContractJson.writeText(Map.of(
                "topic",
                topic,
                "type",
                type,
                "id",
                "load-" + key,
                "time",
                time.toString(),
                "key",
                key,
                "data",
                ContractJson.mapper().readTree(json)));
    }

    private static String profile(long id) {
        return PATIENT.formatted(id, phone(id), hasWhatsApp(id) ? WHATSAPP.formatted(phone(id)) : "");
    }

    /** Registers so many and returns when every service has taken note of them. */
    void register(int count) throws IOException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, suite.getProperty("kafka")),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(event("ovhi.provider.v1", "11", "organization.updated", "load-organization", ORGANIZATION));
            for (var i = 0; i < count; i++) {
                var id = FIRST + i;
                producer.send(event(
                        "ovhi.patient.v1", Long.toString(id), "patient.registered", "load-patient-" + id, profile(id)));
            }
        }
        var patience = new Patience(LONGEST.plus(LONGEST_EACH.multipliedBy(count)), Duration.ofMillis(500));
        // The partitions of the topic are handled side by side; the last few patients are spread over all of them.
        for (var i = Math.max(0, count - LAST_FEW); i < count; i++) {
            awaitKnown(FIRST + i, patience);
        }
        awaitCalm(patience);
    }

    /** Until nobody has anything left to consume, so that what is measured next is alone. */
    void awaitCalm() throws IOException, InterruptedException {
        awaitCalm(new Patience(LONGEST.multipliedBy(10), Duration.ofMillis(500)));
    }

    private ProducerRecord<String, byte[]> event(String topic, String key, String type, String id, String json) {
        var record = new ProducerRecord<>(topic, key, json.getBytes(StandardCharsets.UTF_8));
        EventHeaders.write(record.headers(), new EventHeaders(id, type, "ovhi-core", clock.instant(), null));
        return record;
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
