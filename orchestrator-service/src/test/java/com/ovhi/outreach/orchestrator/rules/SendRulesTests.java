package com.ovhi.outreach.orchestrator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.api.Plan;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import com.ovhi.outreach.orchestrator.settings.Caps;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendRulesTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final Instant EXPIRES = NOW.plusSeconds(7_200);

    @ParameterizedTest
    @CsvSource({
        "APPT_REMINDER, false, 60, 0.9, ",
        "APPT_REMINDER, true, 60, 0.9, ",
        "RX_REFILL, true, 60, 0.0, urgency urgent-not-allowed",
        "APPT_REMINDER, false, 0, 0.0, usefulness expired",
        "APPT_REMINDER, true, -60, 0.0, usefulness expired",
        "CAMPAIGN_EDUCATION, false, 60, 0.71, fatigue patient-tired",
        "CAMPAIGN_EDUCATION, false, 60, 0.7, ",
        "CAMPAIGN_EDUCATION, true, 60, 0.0, urgency urgent-not-allowed",
    })
    void judgesRequests(Purpose purpose, boolean urgent, int usefulFor, double fatigue, @Nullable String objection) {
        var facts = new RequestFacts(
                purpose,
                urgent,
                Set.of(Purpose.URGENT, Purpose.APPT_REMINDER),
                null,
                NOW,
                null,
                NOW.plusSeconds(usefulFor),
                fatigue,
                0.7);

        var ruling = SendRules.REQUEST.judge(facts, null);

        assertThat(objection(ruling)).isEqualTo(objection);
    }

    @Test
    void refusesWhatTheSchedulerFindsNoTimeFor() {
        var plan = new Plan(Plan.Verdict.REFUSED, null, null, List.of("no-window"));

        assertThat(objection(message(plan, null, List.of()))).isEqualTo("send-window no-send-window");
    }

    @Test
    void sendsNoReminderAfterTheVisit() {
        assertThat(objection(message(at(EXPIRES), null, List.of()))).isEqualTo("timeliness expired");
        assertThat(objection(message(at(EXPIRES.minusSeconds(1)), null, List.of())))
                .isNull();
    }

    @Test
    void sendsNothingEarlierThanItMay() {
        assertThat(objection(message(at(NOW), NOW.plusSeconds(1), List.of()))).isEqualTo("timeliness no-send-window");
    }

    @Test
    void tellsUntilWhenAMessageMustWait() {
        var other = new Contact(Channel.EMAIL, Kind.ROUTINE, NOW.minusSeconds(86_000));

        var ruling = message(at(NOW), null, List.of(other));

        assertThat(ruling.objection())
                .isInstanceOfSatisfying(
                        Verdict.Deferred.class,
                        deferred -> assertThat(deferred.until()).isEqualTo(NOW.plusSeconds(400)));
        assertThat(ruling.judgements().getLast().inputs()).containsEntry("kind", "routine");
    }

    @Test
    void recordsNameVersionAndInputsOfEachRule() {
        assertThat(message(at(NOW), null, List.of()).judgements())
                .hasSize(3)
                .allSatisfy(each -> {
                    assertThat(each.version()).isPositive();
                    assertThat(each.inputs()).isNotEmpty();
                    assertThat(each.verdict()).isEqualTo("allowed");
                })
                .extracting(each -> each.rule())
                .containsExactlyElementsOf(SendRules.MESSAGE.names());
    }

    private static RuleList.Ruling message(Plan plan, @Nullable Instant notBefore, List<Contact> contacts) {
        return SendRules.MESSAGE.judge(
                new MessageFacts(Kind.ROUTINE, plan, notBefore, EXPIRES, Caps.DEFAULT, contacts), Channel.SMS);
    }

    private static Plan at(Instant time) {
        return new Plan(Plan.Verdict.PLANNED, time, time.plusSeconds(3_600), List.of("in-window"));
    }

    private static @Nullable String objection(RuleList.Ruling ruling) {
        return ruling.objection() == null
                ? null
                : ruling.rule() + " " + ruling.judgements().getLast().reason();
    }
}
