package com.ovhi.outreach.orchestrator.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.CampaignHeld;
import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.StepWithdrawn;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.orchestrator.Clinic;
import com.ovhi.outreach.orchestrator.OneClinic;
import com.ovhi.outreach.orchestrator.projection.Organizations;
import com.ovhi.outreach.orchestrator.projection.Patients;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Campaigns that are paused and go on, against real servers. */
@ServiceTest(schema = "ovhi_orchestrator")
class HeldCampaignTests extends OneClinic {

    private final long campaign = Clinic.number();
    /** Campaigns of other tests have lower numbers. */
    private static final long OTHER = 1_000_000;

    private final FieldCipher cipher;
    private final JdbcTemplate batches;
    private final TransactionTemplate transactions;

    HeldCampaignTests(
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
        this.cipher = cipher;
        this.batches = batches;
        this.transactions = new TransactionTemplate(transactions);
    }

    @Test
    void callsOffWhatWaitsAndMakesItAgainInTheSameSlot() {
        request(0);
        var first = onlyJob();

        hold(0);
        await().untilAsserted(() -> assertThat(status(first)).isEqualTo("cancelled"));
        request(1);

        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(2));
        assertThat(deliveries.successor(first).slotId())
                .isEqualTo(deliveries.due(first).slotId());
        assertThat(refusals()).isEmpty();
    }

    @Test
    void refusesWhatComesAfterTheHoldAndNothingOfLaterRounds() {
        hold(0);
        awaitHeld();

        request(0);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("campaign-held"));
        request(1);

        await().untilAsserted(() -> assertThat(jobs()).isEqualTo(1));
        hold(0);
        request(0);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("campaign-held", "campaign-held"));
        assertThat(status(onlyJob()))
                .as("an old hold told again holds nothing new")
                .isEqualTo("queued");
    }

    @Test
    void sendsNothingTwice() {
        request(0);
        var sent = onlyJob();
        deliveries.report(sent, DeliveryState.ACCEPTED, null, "none", 1);
        await().untilAsserted(() -> assertThat(status(sent)).isEqualTo("sent"));

        hold(0);
        request(1);

        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));
        assertThat(jobs()).isEqualTo(1);
        assertThat(status(sent)).isEqualTo("sent");
    }

    @Test
    void keepsWhatIsAskedForAgainBeforeTheHoldIsKnown() {
        request(0);
        var job = onlyJob();
        request(1);
        await().untilAsserted(() -> assertThat(refusals()).containsExactly("duplicate-contact"));

        hold(0);
        awaitHeld();
        await().untilAsserted(() -> assertThat(swept()).isTrue());

        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void keepsWhatStandsInTheWayOfItsOwnSecondRequest() {
        request(0, Purpose.CAMPAIGN_EDUCATION);
        var job = onlyJob();
        request(1, Purpose.CAMPAIGN_EDUCATION);
        await().untilAsserted(() -> assertThat(refusals()).hasSize(1));

        hold(0);
        awaitHeld();
        await().untilAsserted(() -> assertThat(swept()).isTrue());

        assertThat(status(job)).isEqualTo("queued");
    }

    @Test
    void callsOffWhatWasAskedForBeforeContactsWereKept() {
        request(0);
        var job = onlyJob();
        write("DELETE FROM campaign_contacts WHERE campaign_id = ?", campaign);
        hold(0);
        awaitHeld();
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
    void oneContactThatCannotBeCalledOffHoldsUpNoOther() {
        request(0);
        var broken = onlyJob();
        request(campaign, 0, Purpose.LAB_READY, "campaign/" + campaign + "/step/2");
        request(campaign + OTHER, 0, Purpose.LAB_READY, "campaign/" + (campaign + OTHER) + "/step/1");
        await().untilAsserted(() -> assertThat(ids()).hasSize(3));
        write("UPDATE comm_jobs SET status = 'nonsense' WHERE id = ?", broken.toString());

        hold(0);
        hold(campaign + OTHER, 0);

        await().untilAsserted(() -> assertThat(
                        ids().stream().filter(each -> !each.equals(broken)).map(this::status))
                .containsOnly("cancelled"));
        assertThat(swept()).isFalse();
        write("UPDATE comm_jobs SET status = 'queued' WHERE id = ?", broken.toString());
        await().untilAsserted(() -> assertThat(status(broken)).isEqualTo("cancelled"));
        await().untilAsserted(() -> assertThat(swept()).isTrue());
    }

    @Test
    void callsOffWhatACampaignMeansForAPatientNoLonger() {
        request(0);
        var first = onlyJob();
        request(campaign, 0, Purpose.LAB_READY, "campaign/" + campaign + "/step/2");
        await().untilAsserted(() -> assertThat(ids()).hasSize(2));

        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(patient),
                new StepWithdrawn(
                        campaign,
                        clinic.id(),
                        patient,
                        "campaign/" + campaign + "/step/1",
                        "booked",
                        SettableClock.START));

        await().untilAsserted(() -> assertThat(status(first)).isEqualTo("cancelled"));
        assertThat(ids().stream().filter(each -> !each.equals(first)).map(this::status))
                .containsExactly("queued");
    }

    private void write(String sql, Object parameter) {
        transactions.executeWithoutResult(_ -> jdbc.sql(sql).param(parameter).update());
    }

    private void hold(int through) {
        hold(campaign, through);
    }

    private void hold(long which, int through) {
        kafka.publish(
                Topics.CAMPAIGN,
                Long.toString(which),
                new CampaignHeld(which, clinic.id(), through, "paused", SettableClock.START));
    }

    private void request(int round) {
        request(round, Purpose.LAB_READY);
    }

    private void request(int round, Purpose purpose) {
        request(campaign, round, purpose, "campaign/" + campaign + "/step/1");
    }

    private void request(long which, int round, Purpose purpose, String occasion) {
        var id = Ids.next();
        kafka.publish(
                Topics.REQUEST,
                Long.toString(patient),
                new OutreachRequested(
                        id,
                        clinic.id(),
                        patient,
                        null,
                        purpose,
                        null,
                        cipher.seal("{\"clinic_name\":\"Clinic\"}", "request|" + id),
                        null,
                        null,
                        null,
                        which,
                        false,
                        occasion,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        new CampaignStep(1, 0, null, round)));
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

    private void awaitHeld() {
        await().until(() -> jdbc.sql("SELECT COUNT(*) FROM campaign_holds WHERE campaign_id = ? AND held_through >= 0")
                        .param(campaign)
                        .query(Integer.class)
                        .single()
                == 1);
    }

    private boolean swept() {
        return jdbc.sql("SELECT is_swept FROM campaign_holds WHERE campaign_id = ?")
                .param(campaign)
                .query(Boolean.class)
                .single();
    }
}
