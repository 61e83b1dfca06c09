package com.ovhi.outreach.reply;

import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.testing.TestKafka;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Waits for what the parser hears and says. */
final class Hearing {

    private final TestKafka kafka;
    private final JdbcTemplate jdbc;

    Hearing(TestKafka kafka, JdbcTemplate jdbc) {
        this.kafka = kafka;
        this.jdbc = jdbc;
    }

    ReplyUnderstood understood(UUID inbound) {
        return kafka.await(
                Topics.REPLY, ReplyUnderstood.class, reply -> reply.inboundId().equals(inbound));
    }

    void awaitPrompt(UUID job) {
        await().until(() -> count("SELECT COUNT(*) FROM prompts WHERE job_id = ?", job) == 1);
        await().until(() -> count("""
                SELECT COUNT(*) FROM prompts p JOIN address_owners o ON o.patient_id = p.patient_id
                WHERE p.job_id = ?""", job) > 0);
    }

    void awaitOwner(long patient) {
        await().until(() -> count("SELECT COUNT(*) FROM address_owners WHERE patient_id = ?", patient) > 0);
    }

    void awaitWaiting(UUID inbound) {
        await().until(() -> count(
                        "SELECT COUNT(*) FROM comm_inbound WHERE id = ? AND due_at IS NOT NULL AND NOT processed",
                        inbound)
                == 1);
    }

    long count(String sql, Object... values) {
        var texts = Arrays.stream(values).map(Object::toString).toArray();
        var number = jdbc.queryForList(sql, Long.class, texts);
        return number.isEmpty() || number.getFirst() == null ? 0 : number.getFirst();
    }
}
