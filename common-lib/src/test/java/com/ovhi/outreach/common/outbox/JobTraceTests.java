package com.ovhi.outreach.common.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import com.ovhi.outreach.common.contract.ContactWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.testing.TestTraces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** In which trace an event leaves. */
class JobTraceTests {

    private static final int TRACEPARENT = 6;

    private final TestTraces traces = new TestTraces();
    private final JdbcTemplate jdbc = mock(JdbcTemplate.class);
    private final List<String> left = new ArrayList<>();
    private final JdbcOutbox outbox = new JdbcOutbox(
            jdbc,
            Clock.systemUTC(),
            traces.context(1),
            new RelayWakeUp(RelayLane.all()),
            new RelayWakeUp(RelayLane.ahead()),
            new SimpleMeterRegistry());

    @BeforeEach
    void begin() {
        given(jdbc.batchUpdate(anyString(), anyList())).willAnswer(call -> {
            List<Object[]> rows = call.getArgument(1);
            rows.forEach(row -> left.add(String.valueOf(row[TRACEPARENT])));
            return new int[rows.size()];
        });
        TransactionSynchronizationManager.initSynchronization();
        TransactionSynchronizationManager.setActualTransactionActive(true);
    }

    @AfterEach
    void end() {
        TransactionSynchronizationManager.getSynchronizations().forEach(each -> each.afterCompletion(0));
        TransactionSynchronizationManager.clear();
    }

    @Test
    void whatIsAboutAJobLeavesInTheTraceOfThatJob() {
        var one = Ids.next();
        var other = Ids.next();

        try (var _ = traces.context(1).continuing(null, "a poll")) {
            outbox.publish(Topics.SCHEDULE, "1", withdrawn(one));
            outbox.publish(Topics.SCHEDULE, "2", withdrawn(other));
        }
        outbox.beforeCommit(mock(TransactionExecution.class));

        assertThat(left)
                .containsExactly(traces.context(1).ofJob(one), traces.context(1).ofJob(other));
    }

    @Test
    void everythingElseLeavesInTheTraceOfItsCause() {
        String current;
        try (var _ = traces.context(1).continuing(null, "a request")) {
            current = traces.context(1).current();
            outbox.forget(Topics.SCHEDULE, "1");
        }
        outbox.beforeCommit(mock(TransactionExecution.class));

        assertThat(left).containsExactly(current);
    }

    private static ContactWithdrawn withdrawn(UUID job) {
        return new ContactWithdrawn(job, 16, 1, "test");
    }
}
