package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Four weeks of a clinic in New York, over the night of 8 March 2026 in which 02:30 does not exist: three steps, two variants
 * and a holdout, 2,000 patients in five zones of whom 400 come three days later, some answer, confirm or opt out. What is
 * asked for is compared with an oracle that knows the plan from its words and computes local times by itself, and nothing of
 * the code under test.
 */
@ServiceTest(schema = "ovhi_segment")
class DripServiceTests extends RunningCampaigns {

    private static final int FIRST = 1_600;
    private static final int LATER = 400;
    private static final Instant END = SettableClock.START.plus(Duration.ofDays(28));

    private static final Place NEW_YORK = new Place("America/New_York", -300, -240);

    /** Neighbours in number behave differently and live in the same place. */
    private static final int BEHAVIOURS = 5;

    /** Where patients live, in turn; the first is not known, and taken for the clinic's. */
    private static final List<Place> PLACES = List.of(
            new Place(null, -300, -240),
            NEW_YORK,
            new Place("America/Los_Angeles", -480, -420),
            new Place("America/Phoenix", -420, -420),
            new Place("Asia/Kolkata", 330, 330));

    /** A welcome at once; six days later at 02:30, to be answered within two days; after three weeks at 09:00 unless answered. */
    private static final String STEPS = """
            {"purpose": "rx_refill", "channel": "sms", "template_id": 1},
            {"purpose": "rx_refill", "days": 6, "at": "02:30", "template_id": 2,
                "await_reply": {"timeout": "PT48H", "on_reply": 3}},
            {"purpose": "rx_refill", "days": 21, "at": "09:00", "template_id": 3}""";

    /** Variant b comes by e-mail at 16:00 with another text in its second step. */
    private static final String TERMS = """
            , "terms": {"exit_on": ["confirmed"]},
            "ab_variants": {"holdout": 10, "variants": [{"name": "a", "weight": 45},
                {"name": "b", "weight": 45, "step": 1, "at": "16:00", "channel": "email", "template_id": 22}]}""";

    private final Outcomes outcomes;
    private final Map<Long, Instant> enrolled = new HashMap<>();
    private final Map<Long, Integer> numbers = new HashMap<>();

    DripServiceTests(CampaignKit kit, Outcomes outcomes, @LocalServerPort int port) {
        super(kit, port);
        this.outcomes = outcomes;
    }

    @Test
    void everyMessageIsTheOneThePlanSays() {
        remember(insert(organization, FIRST));
        var segment = segment(api, FIRST);
        var campaign = campaign(api, segment, STEPS, TERMS);
        change(api, campaign, "activate", 200);
        go(campaign);

        clock.advance(Duration.ofDays(3));
        var late = insert(organization, LATER);
        remember(late);
        api.post("/api/v1/segments/" + segment + "/evaluate", "{}", 200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("SELECT COUNT(*) FROM enrolments WHERE campaign_id = :campaign", campaign)
                        == FIRST + LATER);
        live(campaign);

        var variants = variants(campaign);
        assertThat(shares(variants))
                .as("chi-squared of 45 : 45 : 10, once in 10,000 times")
                .isLessThan(18.42);
        var expected = enrolled.keySet().stream()
                .flatMap(each -> expected(each, variants.get(each)).stream())
                .collect(Collectors.toMap(Message::name, Function.identity()));
        var asked = requests(campaign, expected.size()).stream()
                .map(DripServiceTests::message)
                .collect(Collectors.toMap(Message::name, Function.identity()));
        assertThat(asked).isEqualTo(expected);
        assertThat(api.get("/api/v1/campaigns/" + campaign)
                        .at("/counts/exited/holdout")
                        .asLong())
                .isEqualTo(variants.values().stream()
                        .filter(ExperimentExposed.HOLDOUT::equals)
                        .count());
    }

    private void remember(List<Long> patients) {
        for (var patient : patients) {
            enrolled.put(patient, clock.instant());
            numbers.put(patient, numbers.size());
        }
        transactions.executeWithoutResult(
                _ -> patients.forEach(each -> jdbc.sql("UPDATE patients SET zone = ? WHERE patient_id = ?")
                        .param(place(each).zone())
                        .param(each)
                        .update()));
    }

    private Place place(long patient) {
        return PLACES.get(Objects.requireNonNull(numbers.get(patient)) / BEHAVIOURS % PLACES.size());
    }

    /** Goes from one time at which something is due to the next, and lets patients answer an hour after a message. */
    private void live(long campaign) {
        var answers = new ArrayList<>(answers());
        answers.sort(Comparator.comparing(Answer::at));
        go(campaign);
        while (clock.instant().isBefore(END)) {
            var due = nextDue(campaign);
            var next = answers.isEmpty() || due.isBefore(answers.getFirst().at())
                    ? due
                    : answers.getFirst().at();
            clock.set(next);
            while (!answers.isEmpty() && !answers.getFirst().at().isAfter(next)) {
                reply(answers.removeFirst());
            }
            go(campaign);
        }
    }

