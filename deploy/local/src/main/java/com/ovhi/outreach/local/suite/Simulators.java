package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What the launcher asks the simulators for. */
final class Simulators {

    private static final String TOKEN_REQUEST = """
            {"subject":"developer","org":11,"ttl_seconds":43200,
             "roles":["core-system","clinic-staff","campaign-manager","compliance","ops"]}""";

    private Simulators() {}

    /** A token for the person at the terminal, from the development identity provider. */
    static String token(String simulators) {
        var request = HttpRequest.newBuilder(URI.create(simulators + "/simulators/identity/token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TOKEN_REQUEST))
                .build();
        return ContractJson.mapper()
                .readTree(answer(request))
                .path("access_token")
                .asString("");
    }

    /** The key the simulated SendGrid signs its events with. */
    static String sendGridPublicKey(String simulators) {
        var answer = answer(HttpRequest.newBuilder(URI.create(simulators + "/simulators/sendgrid/public-key"))
                .build());
        return answer.startsWith("{")
                ? ContractJson.mapper().readTree(answer).path("public_key").asString("")
                : answer.strip();
    }

    private static String answer(HttpRequest request) {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new StartFailure("The simulators answer " + answer.statusCode() + " to "
                        + request.uri().getPath());
            }
            return answer.body();
        } catch (IOException e) {
            throw new StartFailure("The simulators do not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting");
        }
    }
}
