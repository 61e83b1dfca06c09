package com.ovhi.outreach.orchestrator.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.CountedStatements;
import com.ovhi.outreach.orchestrator.Neighbours;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sends schedule calls at the same time, so that they are gathered. */
abstract class CallsTogether extends OneClinic {

    private static final String URI = "/api/v1/comm/schedule";

    /** What was executed for all of them, while they were sent for the last time. */
    List<String> jointly = List.of();

    /** What they executed themselves meanwhile. */
    List<String> alone = List.of();

    CallsTogether(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
    }

    static Reply of(Map<String, Reply> replies, String key) {
        return Objects.requireNonNull(replies.get(key));
    }

    Map<String, String> others() {
        var asked = new LinkedHashMap<String, String>();
        IntStream.range(0, 9).forEach(_ -> {
            var other = clinic.patient();
            asked.put("other-" + other, reminder(clinic, other, ""));
        });
        return asked;
    }

    Map<String, Reply> together(Map<String, String> asked) {
        return together(clinic, asked);
    }

    Map<String, Reply> together(Clinic of, Map<String, String> asked) {
        return together(
                of,
                asked,
                replies -> await().untilAsserted(() -> assertThat(replies).hasSameSizeAs(asked)));
    }

    /** Sends them while another call is being carried out, so that they are gathered. */
    Map<String, Reply> together(Clinic of, Map<String, String> asked, Consumer<Map<String, Reply>> until) {
        var slow = of.patient();
        var letGo = new CountDownLatch(1);
        Neighbours.holdUp(of.preferences(slow, true), letGo);
        var replies = new ConcurrentHashMap<String, Reply>();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            callers.execute(() -> schedule(of, "slow-" + slow, reminder(of, slow, "")));
            await().untilAsserted(() -> assertThat(Neighbours.calls("/api/v1/preferences/" + slow + "/effective"))
                    .isOne());
            CountedStatements.forget();
            asked.forEach((key, body) -> callers.execute(() -> replies.put(key, post(URI, core(of), key, body))));
            until.accept(replies);
            jointly = CountedStatements.of("joint-calls");
            alone = CountedStatements.of("http-nio");
            letGo.countDown();
        } finally {
            letGo.countDown();
        }
        return replies;
    }
}