    /** Messages leave at once. */
    private void go(long campaign) {
        run(campaign);
        write(
                "UPDATE step_executions SET sent_at = executed_at WHERE campaign_id = ? AND outcome = 'requested' AND sent_at IS NULL",
                campaign);
    }

    private Instant nextDue(long campaign) {
        return jdbc.sql("SELECT MIN(next_at) FROM enrolments WHERE campaign_id = ? AND state <> 'exited'")
                .param(campaign)
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .filter(each -> each.isBefore(END))
                .orElse(END);
    }

    /** Each eleventh patient opts out on the second day, each seventh confirms and each fifth asks something on the seventh. */
    private List<Answer> answers() {
        return enrolled.entrySet().stream()
                .flatMap(each -> behaviour(each.getKey()).stream()
                        .map(intent -> new Answer(each.getKey(), intent, answeredAt(each.getValue(), intent))))
                .toList();
    }

    private List<Intent> behaviour(long patient) {
        var number = Objects.requireNonNull(numbers.get(patient));
        if (number % 11 == 0) {
            return List.of(Intent.STOP);
        }
        return number % 7 == 0 ? List.of(Intent.CONFIRM) : number % 5 == 0 ? List.of(Intent.QUESTION) : List.of();
    }

    /** After both variants' second step everywhere: on the evening of that day. */
    private static Instant answeredAt(Instant enrolledAt, Intent intent) {
        var day = NEW_YORK.local(enrolledAt).toLocalDate();
        return intent == Intent.STOP
                ? enrolledAt.plus(Duration.ofHours(24))
                : NEW_YORK.instant(day.plusDays(6), LocalTime.of(20, 0));
    }

    private void reply(Answer answer) {
        var step = answer.intent() == Intent.STOP ? 1 : 2;
        transactions.executeWithoutResult(_ -> {
            var job = UUID.randomUUID();
            var known = jdbc.sql("UPDATE step_executions SET job_id = ? WHERE patient_id = ? AND step = ?")
                    .params(job.toString(), answer.patient(), step)
                    .update();
            if (known == 1 || step == 1) {
                outcomes.reply(
                        new ReplyUnderstood(
                                UUID.randomUUID(),
                                organization,
                                answer.patient(),
                                Channel.SMS,
                                "0123456789abcdef0123456789abcdef",
                                answer.intent(),
                                "en",
                                1,
                                "test",
                                job,
                                answer.at()),
                        organization,
                        answer.patient());
            }
        });
    }

    private Map<Long, String> variants(long campaign) {
        await().untilAsserted(() -> assertThat(exposures(campaign)).hasSize(FIRST + LATER));
        return exposures(campaign).stream()
                .collect(Collectors.toMap(ExperimentExposed::patientId, ExperimentExposed::variant));
    }

    private List<ExperimentExposed> exposures(long campaign) {
        return kafka.events(Topics.EXPOSURE, ExperimentExposed.class).stream()
                .filter(each -> each.campaignId() == campaign)
                .toList();
    }

    private static double shares(Map<Long, String> variants) {
        var weights = Map.of("a", 45.0, "b", 45.0, ExperimentExposed.HOLDOUT, 10.0);
        return weights.entrySet().stream()
                .mapToDouble(each -> {
                    var expected = variants.size() * each.getValue() / 100;
                    var seen = variants.values().stream()
                            .filter(each.getKey()::equals)
                            .count();
                    return (seen - expected) * (seen - expected) / expected;
                })
                .sum();
    }

    /** The oracle. */
    private List<Message> expected(long patient, @Nullable String variant) {
        if (ExperimentExposed.HOLDOUT.equals(variant)) {
            return List.of();
        }
        var b = "b".equals(variant);
        var at = Objects.requireNonNull(enrolled.get(patient));
        var place = place(patient);
        var day = place.local(at).toLocalDate();
        var answer = behaviour(patient);
        var messages = new ArrayList<>(List.of(new Message(patient, 0, at, 1, Channel.SMS, variant)));
        if (!answer.contains(Intent.STOP)) {
            messages.add(new Message(
                    patient,
                    1,
                    place.instant(day.plusDays(6), b ? LocalTime.of(16, 0) : LocalTime.of(2, 30)),
                    b ? 22 : 2,
                    b ? Channel.EMAIL : null,
                    variant));
        }
        if (answer.isEmpty()) {
            messages.add(
                    new Message(patient, 2, place.instant(day.plusDays(21), LocalTime.of(9, 0)), 3, null, variant));
        }
        return messages;
    }

    private static Message message(OutreachRequested request) {
        return new Message(
                request.patientId(),
                Objects.requireNonNull(request.step()).step(),
                Objects.requireNonNull(request.expiresAt()).minus(Duration.ofDays(7)),
                Objects.requireNonNull(request.templateId()),
                request.preferredChannel(),
                request.abVariant());
    }

    private record Message(
            long patient,
            int step,
            Instant at,
            long template,
            @Nullable Channel channel,
            @Nullable String variant) {

        String name() {
            return patient + "/" + step;
        }
    }

    private record Answer(long patient, Intent intent, Instant at) {}
}
