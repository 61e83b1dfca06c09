package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.util.ReflectionTestUtils;

class JobProgressTests {

    private static final Instant AT = Samples.AT;
    private static final FieldCipher CIPHER = FieldCipher.ofKeyset(KeysetTool.generate());

    /** Everything a worker, a webhook, the scheduler and a patient can report. */
    private static final List<Observation> REPORTS = List.of(
            seen(1, 1, null, null, Milestone.PROCESSING),
            new Observation(List.of(), AT.plusSeconds(2), 1, null, true, null),
            seen(3, 2, null, null, Milestone.PROCESSING),
            seen(4, 2, "SM2", null, Milestone.SENT),
            seen(3, 1, "SM1", null, Milestone.SENT),
            seen(6, null, "SM2", null, Milestone.SENT, Milestone.DELIVERED),
            seen(5, null, "SM2", null, Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED),
            seen(9, null, "SM2", null, Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED),
            seen(7, 2, "SM2", "30003", Milestone.FAILED),
            seen(7, null, "SM2", "30005", Milestone.BOUNCED),
            seen(8, null, null, "expired", Milestone.EXPIRED),
            seen(2, 1, null, null, Milestone.UNDER_REVIEW),
            seen(8, null, null, null, Milestone.REPLIED),
            seen(4, null, null, null, Milestone.CANCELLED));

