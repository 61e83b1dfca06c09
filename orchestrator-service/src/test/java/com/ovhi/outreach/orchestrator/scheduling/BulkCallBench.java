package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.RunningOrchestrator;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** How many requests the bulk call takes in a second, while they are being decided; not part of the build. */
@ServiceTest(schema = "ovhi_orchestrator")
class BulkCallBench extends RunningOrchestrator {

    private static final int CALLS = 20;
    private static final int REQUESTS = 1_000;

    BulkCallBench(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, port);
    }

    @Test
    void takesThousandsASecond() {
        var clinic = clinic().open();
        var patient = clinic.patient();
        call(clinic, patient, -1);
        var taken = new AtomicInteger();
        var start = System.nanoTime();

        try (var callers = Executors.newFixedThreadPool(2)) {
            for (var i = 0; i < CALLS; i++) {
                var call = i;
                callers.execute(() -> taken.addAndGet(call(clinic, patient, call)));
            }
        }

        var took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(taken).hasValue(CALLS * REQUESTS);
        LoggerFactory.getLogger(BulkCallBench.class)
                .info("Bulk requests taken: {} a second", taken.get() * 1_000L / took.toMillis());
    }

    private int call(Clinic clinic, long patient, int call) {
        var items = IntStream.range(0, REQUESTS)
                .mapToObj(i -> reminder(clinic, patient, ", \"idempotency_key\": \"bench-" + call + "-" + i + "-key\""))
                .collect(Collectors.joining(","));
        var reply = post("/api/v1/comm/schedule/bulk", core(clinic), null, "{\"requests\": [" + items + "]}");
        return (int) reply.json().at("/results").findValuesAsString("status").stream()
                .filter("202"::equals)
                .count();
    }
}
