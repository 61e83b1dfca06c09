package com.ovhi.outreach.segment.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.segment.OvhiFeed;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What jobs tell together changes what it would change if it was told event by event, against real servers. */
@ServiceTest(schema = "ovhi_segment")
class JointNewsServiceTests extends RunningCampaigns {

    /** What is told of a patient, one thing after the other. */
    private static final List<String> STORIES = List.of(
            "scheduled:a processing:a sent:a delivered:a opened:a clicked:a",
            "scheduled:a scheduled:a sent:a sent:a delivered:a delivered:a",
            "delivered:a sent:a scheduled:a",
            "failed:a sent:a",
            "failed:a scheduled:b sent:b failed:a",
            "scheduled:a cancelled/other-channel:a scheduled:b processing:b sent:b delivered:b",
            "scheduled:a scheduled:b cancelled/other-time:a sent:b",
            "scheduled:a cancelled/campaign-held:a failed:b",
            "sent:a cancelled/campaign-held:a failed:a cancelled/cancelled-by-caller:a",
            "cancelled/cancelled-by-caller:a scheduled:b",
            "cancelled/opted-out:a under_review:a bounced:a",
            "expired:a cancelled/worded-anew:a",
            "scheduled:a#1 scheduled:b#2 sent:b#2 sent:a#1 delivered:b#2",
            "scheduled:a scheduled:b sent:a sent:b delivered:a delivered:b",
            "scheduled:a cancelled/household:a scheduled:b sent:b",
            "sent:a sent:b@3 replied:b@3",
            "scheduled:a@2 sent:a@2 delivered:a@1",
            "sent:a@0 delivered:a",
            "scheduled:a sent:a@0");

    private static final String STATE = """
            SELECT CONCAT_WS(' ', patient_id, run, step, COALESCE(job_id, '-'), COALESCE(sent_at, '-'), COALESCE(sent_on, '-'),
                COALESCE(ended_at, '-'), COALESCE(end_reason, '-'), executed_at)
            FROM step_executions WHERE campaign_id = :campaign
            UNION ALL
            SELECT CONCAT_WS(' ', patient_id, run, version, state, next_step, COALESCE(next_at, '-'), anchor_at, previous_at,
                COALESCE(exit_reason, '-'), COALESCE(exited_at, '-'), enrolled_at, is_delivered, is_opened, is_clicked, is_replied)
            FROM enrolments WHERE campaign_id = :campaign ORDER BY 1""";

    private final TakenBack byOne = new TakenBack();
    private final TakenBack byAll = new TakenBack();
    private final OneByOne single;
    private final JobOutcomes together;
    private final MergedRecords records;
    private final LockWaits waits = new LockWaits();

    JointNewsServiceTests(
            CampaignKit kit,
            Fates fates,
            Standings standings,
            Enrolments enrolments,
            Versions versions,
            Departures departures,
            MergedRecords records,
            @LocalServerPort int port) {
        super(kit, port);
        this.records = records;
        single = new OneByOne(
                jdbc, standings, enrolments, versions, departures, new StepWithdrawals(jdbc, byOne, clock), clock);
        together = new JobOutcomes(
                fates, standings, enrolments, versions, departures, new StepWithdrawals(jdbc, byAll, clock), clock);
    }

