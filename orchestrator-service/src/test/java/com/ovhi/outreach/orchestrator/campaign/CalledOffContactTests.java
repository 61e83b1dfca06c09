package com.ovhi.outreach.orchestrator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.Requests;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which contacts of a campaign are called off, and what becomes of those that cannot be. */
@ServiceTest(schema = "ovhi_orchestrator")
class CalledOffContactTests extends OneClinic {

    private final long campaign = Clinic.number();
    private final long other = Clinic.number();
    private final Requests requests;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;

    CalledOffContactTests(
            TestKafka kafka,
            TestTokens tokens,
            Patients patients,
            Organizations organizations,
            JdbcClient jdbc,
            FieldCipher cipher,
            JdbcTemplate batches,
            PlatformTransactionManager transactions,
            @LocalServerPort int port) {
        super(kafka, tokens, patients, organizations, jdbc, port);
        requests = new Requests(kafka, cipher);
        this.batches = batches;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void alsoThoseThatWereAskedForBeforeContactsWereKept() {
        request(campaign, 1);
        var job = onlyJob();
        write("DELETE FROM campaign_contacts WHERE campaign_id = ?", campaign);
        hold(campaign);
        await().untilAsserted(() -> assertThat(swept()).isTrue());
        assertThat(status(job)).isEqualTo("queued");

        transactions.executeWithoutResult(_ -> batches.execute((Connection connection) -> {
            ScriptUtils.executeSqlScript(
                    connection,
                    new ClassPathResource("db/migration/orchestrator-service/V105__contacts_of_older_campaigns.sql"));
            return null;
        }));

        await().untilAsserted(() -> assertThat(status(job)).isEqualTo("cancelled"));
    }

    @Test
    void oneThatCannotBeHoldsUpNoOther() {
        request(campaign, 1);
        var broken = onlyJob();
        request(campaign, 2);
        request(other, 1);
        await().untilAsserted(() -> assertThat(ids()).hasSize(3));
        write("UPDATE comm_jobs SET status = 'nonsense' WHERE id = ?", broken.toString());

        hold(campaign);
        hold(other);

        await().untilAsserted(() -> assertThat(
                        ids().stream().filter(each -> !each.equals(broken)).map(this::status))
                .containsOnly("cancelled"));
        assertThat(swept()).isFalse();
        write("UPDATE comm_jobs SET status = 'queued' WHERE id = ?", broken.toString());
        await().untilAsserted(() -> assertThat(status(broken)).isEqualTo("cancelled"));
        await().untilAsserted(() -> assertThat(swept()).isTrue());
    }

    @Test
    void whatACampaignMeansForAPatientNoLonger() {
        request(campaign, 1);
        var first = onlyJob();
        request(campaign, 2);
        await().untilAsserted(() -> assertThat(ids()).hasSize(2));

        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(patient),
                new StepWithdrawn(
                        campaign, clinic.id(), patient, occasion(campaign, 1), "booked", SettableClock.START));

        await().untilAsserted(() -> assertThat(status(first)).isEqualTo("cancelled"));
        assertThat(ids().stream().filter(each -> !each.equals(first)).map(this::status))
                .containsExactly("queued");
    }

    /** Both sides of it: one that only its slot would refuse, and one whose own predecessor fills its contact cap. */
    @ParameterizedTest
    @EnumSource(names = {"LAB_READY", "CAMPAIGN_EDUCATION"})
    void whatWaitsInAnotherVersionBeforeItIsAskedForInTheNewOne(Purpose purpose) {
        request(purpose, 1, 0);
        var old = onlyJob();

        request(purpose, 2, 1);

        await().untilAsserted(() -> assertThat(ids()).hasSize(2));
        assertThat(status(old)).isEqualTo("cancelled");
        var renewed =
                ids().stream().filter(each -> !each.equals(old)).findFirst().orElseThrow();
        hold(campaign);
        await().untilAsserted(() -> assertThat(swept()).isTrue());
        assertThat(status(renewed)).isEqualTo("queued");
        assertThat(refusals()).isEmpty();
    }

    @Test
    void nothingThatWasSentInAnotherVersion() {
        request(Purpose.LAB_READY, 1, 0);
        var sent = onlyJob();
        deliveries.report(sent, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(sent)).isEqualTo("sent"));

        request(Purpose.LAB_READY, 2, 1);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));
        assertThat(ids()).containsExactly(sent);
        assertThat(status(sent)).isEqualTo("sent");
    }

    private void request(Purpose purpose, int version, int round) {
        requests.ask(requests.of(clinic, patient, purpose, occasion(campaign, 1))
                .campaignId(campaign)
                .step(new CampaignStep(version, 0, null, round, 1))
                .build());
    }

    private void request(long which, int step) {
        requests.ask(requests.of(clinic, patient, Purpose.LAB_READY, occasion(which, step))
                .campaignId(which)
                .step(new CampaignStep(1, step - 1, null, 0, 1))
                .build());
    }

    private static String occasion(long which, int step) {
        return "campaign/" + which + "/step/" + step;
    }

    private void hold(long which) {
        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(which),
                new CampaignHeld(which, clinic.id(), 0, "paused", SettableClock.START));
    }

    private void write(String sql, Object parameter) {
        transactions.executeWithoutResult(_ -> jdbc.sql(sql).param(parameter).update());
    }

    private UUID onlyJob() {
        await().untilAsserted(() -> assertThat(ids()).hasSize(1));
        return ids().getFirst();
    }

    private List<UUID> ids() {
        return jdbc
                .sql("SELECT id FROM comm_jobs WHERE organization_id = ? ORDER BY id")
                .param(clinic.id())
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    private boolean swept() {
        return jdbc.sql("SELECT COUNT(*) FROM campaign_holds WHERE campaign_id = ? AND is_swept AND held_through = 0")
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                == 1;
    }
}
