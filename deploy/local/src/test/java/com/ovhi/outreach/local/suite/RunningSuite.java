package com.ovhi.outreach.local.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.messaging.EventHeaders;
import com.ovhi.outreach.common.time.ClockFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole suite, and the words in which the journeys talk to it. */
final class RunningSuite implements AutoCloseable {

    static final long ORGANIZATION = 11;
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** When it starts: 10:00 on a Monday in Phoenix, 11:00 in Chicago. */
    private static final Instant MORNING = Instant.parse("2026-03-02T17:00:00Z");

    private static final String SETTINGS = "/api/v1/comm/settings";

    private final LocalSuite suite;
    private final SuitePorts ports;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaProducer<String, byte[]> producer;
    private final String token;

    private RunningSuite(LocalSuite suite, SuitePorts ports, Path folder) {
        this.suite = suite;
        this.ports = ports;
        this.folder = folder;
        token = Simulators.token(ports.simulatorsUrl());
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Starts it in this process, with an empty folder and with patients who do nothing by themselves. */
    static RunningSuite start() {
        var folder = Path.of("target", "journeys").toAbsolutePath();
        var ports = freePorts();
        var options = new SuiteOptions(folder, false, true, MORNING, ports.offset(), false, 1);
        var suite = new RunningSuite(LocalSuite.start(options, System.out), ports, folder);
        suite.publish("ovhi.provider.v1", "11", "organization.updated", """
                {"organization_id":11,"display_name":"Arizona Community Clinics","timezone":"America/Phoenix",
                 "phone":"+16025550000","languages":["en","es"],
                 "capabilities":{"sms_phi":false,"email_phi":false,"whatsapp":true}}""");
        return suite;
    }

    /** All of them below the ports that outgoing connections use, and apart from those of another build. */
    private static SuitePorts freePorts() {
        return IntStream.generate(() -> 100 + ThreadLocalRandom.current().nextInt(110) * 30)
                .limit(100)
                .mapToObj(SuitePorts::new)
                .filter(ports -> ports.taken().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Where it keeps everything. */
    Path folder() {
        return folder;
    }

    Instant now() {
        return ClockFile.read(folder.resolve("clock.properties"))
                .instantAt(Clock.systemUTC().instant());
    }

    /** Moves the suite's clock on. */
    void advance(Duration duration) {
        var file = folder.resolve("clock.properties");
        var setting = ClockFile.read(file);
        ClockFile.write(
                file,
                new com.ovhi.outreach.common.time.ClockSetting(
                        setting.origin(), setting.start().plus(duration), setting.speed()));
    }

    void publish(String topic, String key, String type, String json) {
        var record = new ProducerRecord<>(topic, key, json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        EventHeaders.write(
                record.headers(), new EventHeaders(UUID.randomUUID().toString(), type, "ovhi-core", now(), null));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer get(SuiteService service, String path) {
        return send(request(service, path).GET());
    }

    Answer getWithoutToken(SuiteService service, String path) {
        return send(HttpRequest.newBuilder(URI.create(ports.url(service) + path)));
    }

    Answer post(SuiteService service, String path, String type, String body, String... headers) {
        var request =
                request(service, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    void put(SuiteService service, String path, String json) {
        written(request(service, path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json)));
    }

    void patch(SuiteService service, String path, String json) {
        written(request(service, path)
                .header("Content-Type", "application/merge-patch+json")
                .header("If-Match", "*")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(json)));
    }

    private void written(HttpRequest.Builder request) {
        var answer = send(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    Answer schedule(String json, String idempotencyKey) {
        return post(
                SuiteService.ORCHESTRATOR,
                "/api/v1/comm/schedule",
                "application/json",
                json,
                "Idempotency-Key",
                idempotencyKey);
    }

    /** Lets the organisation contact a patient so often in a day, and no oftener in a week. */
    void allowMessagesADay(int most) {
        var settings = (ObjectNode) get(SuiteService.ORCHESTRATOR, SETTINGS).json();
        settings.withObject("/caps").put("per_day", most).put("per_week", most);
        written(request(SuiteService.ORCHESTRATOR, SETTINGS)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"0\"")
                .PUT(HttpRequest.BodyPublishers.ofString(settings.toString())));
    }

    private HttpRequest.Builder request(SuiteService service, String path) {
        return HttpRequest.newBuilder(URI.create(ports.url(service) + path)).header("Authorization", "Bearer " + token);
    }

    Answer simulators(String path) {
        return send(HttpRequest.newBuilder(URI.create(ports.simulatorsUrl() + path)));
    }

    /** What a patient does, done now. */
    void patientWrites(String channel, String from, String body) {
        var answer = send(HttpRequest.newBuilder(URI.create(ports.simulatorsUrl() + "/simulators/patients/reply"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        ContractJson.writeText(Map.of("channel", channel, "from", from, "body", body)))));
        assertThat(answer.status()).isEqualTo(202);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            var response =
                    http.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException("No answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The messages a provider accepted for an address so far. */
    List<JsonNode> accepted(String provider, String address) {
        var entries = new ArrayList<JsonNode>();
        simulators("/simulators/ledger/" + provider + "?kind=MESSAGE&limit=5000")
                .json()
                .path("entries")
                .forEach(entry -> {
                    if (address.endsWith(entry.path("to").asString("").replace("+", ""))) {
                        entries.add(entry);
                    }
                });
        return entries;
    }

    /** Waits until a provider has accepted so many messages for an address. */
    List<JsonNode> awaitAccepted(String provider, String address, int count) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(accepted(provider, address)).hasSize(count));
        return accepted(provider, address);
    }

    /** Waits until a job has a status. */
    void awaitStatus(String jobId, String status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(job(jobId).path("status").asString(""))
                        .as("status of job %s", jobId)
                        .isEqualTo(status));
    }

    JsonNode job(String jobId) {
        return get(SuiteService.ORCHESTRATOR, "/api/v1/comm/jobs/" + jobId)
                .json()
                .path("job");
    }

    /** Waits for an event on a topic. */
    JsonNode awaitEvent(String topic, Predicate<JsonNode> fits) {
        var found = new ArrayList<JsonNode>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            found.clear();
            events(topic).stream().filter(fits).forEach(found::add);
            assertThat(found).as("events on %s that fit", topic).isNotEmpty();
        });
        return found.getFirst();
    }

    List<JsonNode> events(String topic) {
        try (var consumer = new KafkaConsumer<>(
                // Closing waits for the last fetch, which finds nothing.
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap(),
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        10),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var events = new ArrayList<JsonNode>();
            while (ends.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(each -> events.add(ContractJson.mapper().readTree(each.value())));
            }
            return events;
        }
    }

    private String bootstrap() {
        return "127.0.0.1:" + ports.kafka();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        http.close();
        suite.close();
    }

    /** An HTTP answer. */
    record Answer(int status, String body) {

        JsonNode json() {
            return ContractJson.mapper().readTree(body);
        }

        String slug() {
            return json().path("type").asString("").replace("urn:ovhi:problem:", "");
        }
    }
}
