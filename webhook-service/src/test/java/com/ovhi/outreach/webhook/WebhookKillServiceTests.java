package com.ovhi.outreach.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ForkedService;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.embedded.EmbeddedMariaDb;
import com.ovhi.outreach.embedded.EmbeddedRedis;
import com.ovhi.outreach.embedded.EmbeddedServers;
import com.ovhi.outreach.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Everything dies by {@code kill -9} while providers post: the service, Redis, the database, Kafka. What was answered with
 * 2xx is there at the end, once, and published under one id; what a patient wrote is published in that order.
 */
class WebhookKillServiceTests {

    private static final String SCHEMA = "ovhi_webhook_kill";
    private static final int POSTERS = 3;
    private static final List<String> NUMBERS = List.of("+15551230601", "+15551230602", "+15551230603");
    private static final int FEW = 3;
    private static final int BATCH = 5;
    private static final int STEP = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final KeyPair KEYS = Signing.newKeys();

    private final Path folder;
    private final Deque<Runnable> closing = new ArrayDeque<>();
    private final ExecutorService posters = Executors.newFixedThreadPool(POSTERS + NUMBERS.size());
    private final AtomicBoolean enough = new AtomicBoolean();
    private final Set<UUID> answered = ConcurrentHashMap.newKeySet();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private volatile int port;
    private final List<NumberedTexts> patients = NUMBERS.stream()
            .map(number -> new NumberedTexts(number, http, () -> port))
            .toList();

    WebhookKillServiceTests(@TempDir Path folder) {
        this.folder = folder;
        TestServers.database(); // tells forked services what they need beside the servers of this test
    }

    @AfterEach
    void stop() {
        enough.set(true);
        posters.close();
        closing.forEach(Runnable::run);
    }

    @Test
    void losesNothingThatWasAnsweredWhateverDies() throws IOException {
        var database = database(0);
        var redis = EmbeddedRedis.start(folder.resolve("redis"), 0);
        var kafka = kafka(Ports.free());
        database.createSchema(SCHEMA, SCHEMA, "test");
        var service = start(database, redis, kafka);
        IntStream.range(0, POSTERS).forEach(_ -> posters.execute(this::post));
        patients.forEach(patient -> posters.execute(() -> patient.write(enough::get)));

        awaitProgress();
        service.kill();
        service = start(database, redis, kafka);
        awaitProgress();
        redis.kill();
        awaitProgress();
        redis = EmbeddedRedis.start(folder.resolve("redis"), redis.port());
        closing.add(redis::close);
        database.kill();
        awaitProgress();
        assertThat(waiting()).as("the spool takes what the database does not").isPositive();
        database = database(database.port());
        awaitProgress();
        kafka.kill();
        awaitProgress();
        service.kill();
        kafka = kafka(kafka.port());
        start(database, redis, kafka);
        awaitProgress();
        enough.set(true);
        posters.close();

        await().atMost(PATIENCE).until(() -> waiting() == 0);
        verify(database, kafka);
    }

    private void verify(EmbeddedMariaDb database, ForkedKafka kafka) {
        var jdbc = new JdbcTemplate(new DriverManagerDataSource(database.jdbcUrl(SCHEMA), SCHEMA, "test"));
        var stored = jdbc.query(
                "SELECT job_id, COUNT(*) FROM webhook_events WHERE job_id IS NOT NULL GROUP BY job_id",
                (row, _) -> Map.entry(UUID.fromString(row.getString(1)), row.getInt(2)));
        assertThat(stored.stream().map(Map.Entry::getKey)).containsAll(answered);
        assertThat(stored).as("each event once").allMatch(each -> each.getValue() == 1);
        await().atMost(PATIENCE)
                .until(() -> Long.valueOf(0)
                        .equals(jdbc.queryForObject("SELECT COUNT(*) FROM outbox WHERE sent = 0", Long.class)));
        var ids = new HashMap<UUID, Set<String>>();
        try (var topic = new TestKafka(kafka.bootstrapServers())) {
            patients.forEach(patient -> patient.verify(topic, NumberedTexts.cipher(), NumberedTexts.hashes()));
            topic.records(Topics.DELIVERY)
                    .forEach(record -> ids.computeIfAbsent(
                                    record.as(DeliveryReported.class).jobId(), _ -> new HashSet<>())
                            .add(String.valueOf(record.header("ce_id"))));
        }
        assertThat(ids.keySet()).containsAll(answered);
        assertThat(ids.values()).as("each event under one id").allMatch(each -> each.size() == 1);
    }

    /** As SendGrid does: the same batch again until it is taken. Each event is about a job of its own. */
    private void post() {
        while (!enough.get()) {
            var jobs =
                    IntStream.range(0, BATCH).mapToObj(_ -> UUID.randomUUID()).toList();
            var body = jobs.stream()
                    .map(job -> ProviderCalls.sendGridEvent(job, "delivered"))
                    .collect(Collectors.joining(",", "[", "]"))
                    .getBytes(StandardCharsets.UTF_8);
            var taken = taken(body);
            while (!taken && !enough.get()) {
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
                taken = taken(body);
            }
            if (taken) {
                answered.addAll(jobs);
            }
        }
    }

    private boolean taken(byte[] body) {
        var time = Long.toString(Instant.now().getEpochSecond());
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/webhooks/sendgrid/events"))
                .timeout(Duration.ofSeconds(15))
                .header("X-Twilio-Email-Event-Webhook-Signature", Signing.sendGrid(KEYS, time, body))
                .header("X-Twilio-Email-Event-Webhook-Timestamp", time)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitProgress() {
        var before = answered.size();
        var texts = patients.stream().map(NumberedTexts::answered).toList();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> answered.size() > before + STEP
                        && IntStream.range(0, texts.size())
                                .allMatch(at -> patients.get(at).answered() > texts.get(at) + FEW));
    }

    private long waiting() {
        if (!Files.isDirectory(folder.resolve("spool"))) {
            return 0;
        }
        try (var files = Files.list(folder.resolve("spool"))) {
            return files.filter(file -> file.toString().endsWith(".notice")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EmbeddedMariaDb database(int port) {
        var database = EmbeddedMariaDb.start(EmbeddedServers.cacheDir(), folder.resolve("mariadb"), port);
        closing.add(database::close);
        return database;
    }

    private ForkedKafka kafka(int port) throws IOException {
        var kafka = ForkedKafka.start(folder.resolve("kafka"), port);
        closing.add(kafka::close);
        return kafka;
    }

    private ForkedService start(EmbeddedMariaDb database, EmbeddedRedis redis, ForkedKafka kafka) throws IOException {
        var service = ForkedService.start(
                WebhookApplication.class,
                SCHEMA,
                Stream.concat(
                                Stream.of(
                                        "OUTREACH_DB_HOST=127.0.0.1",
                                        "OUTREACH_DB_PORT=" + database.port(),
                                        "OUTREACH_KAFKA=" + kafka.bootstrapServers(),
                                        "OUTREACH_REDIS_PORT=" + redis.port(),
                                        "spring.profiles.active=mariadb",
                                        "outreach.webhook.spool.directory=" + folder.resolve("spool"),
                                        "outreach.webhook.sendgrid.accounts.main.public-keys="
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                KEYS.getPublic().getEncoded())),
                                NumberedTexts.settings().stream())
                        .toArray(String[]::new));
        closing.addFirst(service::close);
        port = service.port();
        return service;
    }
}
