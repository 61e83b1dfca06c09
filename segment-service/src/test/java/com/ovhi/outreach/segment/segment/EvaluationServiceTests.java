package com.ovhi.outreach.segment.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.SegmentMembershipChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.segment.OvhiFeed;
import com.ovhi.outreach.segment.population.Population;
import com.ovhi.outreach.segment.segment.Segmentation.Draft;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Whole evaluations, side by side and broken off: everybody ends in the right place and is told of once. */
@ServiceTest(schema = "ovhi_segment")
class EvaluationServiceTests {

    private static final int PATIENTS = 1_700;

    private final Segmentation segmentation;
    private final SegmentEvaluation evaluation;
    private final Evaluations evaluations;
    private final Settlement settlement;
    private final Population population;
    private final TestKafka kafka;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final OverdueWatch overdue;
    private final MeterRegistry meters;
    private final long organization = OvhiFeed.id();

    EvaluationServiceTests(
            Segmentation segmentation,
            SegmentEvaluation evaluation,
            Evaluations evaluations,
            Settlement settlement,
            Population population,
            TestKafka kafka,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            OverdueWatch overdue,
            MeterRegistry meters) {
        this.segmentation = segmentation;
        this.evaluation = evaluation;
        this.evaluations = evaluations;
        this.settlement = settlement;
        this.population = population;
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.overdue = overdue;
        this.meters = meters;
    }

    @Test
    void sideBySideTheyTellEverybodyOnce() {
        var ids = patients(7_000_000);
        var segment = segmentation.create(organization, everybody(), "test");

        var runs = IntStream.range(0, 3)
                .mapToObj(_ -> CompletableFuture.runAsync(() -> evaluation.evaluate(segment)))
                .toList();
        runs.forEach(CompletableFuture::join);

        awaitTold(segment.id(), ids);
    }

    @Test
    void afterOneThatBrokeOffTheNextTellsOnlyTheRest() {
        var ids = patients(7_100_000);
        var segment = segmentation.create(organization, everybody(), "test");
        settlement.settle(segment, ids.subList(0, 500), population.today(organization));

        assertThat(evaluation.evaluate(segment)).isPresent();

        awaitTold(segment.id(), ids);
    }

    @Test
    void oneThatWasOvertakenByAChangeMovesNobody() {
        var ids = patients(7_200_000);
        var seen = segmentation.create(organization, everybody(), "test");
        var nobody = new Draft("Everybody", null, ContractJson.mapper().readTree("false"), null);
        segmentation.change(organization, seen.id(), seen.version(), nobody, "test");

        assertThat(settlement.settle(seen, ids, population.today(organization))).isEmpty();
    }

    /** A draft, which nobody else evaluates. */
    @Test
    void whatIsToBeJudgedAgainMeanwhileStaysDue() {
        var draft = new Draft("Draft", null, ContractJson.mapper().readTree("true"), SegmentStatus.DRAFT);
        var segment = segmentation.create(organization, draft, "test");
        var dueAgain = segment.evaluateAt().plusSeconds(5);
        transactions.executeWithoutResult(status -> jdbc.update(
                "UPDATE patient_segments SET evaluate_at = ? WHERE id = ?", Timestamp.from(dueAgain), segment.id()));
        var nothing = new SegmentEvaluation.Evaluated(0, 0, 0, 0);

        evaluations.finished(segment, population.today(organization), nothing);

        assertThat(segmentation.find(organization, segment.id()).evaluateAt()).isEqualTo(dueAgain);
        evaluations.finished(segmentation.find(organization, segment.id()), population.today(organization), nothing);
        assertThat(segmentation.find(organization, segment.id()).evaluateAt()).isAfter(dueAgain);
    }

    @Test
    void measuresHowLongASegmentHasWaited() {
        var draft = new Draft("Draft", null, ContractJson.mapper().readTree("true"), SegmentStatus.DRAFT);
        var segment = segmentation.create(organization, draft, "test");
        transactions.executeWithoutResult(status -> jdbc.update(
                "UPDATE patient_segments SET status = 'active', evaluate_at = ?, claimed_until = '2037-01-01' WHERE id = ?",
                Timestamp.from(SettableClock.START.minus(Duration.ofMinutes(40))),
                segment.id()));

        overdue.look();
        var waited = meters.get("outreach.segment.overdue").gauge().value();
        transactions.executeWithoutResult(
                status -> jdbc.update("UPDATE patient_segments SET status = 'draft' WHERE id = ?", segment.id()));

        assertThat(waited).isBetween(2_400.0, 2_500.0);
        overdue.look();
        assertThat(meters.get("outreach.segment.overdue").gauge().value()).isLessThan(2_400);
    }

    private static Draft everybody() {
        return new Draft("Everybody", null, ContractJson.mapper().readTree("true"), null);
    }

    private List<Long> patients(long first) {
        var ids = LongStream.range(first, first + PATIENTS).boxed().toList();
        transactions.executeWithoutResult(status -> jdbc.batchUpdate(
                "INSERT INTO patients (patient_id, organization_id, registered_at) VALUES (?, ?, CURRENT_TIMESTAMP(6))",
                ids,
                PATIENTS,
                (row, patient) -> {
                    row.setLong(1, patient);
                    row.setLong(2, organization);
                }));
        return ids;
    }

    private void awaitTold(long segment, List<Long> ids) {
        await().untilAsserted(() -> assertThat(told(segment)).hasSizeGreaterThanOrEqualTo(PATIENTS));
        assertThat(told(segment)).containsExactlyInAnyOrderElementsOf(ids);
    }

    private List<Long> told(long segment) {
        return kafka.events(Topics.SEGMENT, SegmentMembershipChanged.class).stream()
                .filter(each -> each.segmentId() == segment && each.member())
                .map(SegmentMembershipChanged::patientId)
                .toList();
    }
}
