package com.ovhi.outreach.common.testing;

import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.embedded.EmbeddedKafka;
import com.ovhi.outreach.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The servers a test run needs, started when the first test asks for them and stopped with the JVM. Which database it
 * is decides {@link TestDatabase}; Kafka and Redis are always the embedded ones. A service finds them through the same
 * settings as in production, given as system properties.
 */
public final class TestServers implements BeforeAllCallback {

    private static final Path DATA = Path.of(
            "target", "test-servers", Long.toString(ProcessHandle.current().pid()));
    private static @Nullable TestServers running;

    private final TestDatabase database;
    private final EmbeddedKafka kafka;
    private final EmbeddedRedis redis;
    private final TestTokens identity;
    private final Map<String, Boolean> schemas = new ConcurrentHashMap<>();

    /** For JUnit; the servers belong to the test run, not to one extension. */
    public TestServers() {
        this(null);
    }

    private TestServers(@Nullable Path data) {
        if (data == null) {
            var servers = shared();
            database = servers.database;
            kafka = servers.kafka;
            redis = servers.redis;
            identity = servers.identity;
        } else {
            database = TestDatabase.start(data.resolve("mysql"));
            kafka = EmbeddedKafka.start(data.resolve("kafka"), 0, Map.of());
            redis = EmbeddedRedis.start(data.resolve("redis"), 0);
            identity = new TestTokens();
        }
    }

    private static synchronized TestServers shared() {
        if (running == null) {
            running = new TestServers(DATA.toAbsolutePath());
            lookOften();
            publishSettings(running);
            var servers = running;
            Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "stop-test-servers"));
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var schema =
                context.getRequiredTestClass().getAnnotation(ServiceTest.class).schema();
        shared().createSchemaOnce(schema);
    }

    private synchronized void createSchemaOnce(String schema) {
        schemas.computeIfAbsent(schema, name -> {
            database.createSchema(name, name, "test");
            return true;
        });
    }

    /** The database of this run, for tests below the level of a service. */
    public static TestDatabase database() {
        return shared().database;
    }

    static TestTokens identity() {
        return shared().identity;
    }

    /** Where Kafka listens. */
    public static String bootstrapServers() {
        return shared().kafka.bootstrapServers();
    }

    /** What tests wait for takes milliseconds; the default is to look after a tenth of a second, and then every tenth. */
    private static void lookOften() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    private static void publishSettings(TestServers servers) {
        set("OUTREACH_DB_HOST", servers.database.host());
        set("OUTREACH_DB_PORT", Integer.toString(servers.database.port()));
        set("OUTREACH_DB_PASSWORD", "test");
        set("OUTREACH_DB_KEY_RETRIEVAL", "true");
        set("OUTREACH_DB_POOL", "8");
        set("OUTREACH_KAFKA", servers.kafka.bootstrapServers());
        set("OUTREACH_REDIS_PORT", Integer.toString(servers.redis.port()));
        // A busy build machine is no outage.
        set("spring.data.redis.timeout", "5s");
        set("OUTREACH_ISSUER", servers.identity.issuer());
        set("OUTREACH_JWKS_URI", servers.identity.issuer() + "/oauth2/jwks");
        set("OUTREACH_TOKEN_URI", servers.identity.issuer() + "/oauth2/token");
        set("OUTREACH_CLIENT_SECRET", "test");
        set("OUTREACH_KEYSET", KeysetTool.generate());
        set("OUTREACH_INDEX_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        set("outreach.topics.partitions", "2");
        set("OUTREACH_CONCURRENCY", "1");
        // Tests do wait for consumers that nobody else waits for.
        set("outreach.unhurried.wait", "20");
        set("spring.profiles.active", servers.database.mariaDb() ? "mariadb" : "mysql");
    }

    private static void set(String name, String value) {
        System.setProperty(name, value);
    }

    private void stop() {
        redis.close();
        kafka.close();
        database.close();
    }
}
