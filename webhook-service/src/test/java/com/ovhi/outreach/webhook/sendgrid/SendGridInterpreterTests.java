package com.ovhi.outreach.webhook.sendgrid;

import static com.ovhi.outreach.common.ids.DeliveryState.ACCEPTED;
import static com.ovhi.outreach.common.ids.DeliveryState.BOUNCED;
import static com.ovhi.outreach.common.ids.DeliveryState.DELIVERED;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.provider.CodeBook;
import com.ovhi.outreach.common.provider.UnknownCodes;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendGridInterpreterTests {

    private static final Instant NOW = Instant.ofEpochSecond(1_772_463_600);
    private static final UUID JOB = UUID.fromString("0199b2c4-0000-7000-8000-000000000001");

    private final SendGridInterpreter interpreter =
            new SendGridInterpreter(new SendGridVocabulary(new CodeBook(new UnknownCodes(new SimpleMeterRegistry()))));

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "\"event\":\"processed\"|ACCEPTED|-|-|false",
                "\"event\":\"delivered\"|DELIVERED|-|-|false",
                "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"5.1.1\"|BOUNCED|PERM_ADDR|5.1.1|false",
                "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"5.7.515\"|BOUNCED|PERM_MSG|5.7.515|false",
                "\"event\":\"bounce\",\"type\":\"bounce\",\"status\":\"4.2.2\"|BOUNCED|PERM_MSG|4.2.2|false",
                "\"event\":\"bounce\",\"status\":\"jane@example.com unknown\"|BOUNCED|PERM_ADDR|bounce|false",
                "\"event\":\"bounce\",\"type\":\"blocked\",\"status\":\"5.7.1\"|FAILED|PERM_MSG|blocked|false",
                "\"event\":\"dropped\",\"reason\":\"Unsubscribed Address\"|FAILED|OPTOUT|unsubscribed|false",
                "\"event\":\"dropped\",\"reason\":\"Spam Reporting Address\"|FAILED|OPTOUT|spam-reporting|false",
                "\"event\":\"dropped\",\"reason\":\"Bounced Address\"|FAILED|PERM_ADDR|bounced-before|false",
                "\"event\":\"dropped\",\"reason\":\"Invalid\"|FAILED|PERM_ADDR|invalid-address|false",
                "\"event\":\"dropped\",\"reason\":\"Spam Content\"|FAILED|PERM_MSG|spam-content|false",
                "\"event\":\"dropped\",\"reason\":\"Recipient List over Package Quota\"|FAILED|CONFIG|over-quota|false",
                "\"event\":\"dropped\",\"reason\":\"something new\"|FAILED|PERM_MSG|dropped|false",
                "\"event\":\"open\",\"sg_machine_open\":true|OPENED|-|-|true",
                "\"event\":\"open\",\"sg_machine_open\":false|OPENED|-|-|false",
                "\"event\":\"click\",\"url\":\"https://x.test\"|CLICKED|-|-|false",
                "\"event\":\"spamreport\"|COMPLAINED|-|-|false",
                "\"event\":\"unsubscribe\"|UNSUBSCRIBED|-|-|false",
                "\"event\":\"group_unsubscribe\",\"asm_group_id\":3|UNSUBSCRIBED|-|-|false"
            },
            delimiter = '|')
    void knowsTheEvents(
            String fields,
            DeliveryState state,
            @Nullable FailureClass failureClass,
            @Nullable String code,
            boolean machine) {
        var report = report(interpret("[" + event(fields, "e1") + "]").getFirst());

        assertThat(report.state()).isEqualTo(state);
        assertThat(report.failureClass()).isEqualTo(failureClass);
        assertThat(report.failureCode()).isEqualTo(code);
        assertThat(report.machine()).isEqualTo(machine);
        assertThat(report.jobId()).isEqualTo(JOB);
        assertThat(report.attempt()).isEqualTo(2);
        assertThat(report.channel()).isEqualTo(Channel.EMAIL);
        assertThat(report.providerMessageId()).isEqualTo("LRzXl_NHStOGhQ4kofSm_A");
        assertThat(report.occurredAt()).isEqualTo(Instant.ofEpochSecond(1_772_463_000));
    }

    @ParameterizedTest
    @CsvSource({"deferred", "group_resubscribe", "account_status_change"})
    void passesOverWhatChangesNothing(String event) {
        assertThat(interpret("[" + event("\"event\":\"" + event + "\"", "e1") + "]")
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Ignored(event));
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        assertThat(interpret("[" + event("\"event\":\"teleported\"", "e1") + "]")
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Unknown("teleported"));
    }

    @Test
    void appliesTheGoodEventsAroundABadOne() {
        var events = interpret("[" + event("\"event\":\"processed\"", "e1") + ", 5, {\"x\":1}, {\"event\":{}},"
                + event("\"event\":\"delivered\"", "e2") + "]\r\n");

        assertThat(events).hasSize(5);
        assertThat(report(events.getFirst()).state()).isEqualTo(ACCEPTED);
        assertThat(report(events.getLast()).state()).isEqualTo(DELIVERED);
        assertThat(events.subList(1, 4))
                .allMatch(each -> each.meaning() instanceof Interpretation.Rejected)
                .extracting(Observation::dedupeKey)
                .doesNotHaveDuplicates();
    }

    @Test
    void managesWithoutMessageIdAndWithMilliseconds() {
        var bounce = report(interpret("[{\"event\":\"bounce\",\"sg_event_id\":\"e1\",\"job_id\":\"" + JOB
                        + "\",\"timestamp\":1772463000123,\"category\":[\"a\"]}]")
                .getFirst());

        assertThat(bounce.state()).isEqualTo(BOUNCED);
        assertThat(bounce.providerMessageId()).isNull();
        assertThat(bounce.occurredAt()).isEqualTo(Instant.ofEpochMilli(1_772_463_000_123L));
    }

    @Test
    void keepsWhatBelongsToNoMessage() {
        assertThat(interpret("[{\"event\":\"bounce\",\"sg_event_id\":\"e1\",\"job_id\":\"not-a-job\"}]")
                        .getFirst()
                        .meaning())
                .isEqualTo(new Interpretation.Unknown("uncorrelated-bounced"));
    }

    @Test
    void tellsEventsApartByTheirOwnIdAndElseByTheirContent() {
        assertThat(interpret("[" + event("\"event\":\"open\"", "e1") + "," + event("\"event\":\"open\"", "e2") + "]"))
                .extracting(Observation::dedupeKey)
                .containsExactly("status|e1", "status|e2");
        assertThat(interpret("[{\"event\":\"open\",\"job_id\":\"" + JOB + "\"}]")
                        .getFirst()
                        .dedupeKey())
                .isEqualTo(interpret("[{\"event\":\"open\",\"job_id\":\"" + JOB + "\"}]")
                        .getFirst()
                        .dedupeKey());
    }

    @Test
    void readsAThousandEventsInTheirOrder() {
        var body = IntStream.range(0, 1_000)
                .mapToObj(each -> event("\"event\":\"delivered\"", "e" + each))
                .collect(Collectors.joining(",", "[", "]"));

        assertThat(interpret(body))
                .hasSize(1_000)
                .extracting(Observation::dedupeKey)
                .startsWith("status|e0", "status|e1");
    }

    @ParameterizedTest
    @CsvSource({"{}", "no json", "''", "null", "[{]"})
    void keepsABodyThatIsNoArray(String body) {
        assertThat(interpret(body)).singleElement().matches(each -> each.meaning() instanceof Interpretation.Rejected);
    }

    private static String event(String fields, String id) {
        return "{" + fields + ",\"email\":\"jane@example.com\",\"timestamp\":1772463000,\"sg_event_id\":\"" + id
                + "\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1.0\",\"job_id\":\"" + JOB
                + "\",\"attempt\":\"2\"}";
    }

    private List<Observation> interpret(String body) {
        return interpreter.interpret(
                new Notice(Source.SENDGRID_EVENTS, "", body.getBytes(StandardCharsets.UTF_8), NOW));
    }

    private static DeliveryReported report(Observation observation) {
        assertThat(observation.meaning()).isInstanceOf(Interpretation.Delivery.class);
        return ((Interpretation.Delivery) observation.meaning()).report();
    }
}
