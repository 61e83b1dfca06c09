package com.ovhi.outreach.orchestrator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.job.Terms.OwnTimes;
import com.ovhi.outreach.orchestrator.rules.Contact.Kind;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is written of new jobs is what is read of them. */
@ServiceTest(schema = "ovhi_orchestrator")
class NewJobsTests {

    private static final Instant AT = SettableClock.START.plusNanos(123_456_000);

    private final NewJobs fresh;
    private final Jobs jobs;
    private final FieldCipher cipher;
    private final EntityManager entities;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    NewJobsTests(
            NewJobs fresh,
            Jobs jobs,
            FieldCipher cipher,
            EntityManager entities,
            JdbcClient jdbc,
            PlatformTransactionManager transactions) {
        this.fresh = fresh;
        this.jobs = jobs;
        this.cipher = cipher;
        this.entities = entities;
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void areReadAsTheyWereWritten() {
        var full = new Job(full(), cipher, AT);
        var plain = new Job(plain(), cipher, AT);

        transactions.executeWithoutResult(_ -> fresh.add(List.of(full, plain)));

        for (var each : List.of(full, plain)) {
            var read = transactions.execute(_ -> jobs.findById(each.getId()).orElseThrow());
            assertThat(read).usingRecursiveComparison().isEqualTo(each);
        }
    }

    /** A column that is added to the entity has to be written, too. */
    @Test
    void haveAllColumnsOfTheEntity() {
        var row = new Job(full(), cipher, AT).columns();

        var columns = jdbc.sql("SELECT column_name FROM information_schema.columns"
                        + " WHERE table_schema = 'ovhi_orchestrator' AND table_name = 'comm_jobs'")
                .query(String.class)
                .list();
        assertThat(row.names()).containsExactlyInAnyOrderElementsOf(columns);
    }

    /** Nothing that Hibernate has not read does it write. */
    @Test
    void areNotWrittenAgainByWhoeverReadsThem() {
        var job = new Job(plain(), cipher, AT);
        transactions.executeWithoutResult(_ -> {
            fresh.add(List.of(job));
            assertThat(jobs.lock(job.getId())).isPresent();
            entities.flush();
        });

        assertThat(jdbc.sql("SELECT row_version FROM comm_jobs WHERE id = ?")
                        .param(job.getId().toString())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    private static NewJob full() {
        return new NewJob(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Clinic.number(),
                Clinic.number(),
                7L,
                8L,
                "b",
                Purpose.CAMPAIGN_EDUCATION,
                Channel.SMS,
                true,
                9L,
                10,
                11,
                new MessageContent("+12125550100", Samples.HASH, "subject", "text", null, null, "Clinic", "es"),
                Map.of("name", "value"),
                "appointment/12",
                13,
                AT.plusSeconds(1),
                AT.plusSeconds(2),
                Samples.window(),
                List.of(Channel.SMS, Channel.EMAIL),
                new Predecessor(Ids.next(), Ids.next(), List.of(Channel.SMS), 3, false),
                new Conditions(true, "merge", true),
                Kind.SHORTLY,
                true,
                new OwnTimes(AT.plusSeconds(3), AT.plusSeconds(4)),
                true,
                true,
                new CampaignStep(14, 15, 16L, null, 17),
                2,
                null);
    }

    private static NewJob plain() {
        return new NewJob(
                Ids.next(),
                Ids.next(),
                Ids.next(),
                Clinic.number(),
                Clinic.number(),
                null,
                null,
                null,
                Purpose.APPT_REMINDER,
                Channel.EMAIL,
                false,
                null,
                1,
                1,
                new MessageContent("a@example.org", Samples.HASH, null, "text", null, null, "Clinic", "en"),
                Map.of(),
                null,
                null,
                AT,
                AT,
                Samples.window(),
                List.of(),
                null,
                Conditions.NONE,
                Kind.ROUTINE,
                false,
                null,
                false,
                false,
                null,
                null,
                null);
    }
}
