package com.ovhi.outreach.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Checks the alert rules as files: metrics that exist, and a heading in a runbook for each alert. */
class AlertRuleTests {

    private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();
    private static final Pattern METRIC = Pattern.compile("outreach_[a-z_]+");
    private static final Pattern ENDING = Pattern.compile("_(seconds_bucket|seconds_count|seconds_sum|seconds|total)$");
    private static final Pattern NAMED = Pattern.compile("\"(outreach\\.[a-z.]+)\"");

    static Stream<Rule> rules() throws IOException {
        try (var files = Files.list(ROOT.resolve("deploy/observability/prometheus/rules"))) {
            return files.toList().stream().flatMap(AlertRuleTests::rules);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void isExplainedInARunbook(Rule rule) {
        assertThat(rule.summary()).isNotBlank();
        assertThat(rule.severity()).isIn("page", "ticket");
        assertThat(read(ROOT.resolve(rule.runbook()))).contains("\n## " + rule.alert() + "\n");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void asksForMetricsThatExist(Rule rule) throws IOException {
        var known = metrics();

        assertThat(METRIC.matcher(rule.expression()).results().map(each -> each.group()))
                .isNotEmpty()
                .allSatisfy(metric ->
                        assertThat(known).contains(ENDING.matcher(metric).replaceAll("")));
    }

    private static Stream<Rule> rules(Path file) {
        return list(map(new Yaml().load(read(file))).get("groups")).stream()
                .flatMap(group -> list(map(group).get("rules")).stream())
                .map(AlertRuleTests::map)
                .map(Rule::of);
    }

    private static List<String> metrics() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> NAMED.matcher(read(file)).results())
                    .map(each -> each.group(1).replace('.', '_'))
                    .collect(Collectors.toList());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An alert as its file has it. */
    record Rule(String alert, String expression, String severity, String summary, String runbook) {

        static Rule of(Map<String, Object> rule) {
            var notes = map(rule.get("annotations"));
            return new Rule(
                    String.valueOf(rule.get("alert")),
                    String.valueOf(rule.get("expr")),
                    String.valueOf(map(rule.get("labels")).get("severity")),
                    String.valueOf(notes.get("summary")),
                    String.valueOf(notes.get("runbook")));
        }
    }
}
