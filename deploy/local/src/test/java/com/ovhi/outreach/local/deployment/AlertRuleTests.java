package com.ovhi.outreach.local.deployment;

import static com.ovhi.outreach.local.deployment.Deployment.ROOT;
import static com.ovhi.outreach.local.deployment.Deployment.files;
import static com.ovhi.outreach.local.deployment.Deployment.list;
import static com.ovhi.outreach.local.deployment.Deployment.map;
import static com.ovhi.outreach.local.deployment.Deployment.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.Yaml;

/** Checks the alert rules: metrics that exist, a heading in a runbook for each, and that each fires and clears. */
class AlertRuleTests {

    private static final String RULES = "deploy/observability/prometheus/rules";
    private static final String TESTS = "deploy/observability/prometheus/tests";
    private static final Set<String> METERS = Deployment.meters();
    private static final Pattern QUANTILE = Pattern.compile(
            "histogram_quantile\\(.*?\\b(outreach_[a-z_]+)_bucket.*?\\)\\s*>\\s*(\\d+)", Pattern.DOTALL);
    private static final Pattern LONGEST = Pattern.compile(
            "\"(outreach\\.[a-z.]+)\"[^;]*?maximumExpectedValue\\(Duration\\.ofHours\\((\\d+)\\)\\)", Pattern.DOTALL);

    static Stream<Rule> rules() {
        return files(RULES).stream().flatMap(AlertRuleTests::rules);
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
    void asksForMetricsThatExist(Rule rule) {
        assertThat(Deployment.ours(rule.expression()).stream().map(Deployment::meter))
                .isSubsetOf(METERS);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasATestInWhichItFiresAndClears(Rule rule) {
        var expected = files(TESTS).stream()
                .flatMap(file -> list(map(new Yaml().load(read(file))).get("tests")).stream())
                .flatMap(test -> list(map(test).get("alert_rule_test")).stream())
                .map(Deployment::map)
                .filter(each -> rule.alert().equals(each.get("alertname")))
                .map(each -> list(each.get("exp_alerts")).isEmpty())
                .toList();

        assertThat(expected).contains(true, false);
    }

    /** Nothing is ever seen to take longer than the last bucket says, whatever the buckets of the rules' own tests are. */
    @ParameterizedTest
    @MethodSource("rules")
    void asksForNothingBeyondTheLastBucket(Rule rule) {
        QUANTILE.matcher(rule.expression())
                .results()
                .forEach(found -> assertThat(longest(Deployment.meter(found.group(1))))
                        .as(found.group(1))
                        .isGreaterThan(Duration.ofSeconds(Long.parseLong(found.group(2)))));
    }

    /** Where the buckets of a timer end: where its code or the settings say so, else where Micrometer says. */
    private static Duration longest(String meter) {
        var inCode = files("").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .map(Deployment::read)
                .flatMap(code -> LONGEST.matcher(code).results())
                .filter(found -> found.group(1).replace('.', '_').equals(meter))
                .map(found -> Duration.ofHours(Long.parseLong(found.group(2))));
        Map<?, ?> settings = new Yaml()
                .load(read(ROOT.resolve("common-lib/src/main/resources/common-defaults.yml"))
                        .split("(?m)^---$")[0]);
        var inSettings =
                map(map(settings.get("management")).get("metrics.distribution.maximum-expected-value"))
                        .entrySet()
                        .stream()
                        .filter(each -> each.getKey().replace('.', '_').equals(meter))
                        .map(each -> DurationStyle.detectAndParse(String.valueOf(each.getValue())));
        return Stream.concat(inCode, inSettings).findFirst().orElse(Duration.ofSeconds(30));
    }

    /** Debian has promtool in the package prometheus. */
    @Test
    void firesAndClears() throws IOException, InterruptedException {
        var promtool = onPath("promtool").orElse(null);
        Assumptions.assumeTrue(promtool != null, "The rules are not run: no promtool on the PATH");
        var command = Stream.concat(
                        Stream.of(String.valueOf(promtool), "test", "rules"),
                        files(TESTS).stream().map(Path::toString))
                .toList();

        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Rule> rules(Path file) {
        List<?> groups = list(map(new Yaml().load(read(file))).get("groups"));
        return groups.stream()
                .flatMap(group -> list(map(group).get("rules")).stream())
                .map(Deployment::map)
                .map(Rule::of);
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
