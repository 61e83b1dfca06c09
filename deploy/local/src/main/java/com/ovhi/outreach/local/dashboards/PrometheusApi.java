package com.ovhi.outreach.local.dashboards;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks a Prometheus. Thread-safe. */
final class PrometheusApi {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    PrometheusApi(String url) {
        this.url = url;
    }

    /**
     * What an expression gives over a span of time.
     *
     * @throws IOException when Prometheus refuses it or does not answer
     */
    Series series(String expression, Instant from, Instant to, Duration step) throws IOException {
        var asked = Map.of(
                "query", expression,
                "start", Long.toString(from.getEpochSecond()),
                "end", Long.toString(to.getEpochSecond()),
                "step", Long.toString(step.toSeconds()));
        return Series.of(get("query_range", asked).path("result"));
    }

    /** The values a label of a metric has. */
    List<String> labels(String metric, String label, Instant from, Instant to) throws IOException {
        var asked = Map.of(
                "match[]", metric,
                "start", Long.toString(from.getEpochSecond()),
                "end", Long.toString(to.getEpochSecond()));
        return get("label/" + label + "/values", asked)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** Whom Prometheus cannot read, and why not. */
    List<String> unread() throws IOException {
        return get("targets", Map.of("state", "active"))
                .path("activeTargets")
                .valueStream()
                .filter(each -> !each.path("health").asString().equals("up"))
                .map(each -> each.path("scrapeUrl").asString() + ": "
                        + each.path("lastError").asString())
                .toList();
    }

    /** The alerts that cannot be judged, and why. */
    List<String> brokenAlerts() throws IOException {
        return get("rules", Map.of())
                .path("groups")
                .valueStream()
                .flatMap(group -> group.path("rules").valueStream())
                .filter(rule -> !rule.path("health").asString().equals("ok"))
                .map(rule -> rule.path("name").asString() + ": "
                        + rule.path("lastError").asString(rule.path("health").asString()))
                .toList();
    }

    private JsonNode get(String what, Map<String, String> asked) throws IOException {
        var query = asked.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/" + what + "?" + query))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = ContractJson.mapper()
                    .readTree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
            if (!answer.path("status").asString("").equals("success")) {
                throw new IOException(answer.path("error").asString("no answer"));
            }
            return answer.path("data");
        } catch (JacksonException e) {
            throw new IOException("Prometheus answers with something else than JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * What came of an expression.
     *
     * @param lines how many there are
     * @param points of all of them that are numbers
     * @param most the highest of them
     */
    record Series(int lines, long points, double most) {

        private static Series of(JsonNode result) {
            var numbers = result.valueStream()
                    .flatMap(line -> line.path("values").valueStream())
                    .mapToDouble(pair -> number(pair.path(1).asString()))
                    .filter(Double::isFinite)
                    .summaryStatistics();
            return new Series(result.size(), numbers.getCount(), numbers.getMax());
        }

        /** Prometheus also says {@code NaN}, {@code +Inf} and {@code -Inf}. */
        private static double number(String text) {
            return text.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        }
    }
}
