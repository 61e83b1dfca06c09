package com.ovhi.outreach.analytics.retention;

import static com.ovhi.outreach.analytics.ClinicEvents.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.analytics.AnalyticsDriver;
import com.ovhi.outreach.analytics.ShowEverything;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Facts go, counts stay. Instants lie years apart, so that other tests' facts stay out of it. */
@ServiceTest(schema = "ovhi_analytics")
@ShowEverything
class RetentionServiceTests {

    private static final Instant OLD = MORNING.minus(Duration.ofDays(2_000));
    private static final Instant BETWEEN = OLD.plus(Duration.ofDays(100));

    private final AnalyticsDriver analytics;
    private final List<Forgetful> forgetful;

    RetentionServiceTests(
            TestKafka kafka,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            TestTokens tokens,
            List<Forgetful> forgetful,
            @LocalServerPort int port) {
        analytics = new AnalyticsDriver(kafka, jdbc, transactions, tokens, port);
        this.forgetful = forgetful;
    }

    @Test
    void countsStayWhenTheirFactsAreForgotten() {
        var job = Ids.next();
        var sent = analytics.changed(job, Channel.SMS, Milestone.SENT, OLD);
        List<JobChanged> old = List.of(analytics.changed(job, Channel.SMS, Milestone.SCHEDULED, OLD), sent);
        old.forEach(analytics::publish);
        analytics.publish(analytics.changed(Ids.next(), Channel.EMAIL, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(3);
        var before = analytics.tables();

        forget();

        assertThat(analytics.ledger()).isEqualTo(1);
        assertThat(rows("stat_jobs")).isEqualTo(1);
        assertThat(analytics.tables()).isEqualTo(before).hasSize(4);
        analytics.assertRecountAgrees();

        // Told again: it has been counted. Told of today: it is.
        old.forEach(analytics::publish);
        analytics.publish(analytics.changed(job, Channel.SMS, Milestone.DELIVERED, MORNING));
        analytics.awaitLedger(2);
        assertThat(analytics.tables()).containsAll(before).hasSize(5);
        analytics.assertRecountAgrees();
    }

    @Test
    void theLastStateOfAPatientStaysToTellTheNextChangeFrom() {
        for (var version = 1; version <= 3; version++) {
            analytics.kafka.publish(Topics.PREFERENCE, "7", allowing(version, OLD.plusSeconds(version)));
        }
        await().until(() -> rows("permission_states") == 3);

        analytics.kafka.publish(Topics.PREFERENCE, "7", allowing(4, MORNING));
        await().until(() -> rows("permission_states") == 4);

        forget();

        assertThat(rows("permission_states")).isEqualTo(2);
    }

    /** What comes before the job itself has no day yet, and must not be taken for old. */
    @Test
    void whatWaitsForItsJobIsForgottenWhenItHasWaitedTooLong() {
        var early = Ids.next();
        var lost = Ids.next();
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SCHEDULED, MORNING));
        analytics.awaitLedger(1);
        analytics.publish(analytics.unsubscribed(early, DeliveryState.UNSUBSCRIBED, MORNING));
        analytics.publish(analytics.unsubscribed(lost, DeliveryState.UNSUBSCRIBED, OLD));
        await().until(() -> analytics.waiting(early) == 1 && analytics.waiting(lost) == 1);

        forget();

        assertThat(analytics.waiting(early)).isEqualTo(1);
        assertThat(analytics.waiting(lost)).isZero();
        analytics.publish(analytics.changed(early, Channel.SMS, Milestone.SENT, MORNING));
        analytics.awaitLedger(3);
        analytics.assertRecountAgrees();
    }

    @Test
    void aVisitThatNeverEndsIsForgottenLongAfterItWasLastTold() {
        analytics.visit("booked", analytics.organization, 1, analytics.organization, MORNING);
        await().until(() -> rows("visits") == 1);

        forget();
        assertThat(rows("visits")).isEqualTo(1);

        analytics.write(() -> analytics
                .jdbc
                .sql("UPDATE visits SET told_at = ? WHERE organization_id = ?")
                .params(Timestamp.from(OLD), analytics.organization)
                .update());
        forget();
        assertThat(rows("visits")).isZero();
    }

    /** Told again of a job that is forgotten, nothing is kept of it. */
    @Test
    void aJobThatIsToldOfForgottenDaysOnlyLeavesNothing() {
        analytics.publish(analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, MORNING));
        analytics.awaitLedger(1);
        forget();

        for (var at : List.of(OLD, MORNING)) {
            analytics.kafka.publish(
                    Topics.JOB, "one behind the other", analytics.changed(Ids.next(), Channel.SMS, Milestone.SENT, at));
        }
        analytics.awaitLedger(2);

        assertThat(rows("stat_jobs")).isEqualTo(2);
    }

    @Test
    void whoMetAnExperimentIsForgottenOnceNobodyMeetsIt() {
        var over = analytics.organization * 100 + 1;
        var running = analytics.organization * 100 + 2;
        expose(over, OLD);
        expose(running, OLD);
        expose(running, MORNING);
        await().until(() -> exposed(over) == 1 && exposed(running) == 2);

        forget();

        assertThat(exposed(over)).isZero();
        assertThat(exposed(running)).isEqualTo(2);
    }

    @Test
    void refusesToForgetWhatIsStillAskedFor() {
        assertThatThrownBy(() -> new RetentionProperties(Duration.ofDays(30)))
                .isInstanceOf(IllegalStateException.class);
    }

    private void forget() {
        forgetful.forEach(each -> each.forget(BETWEEN));
    }

    private PreferenceChanged allowing(long version, Instant at) {
        return new PreferenceChanged(
                analytics.organization,
                analytics.organization,
                version,
                List.of("America/New_York"),
                "en",
                null,
                null,
                null,
                Map.of(Channel.SMS, new Permission(version % 2 == 0, false, "hash", null)),
                at);
    }

    private void expose(long experiment, Instant at) {
        analytics.publish(analytics.exposed(experiment, at.getEpochSecond(), "a", Map.of("a", 50, "b", 50), at));
    }

    private int exposed(long experiment) {
        return count("SELECT COUNT(*) FROM exposures WHERE experiment_id = ?", experiment);
    }

    private int rows(String table) {
        return count("SELECT COUNT(*) FROM " + table + " WHERE organization_id = ?", analytics.organization);
    }

    private int count(String sql, long of) {
        return analytics.jdbc.sql(sql).param(of).query(Integer.class).single();
    }
}
