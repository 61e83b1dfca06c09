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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobProgressTests {

    private static final Instant AT = Samples.AT;
    private static final FieldCipher CIPHER = FieldCipher.ofKeyset(KeysetTool.generate());
    private static final int MOST_EVENTS = 6;

    /** Everything a worker, a webhook, the scheduler and a patient can report. */
    private static final List<Observation> REPORTS = List.of(
            seen(1, 1, null, null, Milestone.PROCESSING),
            seen(2, 1, null, null),
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

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"EMAIL", "SMS"})
    void endsTheSameForEveryOrderOfAnyThreeReports(Channel channel) {
        for (var a = 0; a < REPORTS.size(); a++) {
            for (var b = a; b < REPORTS.size(); b++) {
                for (var c = b; c < REPORTS.size(); c++) {
                    endsTheSame(channel, List.of(REPORTS.get(a), REPORTS.get(b), REPORTS.get(c)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"EMAIL", "SMS"})
    void endsTheSameForEveryOrderOfSixReportsWithRepetitions(Channel channel) {
        var random = new Random(20_260_302);
        for (var round = 0; round < 8; round++) {
            endsTheSame(
                    channel,
                    IntStream.range(0, MOST_EVENTS)
                            .mapToObj(i -> REPORTS.get(random.nextInt(REPORTS.size())))
                            .toList());
        }
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

    private static void endsTheSame(Channel channel, List<Observation> reports) {
        var expected = row(channel, reports);
        permute(
                new ArrayList<>(reports),
                reports.size(),
                order -> assertThat(row(channel, order)).as("after %s", order).isEqualTo(expected));
        var repeated =
                Stream.concat(reports.stream(), reports.reversed().stream()).toList();
        assertThat(row(channel, repeated)).isEqualTo(expected);
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

    private static List<Object> row(Channel channel, List<Observation> order) {
        var job = job(channel);
        order.forEach(each -> job.observe(each, AT));
        return List.of(job.view(""), job.progress());
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
                        1,
                        1,
                        new MessageContent("+12125550100", Samples.HASH, null, "text", null, null, "Clinic", "en"),
                        Map.of(),
                        null,
                        null,
                        AT,
                        AT,
                        Samples.window()),
                CIPHER,
                AT);
    }

    private static Observation seen(
            int second,
            @Nullable Integer attempt,
            @Nullable String message,
            @Nullable String failure,
            Milestone... milestones) {
        return new Observation(Arrays.asList(milestones), AT.plusSeconds(second), attempt, message, failure);
    }

    private static Arguments ending(Channel channel, JobStatus status, boolean conflict, Milestone... milestones) {
        return Arguments.of(channel, status, conflict, milestones);
    }
}
