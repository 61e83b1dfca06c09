package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What becomes of an answer by template, as its jobs and refusals tell it. */
@ServiceTest(schema = "ovhi_reply")
class TemplateAnswerOutcomeServiceTests {

    private final Correspondence all;
    private final InboxDesk desk;
    private final ClosedWindow window;

    TemplateAnswerOutcomeServiceTests(
            ApplicationContext context,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            @LocalServerPort int port)
            throws IOException, InterruptedException {
        all = new Correspondence(context);
        desk = new InboxDesk(all.talk(), clock, jdbc, tokens, port);
        window = ClosedWindow.of(all, desk);
    }

    @DynamicPropertySource
    static void templates(DynamicPropertyRegistry registry) {
        ClosedWindow.register(registry);
    }

    @Test
    void aRefusalIsWhatBecameOfIt() throws IOException, InterruptedException {
        var id = window.ordered("key-00024");

        all.kafka()
                .publish(
                        Topics.JOB,
                        desk.patientOf(window.item()).toString(),
                        new StaffAnswerRefused(
                                id, Conversation.CLINIC, desk.patientOf(window.item()), "contact-cap", all.now()));

        awaitState("refused/contact-cap");
    }

    @Test
    void itsJobsTellWhatBecameOfIt() throws IOException, InterruptedException {
        var id = window.ordered("key-00025");

        job(id, Milestone.FAILED, JobStatus.FAILED);
        awaitState("not_sent/failed");
        all.pass(Duration.ofSeconds(1));
        job(id, Milestone.SENT, JobStatus.SENT);

        awaitState("accepted/");
    }

    /** Whatever is heard late, or again. */
    @Test
    void whatHappenedLastIsWhatBecameOfIt() throws IOException, InterruptedException {
        var id = window.ordered("key-00026");
        var sent = all.now();

        job(id, Milestone.SENT, JobStatus.SENT, sent);
        job(id, Milestone.DELIVERED, JobStatus.DELIVERED, sent.plusSeconds(20));
        job(id, Milestone.FAILED, JobStatus.DELIVERED, sent.plusSeconds(10));
        await().untilAsserted(() -> assertThat(all.count(
                        "SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND reported_at = ?",
                        window.inbound(),
                        Timestamp.from(sent.plusSeconds(20))))
                .isOne());
        job(id, Milestone.FAILED, JobStatus.DELIVERED, sent.plusSeconds(20));

        awaitState("not_sent/failed");
        job(id, Milestone.BOUNCED, JobStatus.BOUNCED, sent.plusSeconds(25));
        awaitState("not_sent/bounced");
        job(id, Milestone.DELIVERED, JobStatus.DELIVERED, sent.plusSeconds(20));
        job(id, Milestone.OPENED, JobStatus.OPENED, sent.plusSeconds(30));
        awaitState("accepted/");
    }

    private void awaitState(String stateAndCode) {
        await().untilAsserted(() -> assertThat(all.text("""
                                                SELECT CONCAT(a.state, '/', COALESCE(a.code, '')) FROM staff_inbox i
                                                JOIN answers a ON a.answer_id = i.answer_id WHERE i.id = ?\
                                                """, window.item())).isEqualTo(stateAndCode));
    }

    private void job(UUID answer, Milestone milestone, JobStatus status) {
        job(answer, milestone, status, all.now());
    }

    private void job(UUID answer, Milestone milestone, JobStatus status, Instant at) {
        all.kafka()
                .publish(
                        Topics.JOB,
                        desk.patientOf(window.item()).toString(),
                        JobChanged.builder(
                                        Ids.next(),
                                        Conversation.CLINIC,
                                        desk.patientOf(window.item()),
                                        Purpose.LAB_READY,
                                        Channel.WHATSAPP,
                                        milestone,
                                        status,
                                        at,
                                        at)
                                .subjectRef(StaffAnswerRefused.subject(answer))
                                .build());
    }
}
