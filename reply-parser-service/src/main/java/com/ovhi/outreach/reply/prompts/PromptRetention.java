package com.ovhi.outreach.reply.prompts;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Forgets prompts that nobody can answer any more, and the messages that asked. */
@Component
class PromptRetention {

    /** Long after the last answer is accepted, so that late news of a job finds that its prompt was closed. */
    static final Duration RETENTION = Duration.ofDays(35);

    private static final int CHUNK = 5_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    PromptRetention(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT15M", initialDelayString = "PT8M")
    @Transactional
    void purge() {
        for (var table : List.of("prompts", "sent_messages")) {
            jdbc.sql("DELETE FROM " + table + " WHERE sent_at < ? LIMIT ?")
                    .param(Timestamp.from(clock.instant().minus(RETENTION)))
                    .param(CHUNK)
                    .update();
        }
    }
}
