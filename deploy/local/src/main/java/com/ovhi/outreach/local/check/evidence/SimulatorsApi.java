package com.ovhi.outreach.local.check.evidence;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks the simulators and the services over HTTP. Thread-safe. */
public final class SimulatorsApi {

    /** The providers that are simulated. */
    public static final List<String> PROVIDERS = List.of("sendgrid", "twilio", "whatsapp");

    private static final int PAGE = 2000;

    private final String url;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    /** @param url where the simulators listen */
    public SimulatorsApi(String url) {
        this.url = url;
    }

    /** Every line of one provider's ledger. */
    public List<LedgerEntry> ledger(String provider) throws IOException {
        var entries = new ArrayList<LedgerEntry>();
        read(provider, 0, "", entries);
        return entries;
    }

    /** The messages one provider accepted after a line of its ledger, 0 for all of them. */
    public News accepted(String provider, long after) throws IOException {
        var messages = new ArrayList<LedgerEntry>();
        var last = read(provider, after, "&kind=" + LedgerEntry.MESSAGE, messages);
        return new News(messages, last);
    }

    /** Returns the line that was read last. */
    private long read(String provider, long from, String wanted, List<LedgerEntry> entries) throws IOException {
        var after = from;
        long last;
        do {
            var page = get(url + "/simulators/ledger/" + provider + "?after=" + after + "&limit=" + PAGE + wanted);
            page.path("entries").forEach(line -> entries.add(LedgerEntry.of(provider, line)));
            after = page.path("next_after").asLong();
            last = page.path("last_seq").asLong();
        } while (after < last);
        return after;
    }

    /** How much of everything the providers saw. */
    public Summary summary() throws IOException {
        return new Summary(get(url + "/simulators/summary"));
    }

    /** Whether something says that it is ready. */
    public boolean ready(String baseUrl) {
        try {
            return get(baseUrl + "/actuator/health/readiness")
                    .path("status")
                    .asString("")
                    .equals("UP");
        } catch (IOException e) {
            return false;
        }
    }

    private JsonNode get(String address) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException(request.uri().getPath() + " answered " + answer.statusCode());
            }
            return ContractJson.mapper().readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException(request.uri().getPath() + " did not answer in JSON");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted");
        }
    }

    /**
     * Some messages of a ledger.
     *
     * @param last the line that was read last
     */
    public record News(List<LedgerEntry> messages, long last) {}

    /** The simulators' own summary. */
    public record Summary(JsonNode json) {

        /** How many callbacks are still to be posted. */
        public long waitingCallbacks() {
            return PROVIDERS.stream()
                    .mapToLong(each ->
                            json.path("callbacks").path(each).path("waiting").asLong())
                    .sum();
        }

        /** How many lines all ledgers have. */
        public long lines() {
            return PROVIDERS.stream()
                    .mapToLong(each -> json.path(each).path("last_seq").asLong())
                    .sum();
        }

        /** How many messages one provider accepted. */
        public long messages(String provider) {
            return json.path(provider).path("counts").path("message").asLong();
        }
    }
}
