package com.ovhi.outreach.local.load;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How late the statistics were in a span of time, as analytics-service itself measures it. */
final class StatisticsLag {

    /** From when something happened to a message, at its provider perhaps, to the commit that counts it. */
    static final String LAG = "outreach_analytics_lag_seconds";

    /** From when the ledger of jobs took it over. */
    static final String BEHIND = "outreach_analytics_behind_seconds";

    private static final double HUNDREDTH = 0.01;

    private final HttpRequest metrics;
    private String before = "";

    StatisticsLag(Properties suite) throws IOException, InterruptedException {
        metrics = HttpRequest.newBuilder(
                        URI.create(suite.getProperty("service.analytics-service") + "/actuator/prometheus"))
                .header("Authorization", "Bearer " + LoadTokens.monitoring(suite))
                .build();
    }

    /** Forgets what was before. */
    void begin() throws IOException, InterruptedException {
        before = ask();
    }

    /** The seconds within which all but a hundredth were counted since the beginning, at most; NaN when there was nothing. */
    private double p99(String timer) throws IOException, InterruptedException {
        return p99(buckets(before, timer), buckets(ask(), timer));
    }

    /**
     * Says how late they were, since the ledger knew and since it happened.
     *
     * @return the seconds since it happened, within which all but a hundredth were counted
     */
    double tell(PrintStream out) throws IOException, InterruptedException {
        var lag = p99(LAG);
        out.printf(
                Locale.ROOT,
                "all but a hundredth was counted within %.2f s of when it happened, %.2f s of its entry in the ledger%n",
                lag,
                p99(BEHIND));
        return lag;
    }

    private String ask() throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(metrics, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("The metrics of analytics-service cannot be read: " + answer.statusCode());
            }
            return answer.body();
        }
    }

    /** How many took no longer, by seconds, infinity last. */
    static NavigableMap<Double, Double> buckets(String scrape, String timer) {
        var buckets = new TreeMap<Double, Double>();
        Pattern.compile("(?m)^" + timer + "_bucket\\{.*?\\ble=\"([^\"]+)\".*?}\\s+(\\S+)$")
                .matcher(scrape)
                .results()
                .forEach(found -> buckets.put(
                        found.group(1).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(found.group(1)),
                        Double.parseDouble(found.group(2))));
        return buckets;
    }

    static double p99(NavigableMap<Double, Double> before, NavigableMap<Double, Double> after) {
        var since = new TreeMap<Double, Double>();
        after.forEach((seconds, count) -> since.put(seconds, count - before.getOrDefault(seconds, 0.0)));
        if (since.isEmpty() || since.lastEntry().getValue() == 0) {
            return Double.NaN;
        }
        var enough = since.lastEntry().getValue() * (1 - HUNDREDTH);
        return since.entrySet().stream()
                .filter(each -> each.getValue() >= enough)
                .mapToDouble(each -> each.getKey())
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