    /**
     * Every order of all reports, each repeated at will. For every set of reports and each of them as the last one: the
     * job ends as it does when they come in their usual order, and hearing any of them again changes nothing. By
     * induction that holds for each of the 14! orders.
     */
    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"EMAIL", "SMS"})
    void endsTheSameForEveryOrderAndRepetitionOfAllReports(Channel channel) {
        var usual = new HashMap<Integer, List<Object>>();
        for (var set = 0; set < 1 << REPORTS.size(); set++) {
            var expected = row(after(channel, set));
            usual.put(set, expected);
            for (var last = 0; last < REPORTS.size(); last++) {
                if ((set & 1 << last) == 0) {
                    continue;
                }
                var job = after(channel, set & ~(1 << last));
                assertThat(row(job)).isEqualTo(usual.get(set & ~(1 << last)));
                job.observe(REPORTS.get(last), AT);
                assertThat(row(job)).as("%s after %s", last, set).isEqualTo(expected);
                job.observe(REPORTS.get(last), AT);
                assertThat(row(job)).as("%s twice after %s", last, set).isEqualTo(expected);
            }
        }
    }

    @Test
    void endsTheSameForEveryOrderOfSixReports() {
        var reports = REPORTS.subList(3, 9);
        var usual = job(Channel.SMS);
        reports.forEach(each -> usual.observe(each, AT));
        var expected = row(usual);
        permute(new ArrayList<>(reports), reports.size(), order -> {
            var job = job(Channel.SMS);
            order.forEach(each -> job.observe(each, AT));
            assertThat(row(job)).as("after %s", order).isEqualTo(expected);
        });
    }

    /** In the order of the list. */
    private static Job after(Channel channel, int set) {
        var job = new Job();
        ReflectionTestUtils.setField(job, "channel", channel);
        for (var i = 0; i < REPORTS.size(); i++) {
            if ((set & 1 << i) != 0) {
                job.observe(REPORTS.get(i), AT);
            }
        }
        return job;
    }

    @ParameterizedTest
    @MethodSource("flights")
    void knowsWhetherTheProviderMayBeHearingOfIt(boolean inFlight, List<Observation> reports) {
        permute(new ArrayList<>(reports), reports.size(), order -> {
            var job = job(Channel.SMS);
            order.forEach(each -> job.observe(each, AT));
            assertThat(job.fate().inFlight()).isEqualTo(inFlight);
        });
    }

    static Stream<Arguments> flights() {
        var begun = seen(1, 1, null, null, Milestone.PROCESSING);
        var refused = new Observation(List.of(), AT, 1, null, true, null);
        var begunAgain = seen(3, 2, null, null, Milestone.PROCESSING);
        var unknown = seen(3, 2, null, null, Milestone.UNDER_REVIEW);
        var refusedAgain = new Observation(List.of(), AT, 2, null, true, null);
        return Stream.of(
                Arguments.of(false, List.of()),
                Arguments.of(true, List.of(begun)),
                Arguments.of(false, List.of(begun, refused)),
                Arguments.of(true, List.of(begun, refused, begunAgain)),
                Arguments.of(true, List.of(begun, refused, unknown)),
                Arguments.of(false, List.of(begun, refused, begunAgain, unknown, refusedAgain)));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void derivesTheStatus(Channel channel, JobStatus status, boolean conflict, Milestone... milestones) {
        var progress = Progress.NONE.with(Milestone.SCHEDULED, AT);
        for (var milestone : milestones) {
            progress = progress.with(milestone, AT);
        }

        assertThat(progress.status(channel)).isEqualTo(status);
        assertThat(progress.conflict()).isEqualTo(conflict);
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending(Channel.SMS, JobStatus.QUEUED, false),
                ending(Channel.SMS, JobStatus.PROCESSING, false, Milestone.PROCESSING),
                ending(Channel.SMS, JobStatus.PROCESSING, false, Milestone.UNDER_REVIEW),
                ending(Channel.SMS, JobStatus.SENT, false, Milestone.PROCESSING, Milestone.SENT),
                ending(Channel.SMS, JobStatus.DELIVERED, false, Milestone.SENT, Milestone.DELIVERED),
                ending(Channel.SMS, JobStatus.FAILED, false, Milestone.SENT, Milestone.FAILED),
                ending(Channel.SMS, JobStatus.DELIVERED, true, Milestone.FAILED, Milestone.SENT, Milestone.DELIVERED),
                ending(Channel.SMS, JobStatus.DELIVERED, true, Milestone.BOUNCED, Milestone.DELIVERED),
                ending(Channel.EMAIL, JobStatus.BOUNCED, true, Milestone.DELIVERED, Milestone.BOUNCED),
                ending(Channel.EMAIL, JobStatus.OPENED, true, Milestone.DELIVERED, Milestone.OPENED, Milestone.BOUNCED),
                ending(Channel.EMAIL, JobStatus.BOUNCED, false, Milestone.SENT, Milestone.BOUNCED),
                ending(Channel.SMS, JobStatus.FAILED, false, Milestone.EXPIRED),
                ending(Channel.SMS, JobStatus.CANCELLED, false, Milestone.PROCESSING, Milestone.CANCELLED),
                ending(Channel.SMS, JobStatus.CANCELLED, false, Milestone.CANCELLED, Milestone.FAILED),
                ending(Channel.SMS, JobStatus.SENT, true, Milestone.CANCELLED, Milestone.SENT),
                ending(Channel.SMS, JobStatus.REPLIED, false, Milestone.DELIVERED, Milestone.REPLIED));
    }

    @Test
    void tellsEachMilestoneOnce() {
        var job = job(Channel.SMS);
        var delivered = seen(6, null, "SM2", null, Milestone.SENT, Milestone.DELIVERED);

        assertThat(job.observe(delivered, AT)).containsExactly(Milestone.SENT, Milestone.DELIVERED);
        assertThat(job.observe(delivered, AT)).isEmpty();
        assertThat(job.observe(seen(4, 1, "SM2", null, Milestone.SENT), AT)).isEmpty();
        assertThat(job.progress().firstAt()).containsEntry(Milestone.SENT, AT.plusSeconds(4));
    }

    @Test
    void keepsOnlyCodesOfFailures() {
        assertThat(seen(1, null, null, "mailbox of Ann is full", Milestone.FAILED)
                        .failureCode())
                .isEqualTo("other");
    }

    @Test
    void masksAddresses() {
        assertThat(RecipientMask.of("+12125550142")).isEqualTo("***42");
        assertThat(RecipientMask.of("ann.example@example.org")).isEqualTo("a***@***");
    }

    /** Heap's algorithm. */
    private static void permute(List<Observation> items, int size, Consumer<List<Observation>> visit) {
        if (size <= 1) {
            visit.accept(items);
            return;
        }
        for (var i = 0; i < size; i++) {
            permute(items, size - 1, visit);
            var j = size % 2 == 0 ? i : 0;
            var kept = items.get(j);
            items.set(j, items.get(size - 1));
            items.set(size - 1, kept);
        }
    }

    private static List<Object> row(Job job) {
        var attempts = Objects.requireNonNull(ReflectionTestUtils.getField(job, "attempts"));
        var hidden = Stream.of("providerAttempt", "errorAt", "processingAttempt", "refusedAttempt")
                .map(each -> String.valueOf(ReflectionTestUtils.getField(attempts, each)))
                .toList();
        return List.of(job.view(""), job.progress(), hidden);
    }

    private static Job job(Channel channel) {
        return new Job(
                new NewJob(
                        Samples.JOB,
                        Samples.SLOT,
                        Samples.REQUEST,
                        16,
                        1176,
                        null,
                        null,
                        null,
                        Purpose.APPT_REMINDER,
                        channel,
                        false,
                        null,
                        1,
                        1,
                        new MessageContent("+12125550100", Samples.HASH, null, "text", null, null, "Clinic", "en"),
                        Map.of(),
                        null,
                        null,
                        AT,
                        AT,
                        Samples.window(),
                        List.of(channel),
                        null,
                        Conditions.NONE,
                        Kind.ROUTINE,
                        false,
                        null,
                        false,
                        false,
                        null,
                        null,
                        null),
                CIPHER,
                AT);
    }

    private static Observation seen(
            int second,
            @Nullable Integer attempt,
            @Nullable String message,
            @Nullable String failure,
            Milestone... milestones) {
        return new Observation(Arrays.asList(milestones), AT.plusSeconds(second), attempt, message, false, failure);
    }

    private static Arguments ending(Channel channel, JobStatus status, boolean conflict, Milestone... milestones) {
        return Arguments.of(channel, status, conflict, milestones);
    }
}
