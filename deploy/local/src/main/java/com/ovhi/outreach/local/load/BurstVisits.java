package com.ovhi.outreach.local.load;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.time.ClockFile;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Visits beside a burst, for what comes of visits only: two patients behind one telephone who are told together, sensitive
 * visits of which the portal tells, and visits that move after their patients were told. Of each kind there are so many.
 */
final class BurstVisits {

    /** The reminders of a household are told together only when they are not due at once. */
    private static final Duration AFTER = Duration.ofMinutes(4);

    private static final ZoneOffset ARIZONA = ZoneOffset.ofHours(-7);
    private static final Duration HTTP = Duration.ofSeconds(20);
    private static final int MOST_LINKS = 5;
    private static final long FIRST_VISIT = 9_000_000;
    private static final Pattern LINK = Pattern.compile("/portal/([A-Za-z0-9_-]{20,})");
    private static final String PROVIDER = """
            {"provider_id":9001,"organization_id":11,"display_name":"Dr. Adeyinka","specialty":"General Practice",
             "timezone":"America/Phoenix"}""";
    private static final String VISIT = """
            {"appointment_id":%d,"version":%d,"patient_id":%d,"organization_id":11,"provider_id":9001,
             "location":{"name":"Tucson Clinic","phone":"+16025550000","timezone":"America/Phoenix"},
             "start":"%s","duration_minutes":15,"service_type":"Consultation","sensitive":%b}""";

    private final int each;
    private final Properties suite;
    private final Path clockFile;
    private final BurstFeed feed;
    private final Clock clock;
    private Instant start = Instant.EPOCH;

    /** @param each how many of each kind */
    BurstVisits(int each, Properties suite, Path clockFile, BurstFeed feed, Clock clock) {
        this.each = each;
        this.suite = suite;
        this.clockFile = clockFile;
        this.feed = feed;
        this.clock = clock;
    }

    /** Those who have these visits. */
    static List<Long> patients(int each) {
        return Stream.of(families(each), discreet(each), moving(each))
                .flatMap(LongStream::boxed)
                .toList();
    }

    private static LongStream families(int each) {
        return LongStream.range(LoadPatients.FIRST_OF_FAMILIES, LoadPatients.FIRST_OF_FAMILIES + 2L * each);
    }

    private static LongStream discreet(int each) {
        return LongStream.range(LoadPatients.FIRST_WITHOUT_MAIL, LoadPatients.FIRST_WITHOUT_MAIL + each);
    }

    private static LongStream moving(int each) {
        return LongStream.range(LoadPatients.FIRST_WITHOUT_MAIL + each, LoadPatients.FIRST_WITHOUT_MAIL + 2L * each);
    }

    /** Lets the clinic send more than one message a day, which each of them gets. Call it while nothing is killed. */
    void makeRoom() throws IOException, InterruptedException {
        var settings = URI.create(suite.getProperty("service.orchestrator-service") + "/api/v1/comm/settings");
        var known = send(request(settings).GET());
        var wanted = (ObjectNode) ContractJson.mapper().readTree(known.body());
        ((ObjectNode) wanted.path("caps")).put("per_day", 10).put("per_week", 20);
        var answer = send(request(settings)
                .header("If-Match", known.headers().firstValue("ETag").orElseThrow())
                .PUT(HttpRequest.BodyPublishers.ofString(ContractJson.writeText(wanted))));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("The settings cannot be changed: " + answer.statusCode());
        }
    }

    /**
     * Books all of them: bookings are confirmed at once, reminders leave some minutes after the burst.
     *
     * @param due when the burst begins, on the wall's clock
     */
    void book(Instant due) throws IOException, InterruptedException {
        start = suiteTime(due.plus(AFTER)).plus(Duration.ofDays(1));
        var events = new ArrayList<CoreEvent>();
        events.add(new CoreEvent(
                "ovhi.provider.v1", "provider.updated", "load-provider", suiteTime(clock.instant()), "9001", PROVIDER));
        families(each).forEach(patient -> events.add(visit(patient, 1, start, false)));
        discreet(each).forEach(patient -> events.add(visit(patient, 1, start, true)));
        moving(each).forEach(patient -> events.add(visit(patient, 1, start.plus(Duration.ofDays(2)), false)));
        say(events);
    }

    /** Moves those that move. */
    void move() throws IOException, InterruptedException {
        var later = start.plus(Duration.ofDays(2)).plus(Duration.ofHours(1));
        say(moving(each).mapToObj(patient -> visit(patient, 2, later, false)).toList());
    }

    private void say(List<CoreEvent> events) throws IOException, InterruptedException {
        CoreEvent.publish(suite.getProperty("kafka"), events.stream());
        feed.add(events);
    }

    private CoreEvent visit(long patient, int version, Instant at, boolean sensitive) {
        var id = FIRST_VISIT + patient;
        return new CoreEvent(
                "ovhi.appointment.v1",
                version == 1 ? "appointment.booked" : "appointment.moved",
                "load-visit-" + id + "-" + version,
                suiteTime(clock.instant()),
                Long.toString(patient),
                VISIT.formatted(id, version, patient, OffsetDateTime.ofInstant(at, ARIZONA), sensitive));
    }

    private Instant suiteTime(Instant at) {
        return ClockFile.read(clockFile).instantAt(at);
    }

    /**
     * Uses some of the links into the portal that are in messages, each twice.
     *
     * @return how many could be used
     * @throws IllegalStateException when one could be used twice
     */
    int useLinks(Collection<List<LedgerEntry>> accepted) throws IOException, InterruptedException {
        var tokens = accepted.stream()
                .flatMap(List::stream)
                .flatMap(message -> LINK.matcher(message.body()).results())
                .map(found -> found.group(1))
                .limit(MOST_LINKS)
                .toList();
        var used = 0;
        for (var token : tokens) {
            used += redeemed(token) ? 1 : 0;
            if (redeemed(token)) {
                throw new IllegalStateException("A link into the portal was used twice");
            }
        }
        return used;
    }

    private boolean redeemed(String token) throws IOException, InterruptedException {
        var body = ContractJson.writeText(Map.of("token", token));
        var answer =
                send(request(URI.create(suite.getProperty("service.template-service") + "/api/v1/portal-links/redeem"))
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
        return answer.statusCode() == 200;
    }

    private HttpRequest.Builder request(URI where) throws IOException, InterruptedException {
        return HttpRequest.newBuilder(where)
                .timeout(HTTP)
                .header("Authorization", "Bearer " + LoadTokens.ops(suite))
                .header("Content-Type", "application/json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
