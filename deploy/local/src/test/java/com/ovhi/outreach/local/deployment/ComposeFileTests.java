package com.ovhi.outreach.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Checks docker-compose.yml as a file: every variable, port, path, image and service it names. */
class ComposeFileTests {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern REQUIRED = Pattern.compile("\\$\\{([A-Z_]+):\\?");
    private static final Pattern SETTING = Pattern.compile("\\$\\{(OUTREACH_[A-Z_]+)");

    /** What is as good with its default in every installation. */
    private static final Set<String> TUNING = Set.of(
            "OUTREACH_CHANNEL_URGENT_CONCURRENCY",
            "OUTREACH_CHANNEL_PRIORITY_CONCURRENCY",
            "OUTREACH_CHANNEL_BULK_CONCURRENCY",
            "OUTREACH_CHANNEL_DB_POOL",
            "OUTREACH_GATE_CLOSES_AFTER",
            "OUTREACH_GATE_READERS",
            "OUTREACH_ORCHESTRATOR_DB_POOL",
            "OUTREACH_ORCHESTRATOR_REPORT_CONCURRENCY",
            "OUTREACH_ANALYTICS_JOB_CONCURRENCY",
            "OUTREACH_ANALYTICS_DB_POOL",
            "OUTREACH_SCHEDULER_DB_POOL",
            "OUTREACH_HTTP_THREADS",
            "OUTREACH_FIXED_PORTAL_URL",
            "OUTREACH_PREFERENCE_PAGE_BASE",
            "OUTREACH_WHATSAPP_VERSION");

    private final String text = read(ROOT.resolve("docker-compose.yml"));
    private final Map<String, Object> compose = map(new Yaml().load(text));
    private final Map<String, Object> services = map(compose.get("services"));

    @Test
    void runsEveryServiceOfTheSuite() {
        var modules = Pattern.compile("<module>([a-z-]+)</module>")
                .matcher(read(ROOT.resolve("pom.xml")))
                .results()
                .map(match -> match.group(1))
                .filter(module -> !module.equals("common-lib"))
                .collect(Collectors.toSet());

        assertThat(modules).hasSize(10);
        assertThat(services.keySet()).containsAll(modules);
        modules.forEach(module -> assertThat(environment(module)).containsEntry("SERVICE", module));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void publishesThePortTheServiceListensOn(String service) {
        var settings = read(ROOT.resolve(service).resolve("src/main/resources/" + service + ".yml"));
        var port = Pattern.compile("\\$\\{(OUTREACH_[A-Z]+_PORT):(\\d+)}").matcher(settings);
        assertThat(port.find()).isTrue();

        assertThat(environment(service)).containsEntry(port.group(1), port.group(2));
        assertThat(list(service(service).get("ports"))).containsExactly(port.group(2) + ":" + port.group(2));
        assertThat(read(ROOT.resolve("deploy/observability/prometheus/prometheus.yml")))
                .contains("- " + service + ":" + port.group(2));
    }

    static Stream<String> applications() {
        return Stream.of(
                "orchestrator-service",
                "preference-service",
                "template-service",
                "scheduler-service",
                "segment-service",
                "channel-workers",
                "webhook-service",
                "reply-parser-service",
                "analytics-service",
                "ml-optimizer-service");
    }

    @Test
    void setsOnlyVariablesThatSomebodyReads() {
        var read = new TreeSet<String>();
        Stream.concat(applications(), Stream.of("common-lib"))
                .forEach(module ->
                        SETTING.matcher(settingsOf(module)).results().forEach(match -> read.add(match.group(1))));

        applications()
                .forEach(service -> assertThat(environment(service).keySet())
                        .filteredOn(name -> name.startsWith("OUTREACH_"))
                        .isSubsetOf(read));
    }

    @Test
    void givesEverySettingThatHasNoDefault() {
        var needed = Pattern.compile("\\$\\{(OUTREACH_[A-Z_]+)}")
                .matcher(settingsOf("common-lib"))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());

        applications().forEach(service -> assertThat(environment(service)).containsKeys(needed.toArray(String[]::new)));
    }

    @ParameterizedTest
    @MethodSource("applications")
    void givesEveryServiceWhatAnInstallationDecides(String service) {
        var read = SETTING.matcher(settingsOf(service))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !TUNING.contains(name))
                .collect(Collectors.toSet());

