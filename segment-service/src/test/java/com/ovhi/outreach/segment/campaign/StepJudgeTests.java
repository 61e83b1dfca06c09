package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.ExperimentExposed;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.segment.campaign.Recipients.Recipient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is done with the step a patient is at. */
class StepJudgeTests {

    private static final Instant NOW = Instant.parse("2026-03-02T15:00:00Z");
    private static final Recipient OPEN =
            new Recipient(EnumSet.of(Channel.SMS), null, Instant.parse("2026-03-20T15:00:00Z"), null);

    private final StepJudge judge =
            new StepJudge(new StepTimes(ZoneId.of("America/New_York")), Set.of("harmful"), _ -> Optional.empty(), NOW);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"purpose": "rx_refill", "from": "refill_due"}                                     | Skip[reason=no-date]
            {"purpose": "rx_refill", "condition": {"var": "lab_ready"}}                        | Skip[reason=condition]
            {"purpose": "rx_refill", "offset": "PT1H"}                                         | Later[at=2026-03-02T16:00:00Z]
            {"purpose": "rx_refill", "days": -2, "from": "next_visit"}                         | Later[at=2026-03-03T15:00:00Z]
            {"purpose": "rx_refill", "days": -18, "from": "next_visit", "at": "12:00"}         | Later[at=2026-03-02T17:00:00Z]
            {"purpose": "rx_refill", "days": -20, "from": "next_visit"}                        | Skip[reason=date-passed]
            """)
    void looksAtTheTimeAndTheCondition(String step, String verdict) {
        assertThat(judge.judge(at(0, null), course(step), OPEN)).hasToString(verdict);
    }

    /** 10:00 in New York, the organisation's zone, is 07:00 in Los Angeles and 20:30 in Kolkata. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            America/New_York,    11:00, Later[at=2026-03-02T16:00:00Z]
            America/Los_Angeles, 11:00, Later[at=2026-03-02T19:00:00Z]
            Asia/Kolkata,        11:00, Later[at=2026-03-03T05:30:00Z]
            ,                    11:00, Later[at=2026-03-02T16:00:00Z]
            Asia/Kolkata,        21:00, Later[at=2026-03-02T15:30:00Z]
            """)
    void aTimeOfDayIsThatOfThePatient(@Nullable ZoneId zone, String time, String verdict) {
        var recipient = new Recipient(EnumSet.of(Channel.SMS), zone, null, null);

        assertThat(judge.judge(
                        at(0, null), course("{\"purpose\": \"rx_refill\", \"at\": \"" + time + "\"}"), recipient))
                .hasToString(verdict);
    }

    @Test
    void whatIsAboutADateIsOfUseUntilThen() {
        var visit = Instant.parse("2026-03-02T16:30:00Z");
        var recipient = new Recipient(Set.of(), ZoneId.of("Asia/Kolkata"), visit, LocalDate.of(2026, 3, 2));
        var beforeVisit = course("{\"purpose\": \"rx_refill\", \"from\": \"next_visit\", \"offset\": \"-PT2H\"}");
        var onTheDay = course("{\"purpose\": \"rx_refill\", \"from\": \"refill_due\", \"days\": 0}");

        assertThat(judge.judge(at(0, null), beforeVisit, recipient))
                .isEqualTo(new Verdict.Send(NOW.minusSeconds(1_800), null, null, null, visit));
        assertThat(judge.judge(at(0, null), onTheDay, recipient))
                .as("the day of a refill ends where the patient is")
                .isInstanceOfSatisfying(
                        Verdict.Send.class,
                        send -> assertThat(send.until()).isEqualTo(Instant.parse("2026-03-02T18:30:00Z")));
        assertThat(judge.judge(at(0, null), onTheDay, new Recipient(Set.of(), null, null, LocalDate.of(2026, 3, 1))))
                .isEqualTo(new Verdict.Skip("date-passed"));
    }

    @Test
    void letsPatientsGo() {
        var course = course("{\"purpose\": \"rx_refill\"}");

        assertThat(judge.judge(at(0, null), course, null)).isEqualTo(new Verdict.Leave("patient-gone"));
        assertThat(judge.judge(at(1, null), course, OPEN)).isEqualTo(new Verdict.Leave("finished"));
        assertThat(judge.judge(at(0, "harmful"), course, OPEN)).isEqualTo(new Verdict.Leave("variant-stopped"));
        assertThat(judge.judge(at(0, ExperimentExposed.HOLDOUT), course, OPEN)).isEqualTo(new Verdict.HoldOut());
    }

    @Test
    void educationIsForThoseWhoOptedInAndOnTheFirstChannelTheyDid() {
        var course =
                course("{\"purpose\": \"campaign_education\", \"channels\": [\"email\", \"sms\"], \"template_id\": 3}");
        var closed = new Recipient(Set.of(), null, null, LocalDate.of(2026, 3, 9));

        assertThat(judge.judge(at(0, null), course, OPEN))
                .isEqualTo(new Verdict.Send(NOW, Channel.SMS, 3L, null, null));
        assertThat(judge.judge(at(0, null), course, closed)).isEqualTo(new Verdict.Skip("no-marketing-opt-in"));
        assertThat(judge.judge(at(0, ExperimentExposed.HOLDOUT), course, closed))
                .as("the holdout is of those who would get something")
                .isEqualTo(new Verdict.Skip("no-marketing-opt-in"));
    }

    @Test
    void variantsChangeTextAndChannel() {
        var course = ContractJson.read(
                "{\"steps\": [{\"purpose\": \"rx_refill\", \"channel\": \"sms\", \"template_id\": 1}], \"ab_variants\":"
                        + " {\"variants\": [{\"name\": \"b\", \"weight\": 1, \"channel\": \"email\", \"template_id\": 2}]}}",
                Course.class);

        assertThat(judge.judge(at(0, "b"), course, OPEN))
                .isEqualTo(new Verdict.Send(NOW, Channel.EMAIL, 2L, "b", null));
        assertThat(judge.judge(at(0, null), course, OPEN))
                .isEqualTo(new Verdict.Send(NOW, Channel.SMS, 1L, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"purpose": "rx_refill"}                                        | late    | Meet[at=2026-03-03T15:00:00Z]
            {"purpose": "rx_refill", "offset": "PT1H"}                      | late    | Later[at=2026-03-02T16:00:00Z]
            {"purpose": "rx_refill", "offset": "PT1H"}                      | a       | Later[at=2026-03-02T16:00:00Z]
            {"purpose": "rx_refill", "condition": {"var": "lab_ready"}}     | late    | Later[at=2026-03-03T15:00:00Z]
            {"purpose": "rx_refill", "at": "16:00", "days": 0}              | a       | Later[at=2026-03-02T17:00:00Z]
            {"purpose": "rx_refill", "at": "16:00", "days": 0}              | holdout | Later[at=2026-03-02T17:00:00Z]
            """)
    void allMeetAnExperimentWhenItsFirstVariantIsDue(String step, String variant, String verdict) {
        var noon = step.contains("16:00") ? ", {\"name\": \"noon\", \"weight\": 1, \"at\": \"12:00\"}" : "";
        var course = ContractJson.read(
                "{\"steps\": [" + step + "], \"ab_variants\": {\"variants\": [{\"name\": \"a\", \"weight\": 1},"
                        + " {\"name\": \"late\", \"weight\": 1, \"delay\": \"P1D\"}" + noon + "]}}",
                Course.class);

        assertThat(judge.judge(at(0, variant), course, OPEN)).hasToString(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"purpose": "rx_refill"}                                        |
            {"purpose": "rx_refill", "days": -18, "from": "next_visit", "at": "09:00"} |
            {"purpose": "rx_refill", "days": -20, "from": "next_visit"}     | date-passed
            {"purpose": "rx_refill", "days": -2, "from": "next_visit"}      | date-passed
            {"purpose": "rx_refill", "days": -2, "from": "refill_due"}      | date-passed
            {"purpose": "rx_refill", "condition": {"var": "lab_ready"}}     | condition
            """)
    void whatIsOfNoUseAnyMoreIsNotAskedForAgain(String step, @Nullable String reason) {
        var asked = new Execution(1, 2, 1, 1, 1, 0, null, null);

        assertThat(judge.obsolete(asked, course(step), OPEN, () -> at(1, null))).isEqualTo(Optional.ofNullable(reason));
        assertThat(judge.obsolete(new Execution(1, 2, 1, 1, 2, 0, null, null), course(step), OPEN, () -> at(1, null)))
                .hasValue("step-gone");
    }

    private static Course course(String step) {
        return ContractJson.read("{\"steps\": [" + step + "]}", Course.class);
    }

    private static Enrolment at(int place, @Nullable String variant) {
        return Enrolment.entering(1, 2, 1, 1, NOW, variant).at(place, NOW);
    }
}