    @Test
    void toldTogetherItComesToTheSame() {
        compare(
                Arrays.stream(Situation.values())
                        .flatMap(situation -> STORIES.stream().map(story -> new Told(OvhiFeed.id(), situation, story)))
                        .toList(),
                Map.of());

        assertThat(byAll.steps()).as("comes too late").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverIsToldItComesToTheSame(long seed) {
        var random = new Random(seed);
        var words = STORIES.stream()
                .flatMap(each -> Stream.of(each.split(" ")))
                .distinct()
                .toList();

        compare(
                IntStream.range(0, 100)
                        .mapToObj(_ -> new Told(
                                OvhiFeed.id(),
                                Situation.values()[random.nextInt(Situation.values().length)],
                                IntStream.rangeClosed(0, random.nextInt(8))
                                        .mapToObj(_ -> words.get(random.nextInt(words.size())))
                                        .toList()))
                        .toList(),
                Map.of());
    }

    /** One was merged into one who was merged in turn, one into one who is in another run, one into nobody's. */
    @Test
    void whoseRecordWasMergedGoesOnUnderTheOtherOne() {
        var ids = insert(organization, 6);
        var told = IntStream.range(0, 6)
                .mapToObj(each -> new Told(
                        ids.get(each),
                        each == 5 ? Situation.GOES_THROUGH_IT_AGAIN : Situation.GOES_ON,
                        each == 1 || each == 2 ? "scheduled:a" : STORIES.getFirst()))
                .toList();

        var campaign = compare(
                told, Map.of(ids.get(0), ids.get(1), ids.get(1), ids.get(2), ids.get(3), ids.get(5), ids.get(4), 1L));

        assertThat(delivered(campaign)).containsExactly(ids.get(2), ids.get(4));
    }

    /** Whoever takes a record over copies what its patient did until then. A reason why they left may be none any more. */
    @ParameterizedTest
    @CsvSource({"GOES_ON,0,1", "GOES_ON,1,0", "HAS_LEFT_FOR_ANOTHER_REASON,0,1", "HAS_LEFT_FOR_ANOTHER_REASON,1,0"})
    void itIsKeptOfWhoIsBeingTakenOver(Situation situation, int from, int into)
            throws ExecutionException, InterruptedException {
        var ids = insert(organization, 2);
        var survivor = ids.get(into);
        var told = List.of(new Told(ids.get(from), situation, "sent:a delivered:a"));
        var campaign = begun(told);
        merge(Map.of(ids.get(from), survivor));

        var telling = Objects.requireNonNull(transactions.execute(_ -> {
            records.takeOver(campaign, List.of(survivor), clock.instant());
            var teller = CompletableFuture.runAsync(
                    () -> transactions.executeWithoutResult(_ -> together.changed(jobs(told, campaign))));
            await().pollInterval(LockWaits.SEEN_EVERY).until(() -> teller.isDone() || waits.any());
            return teller;
        }));
        telling.get();

        assertThat(delivered(campaign)).containsExactly(survivor);
    }

    private List<Long> delivered(long campaign) {
        return jdbc.sql("SELECT patient_id FROM enrolments WHERE is_delivered AND campaign_id = ? ORDER BY patient_id")
                .param(campaign)
                .query((row, _) -> row.getLong(1))
                .list();
    }

    @Test
    void newsOfSeveralCampaignsComeTogether() {
        var told = insert(organization, STORIES.size()).stream()
                .map(each -> new Told(each, Situation.GOES_ON, STORIES.get(each.intValue() % STORIES.size())))
                .toList();
        var one = List.of(begun(told), begun(told));
        var other = List.of(begun(told), begun(told));
        clock.advance(Duration.ofHours(1));

        transactions.executeWithoutResult(_ ->
                one.forEach(each -> jobs(told, each).forEach(job -> single.changed(job, each))));
        transactions.executeWithoutResult(_ ->
                together.changed(interleaved(jobs(told, other.getFirst()), jobs(told.reversed(), other.getLast()))));

        assertThat(other).allSatisfy(each -> {
            assertThat(state(each)).isEqualTo(state(one.getFirst())).isEqualTo(state(one.getLast()));
            assertThat(delivered(each)).isNotEmpty();
        });
    }

    private static List<JobChanged> interleaved(List<JobChanged> one, List<JobChanged> other) {
        return IntStream.range(0, one.size())
                .boxed()
                .flatMap(each -> Stream.of(one.get(each), other.get(each)))
                .toList();
    }

    @Test
    void manyTakeAsManyStatementsAsFew() {
        var few = statements(3);

        assertThat(statements(60)).isEqualTo(few).isLessThanOrEqualTo(10);
    }

    /** How many statements the database hears of while the usual is told of so many patients. */
    private long statements(int patients) {
        var told = insert(organization, patients).stream()
                .map(each -> new Told(each, Situation.GOES_ON, STORIES.getFirst()))
                .toList();
        var campaign = begun(told);
        return Objects.requireNonNull(transactions.execute(_ -> {
            var before = heard();
            together.changed(jobs(told, campaign));
            return heard() - before - 1;
        }));
    }

    private long heard() {
        return jdbc.sql("SHOW SESSION STATUS LIKE 'Questions'")
                .query((row, _) -> row.getLong(2))
                .single();
    }

    /** The same is told of two campaigns with the same patients; of the latter it is told together. */
    private long compare(List<Told> told, Map<Long, Long> merged) {
        var one = begun(told);
        var other = begun(told);
        merge(merged);
        clock.advance(Duration.ofHours(1));

        transactions.executeWithoutResult(_ -> jobs(told, one).forEach(job -> single.changed(job, one)));
        transactions.executeWithoutResult(_ -> together.changed(jobs(told, other)));

        assertThat(state(other)).isNotEmpty().isEqualTo(state(one));
        assertThat(byAll.steps()).isEqualTo(byOne.steps());
        return other;
    }

    private void merge(Map<Long, Long> merged) {
        merged.forEach((from, into) -> transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE patients SET merged_into = ? WHERE patient_id = ?")
                        .params(into, from)
                        .update()));
    }

    private List<String> state(long campaign) {
        return jdbc.sql(STATE)
                .param("campaign", campaign)
                .query((row, _) -> row.getString(1))
                .list();
    }

    private List<JobChanged> jobs(List<Told> told, long campaign) {
        return Told.jobs(told, organization, campaign, clock.instant());
    }

    /** A campaign in which patients stand as they are said to. */
    private long begun(List<Told> told) {
        var campaign = OvhiFeed.id();
        transactions.executeWithoutResult(_ -> {
            jdbc.sql(
                            "INSERT INTO campaign_versions (campaign_id, version, course, created_by) VALUES (?, 1, ?, 'test')")
                    .params(campaign, Situation.COURSE)
                    .update();
            told.forEach(each -> each.situation().begin(jdbc, campaign, each.patient(), clock.instant()));
        });
        return campaign;
    }
}