        assertThat(environment(service).keySet()).containsAll(read);
    }

    @Test
    void givesTheKeyOfTheAuditLogToItsKeeperAlone() {
        assertThat(services.keySet())
                .filteredOn(name ->
                        map(service(name).getOrDefault("environment", Map.of())).containsKey("OUTREACH_AUDIT_KEY"))
                .containsExactly("preference-service");
        assertThat(environment("preference-service"))
                .containsEntry("OUTREACH_AUDIT_KEY", "${OUTREACH_AUDIT_KEY:?set it in .env}");
    }

    @Test
    void namesEveryRequiredVariableInTheExampleOfTheEnvironment() {
        var example = read(ROOT.resolve(".env.example"))
                .lines()
                .filter(line -> line.matches("[A-Z_]+=.*"))
                .map(line -> line.substring(0, line.indexOf('=')))
                .collect(Collectors.toSet());

        assertThat(REQUIRED.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet()))
                .isEqualTo(example);
    }

    @Test
    void dependsOnlyOnServicesThatExistAndAreWatched() {
        services.keySet()
                .forEach(name -> map(service(name).getOrDefault("depends_on", Map.of()))
                        .forEach((needed, how) -> {
                            assertThat(services).containsKey(needed);
                            if ("service_healthy".equals(map(how).get("condition"))) {
                                assertThat(service(needed)).containsKey("healthcheck");
                            }
                        }));
    }

    @Test
    void pinsEveryImage() {
        services.keySet()
                .forEach(name -> assertThat(String.valueOf(service(name).get("image")))
                        .as(name)
                        .matches(".+:.+")
                        .doesNotEndWith(":latest"));
    }

    @Test
    void mountsOnlyWhatExists() {
        var declared = map(compose.get("volumes")).keySet();
        services.keySet().stream()
                .flatMap(name -> list(service(name).getOrDefault("volumes", List.of())).stream())
                .map(volume -> String.valueOf(volume).split(":")[0])
                .forEach(source -> {
                    if (source.startsWith("./")) {
                        assertThat(ROOT.resolve(source)).exists();
                    } else {
                        assertThat(declared).contains(source);
                    }
                });
    }

    @Test
    void createsTheSchemaOfEveryService() {
        var script = read(ROOT.resolve("deploy/docker/mysql-init.sh"));

        applications().forEach(service -> {
            var schema = Pattern.compile("schema: (ovhi_[a-z]+)").matcher(settingsOf(service));
            assertThat(schema.find()).isTrue();
            assertThat(script).contains(schema.group(1));
        });
    }

    @Test
    void buildsTheImageFromFilesThatExist() {
        var dockerfile = read(ROOT.resolve("deploy/docker/Dockerfile"));

        assertThat(dockerfile).contains("deploy/docker/collect-jars.sh").contains("USER outreach");
        assertThat(ROOT.resolve("deploy/docker/entrypoint.sh")).isExecutable();
        assertThat(ROOT.resolve("deploy/docker/collect-jars.sh")).isExecutable();
        var collected = read(ROOT.resolve("deploy/docker/collect-jars.sh"));
        applications().forEach(service -> assertThat(collected).contains(service));
    }

    /** During an update there are two of each. */
    @Test
    void theDatabaseHasRoomForThePoolsOfTwoInstancesOfEachService() {
        var most = Pattern.compile("--max-connections=(\\d+)").matcher(text);
        assertThat(most.find()).isTrue();

        assertThat(Integer.parseInt(most.group(1)))
                .isGreaterThan(2
                        * applications().mapToInt(ComposeFileTests::connections).sum());
    }

    private static int connections(String service) {
        return Stream.of(service, "common-lib")
                .flatMap(module -> Pattern.compile("maximum-pool-size: \\$\\{OUTREACH_[A-Z_]+:(\\d+)}")
                        .matcher(settingsOf(module))
                        .results())
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Object> environment(String service) {
        return map(service(service).get("environment"));
    }

    private Map<String, Object> service(String name) {
        return map(services.get(name));
    }

    private static String settingsOf(String module) {
        var file = module.equals("common-lib") ? "common-defaults.yml" : module + ".yml";
        return read(ROOT.resolve(module).resolve("src/main/resources").resolve(file));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }

    private static List<Object> list(@Nullable Object node) {
        return List.copyOf((List<?>) Objects.requireNonNull(node));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
