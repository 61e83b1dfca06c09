package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import tools.jackson.databind.JsonNode;

/** Gives in a file of consents and measures how long it takes until the last of its rows is recorded. */
public final class ConsentImportRun {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(10), Duration.ofMillis(200));
    private static final int BAD_EVERY = 1_000;
    private static final String HEADER =
            "patient_id,channel,class,action,effective_at,source,evidence_ref," + "wording_version,language\n";

    private final Properties suite;
    private final PrintStream out;
    private final HttpClient http = HttpClient.newHttpClient();

    private ConsentImportRun(Properties suite, PrintStream out) {
        this.suite = suite;
        this.out = out;
    }

    /** {@code ConsentImportRun DATA-FOLDER [ROWS [PATIENTS]]}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var suite = new Properties();
        try (var in = Files.newInputStream(Path.of(args[0], "suite.properties"))) {
            suite.load(in);
        }
        var rows = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        var patients = args.length > 2 ? Integer.parseInt(args[2]) : 20_000;
        System.exit(new ConsentImportRun(suite, System.out).run(rows, patients) ? 0 : 1);
    }

    private boolean run(int rows, int patients) throws IOException, InterruptedException {
        out.printf("Registering %d patients ...%n", patients);
        new LoadPatients(suite).register(patients);
        var content = content(rows, patients);
        out.printf("Importing %d rows (%d KiB) ...%n", rows, content.length() / 1024);
        var begin = System.nanoTime();
        var upload = send(request("/api/v1/consent-imports")
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString(content))
                .build());
        var received = System.nanoTime();
        var path = "/api/v1/consent-imports/" + upload.path("id").asString();
        PATIENCE.until(
                () -> send(request(path).build()).path("state").asString().matches("done|failed"));
        var all = System.nanoTime() - begin;
        return report(rows, send(request(path).build()), received - begin, all);
    }

    private boolean report(int rows, JsonNode state, long received, long all) {
        out.printf(
                "%s: %d rows, %d accepted, %d rejected; received after %.1f s, recorded after %.1f s (limit %d s), %.0f rows/s%n",
                state.path("state").asString(),
                state.path("rows").asInt(),
                state.path("accepted").asInt(),
                state.path("rejected").asInt(),
                received / 1e9,
                all / 1e9,
                LIMIT.toSeconds(),
                rows * 1e9 / all);
        var passed = state.path("state").asString().equals("done")
                && state.path("processed").asInt() == rows
                && state.path("rejected").asInt() == rows / BAD_EVERY
                && all <= LIMIT.toNanos();
        out.println(passed ? "consent-import: passed" : "consent-import: FAILED");
        return passed;
    }

    /** One row of a thousand is wrong; all was said before the suite's clock begins. */
    private static String content(int rows, int patients) {
        var said = Instant.parse("2026-02-01T15:00:00Z");
        var content = new StringBuilder(HEADER);
        for (var i = 0; i < rows; i++) {
            var patient = (i + 1) % BAD_EVERY == 0 ? "nobody" : Long.toString(LoadPatients.FIRST + i % patients);
            content.append(patient)
                    .append(i % 2 == 0 ? ",sms," : ",email,")
                    .append(i % 10 == 0 ? "transactional,revoke," : "marketing,grant,")
                    .append(said.plusSeconds(i))
                    .append(",paper-form,form/")
                    .append(i)
                    .append(",2026-01,en\n");
        }
        return content.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(suite.getProperty("service.preference-service") + path))
                .header("Authorization", "Bearer " + suite.getProperty("token"));
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IllegalStateException("The suite answered " + answer.statusCode() + ": " + answer.body());
        }
        return ContractJson.mapper().readTree(answer.body());
    }
}
