package com.ovhi.outreach.common.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.ovhi.AppointmentClosed;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What Spring's batch listener makes of bad records among good ones, on a real broker. */
@ServiceTest(schema = "ovhi_sample")
class BatchServiceTests {

    private static final long FIRST = 7_100;
    private static final int PATIENTS = 12;
    private static final List<Milestone> STEPS =
            List.of(Milestone.SENT, Milestone.DELIVERED, Milestone.OPENED, Milestone.CLICKED, Milestone.REPLIED);

    private final Handled handled;
    private final TestKafka kafka;

    BatchServiceTests(Handled handled, TestKafka kafka) {
        this.handled = handled;
        this.kafka = kafka;
    }

    @Test
    void badRecordsLeaveAloneAndTheirNeighboursAreHandledOnceAndInOrder() {
        // While one record must wait, the others gather behind it and come in one poll.
        handled.ready(false);
        patients()
                .forEach(patient -> kafka.publish(
                        Topics.OVHI_APPOINTMENT,
                        key(patient),
                        "appointment.completed",
                        new AppointmentClosed(1, 2, patient, 16)));
        patients().forEach(this::publishSteps);

        handled.ready(true);

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> patients()
                        .forEach(patient -> assertThat(handled.of(key(patient)))
                                .filteredOn(each -> !each.startsWith("visit"))
                                .containsExactlyElementsOf(
                                        STEPS.stream().map(Milestone::code).toList())));
        assertThat(patients()
                        .flatMap(patient -> handled.of(key(patient)).stream()
                                .filter(each -> each.startsWith("visit"))
                                .mapToLong(_ -> 1))
                        .sum())
                .isEqualTo(PATIENTS);
        var letters = kafka.records(Topics.deadLetters(Topics.JOB, "sample-service.jobs")).stream()
                .filter(letter -> patients().anyMatch(patient -> key(patient).equals(letter.key())))
                .toList();
        assertThat(letters).hasSize(PATIENTS).allMatch(letter -> "sample-poison".equals(letter.header("dlt_code")));
    }

    /** A tombstone and a poisoned record among five good ones. */
    private void publishSteps(long patient) {
        IntStream.range(0, STEPS.size()).forEach(i -> {
            if (i == 1) {
                kafka.send(new ProducerRecord<>(Topics.JOB, key(patient), null));
            }
            if (i == 3) {
                kafka.publish(Topics.JOB, key(patient), SampleEventServiceTests.job(patient, Milestone.SENT, "poison"));
            }
            kafka.publish(Topics.JOB, key(patient), SampleEventServiceTests.job(patient, STEPS.get(i), null));
        });
    }

    private static LongStream patients() {
        return LongStream.range(FIRST, FIRST + PATIENTS);
    }

    private static String key(long patient) {
        return Long.toString(patient);
    }
}
