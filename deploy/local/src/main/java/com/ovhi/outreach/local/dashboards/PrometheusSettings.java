package com.ovhi.outreach.local.dashboards;

import com.ovhi.outreach.local.check.evidence.SuiteConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The settings of the suite's own Prometheus, made to fit a suite on this machine: other addresses, nothing else. */
final class PrometheusSettings {

    static final Path ORIGINAL = Path.of("deploy", "observability", "prometheus", "prometheus.yml");

    private static final Path RULES = Path.of("deploy", "observability", "prometheus", "rules", "*.yml");

    private PrometheusSettings() {}

    /**
     * Writes them into a folder.
     *
     * @param secret of the client {@code prometheus} at the suite's identity provider; readable by its owner only
     * @return the file to start Prometheus with
     */
    static Path write(Path folder, SuiteConnection suite, String secret) throws IOException {
        Files.createDirectories(folder);
        var secretFile = folder.resolve("client-secret");
        Files.deleteIfExists(secretFile);
        Files.createFile(
                secretFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secretFile, secret);
        var file = folder.resolve("prometheus.yml");
        return Files.writeString(file, fitted(Files.readString(ORIGINAL), suite, secretFile));
    }

    /** @throws IllegalStateException when the original is not built as it was when this was written */
    static String fitted(String original, SuiteConnection suite, Path secretFile) {
        Map<String, Object> settings = map(new Yaml().load(original));
        settings.put("rule_files", List.of(RULES.toAbsolutePath().toString()));
        var jobs = list(settings.get("scrape_configs"));
        if (jobs.size() != 1) {
            throw new IllegalStateException("There is more to ask than the suite: " + ORIGINAL);
        }
        var job = map(jobs.getFirst());
        var client = map(job.get("oauth2"));
        client.put("client_secret_file", secretFile.toAbsolutePath().toString());
        client.put("token_url", suite.simulators() + "/oauth2/token");
        var targets = map(list(job.get("static_configs")).getFirst());
        targets.put("targets", targets(list(targets.get("targets")), suite));
        return new Yaml().dump(settings);
    }

    /** Each of the original's, where it listens here. */
    private static List<String> targets(List<?> originals, SuiteConnection suite) {
        return originals.stream()
                .map(each -> String.valueOf(each).replaceFirst(":\\d+$", ""))
                .map(name -> name.equals("simulators") ? suite.simulators() : address(name, suite))
                .map(address -> URI.create(address).getAuthority())
                .toList();
    }

    private static String address(String service, SuiteConnection suite) {
        return Optional.ofNullable(suite.services().get(service))
                .orElseThrow(() -> new IllegalStateException("The suite has no " + service));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }
}
