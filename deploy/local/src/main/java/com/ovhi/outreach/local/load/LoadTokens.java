package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Properties;

/** Tokens of the suite's simulated identity provider, for load runs. */
final class LoadTokens {

    private static final String SERVICE = """
            {"subject":"load-run","roles":["service"],"ttl_seconds":7200}""";
    private static final String OPS = """
            {"subject":"load-run","org":11,"roles":["ops","core-system"],"ttl_seconds":7200}""";

    private static final String MONITORING = """
            {"subject":"load-run","roles":["monitoring"],"ttl_seconds":7200}""";
    private static final String MANAGER = """
            {"subject":"%s","org":11,"roles":["campaign-manager"],"ttl_seconds":7200}""";

    private LoadTokens() {}

    /** Of a service of the suite. */
    static String service(Properties suite) throws IOException, InterruptedException {
        return of(suite, SERVICE);
    }

    /** Of operations of the made-up patients' organisation, who may also ask for messages. */
    static String ops(Properties suite) throws IOException, InterruptedException {
        return of(suite, OPS);
    }

    /** Of whoever reads metrics. */
    static String monitoring(Properties suite) throws IOException, InterruptedException {
        return of(suite, MONITORING);
    }

    /** Of somebody of the made-up patients' organisation who may plan and approve campaigns. */
    static String manager(Properties suite, String subject) throws IOException, InterruptedException {
        return of(suite, MANAGER.formatted(subject));
    }

    private static String of(Properties suite, String wish) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create(suite.getProperty("simulators.url") + "/simulators/identity/token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(wish))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("The identity provider answers " + answer.statusCode());
            }
            return ContractJson.mapper()
                    .readTree(answer.body())
                    .path("access_token")
                    .asString("");
        }
    }
}
