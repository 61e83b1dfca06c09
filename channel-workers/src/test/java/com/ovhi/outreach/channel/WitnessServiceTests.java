package com.ovhi.outreach.channel;

import static com.ovhi.outreach.channel.ProviderStubs.LISTED;
import static com.ovhi.outreach.channel.ProviderStubs.SENDGRID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.testing.ServiceTest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What it takes to say that an e-mail was not sent because a list does not have it. */
@ExtendWith(ProviderStubs.class)
@ServiceTest(schema = "ovhi_channel")
class WitnessServiceTests {

    private static final long CLINIC = LISTED.getFirst();
    private static final long ANOTHER = LISTED.getLast();

    private final Suite suite;
    private final TransactionTemplate transactions;
    private final ActivityFeed feed = new ActivityFeed();
    private final ListedAccounts listed;

    WitnessServiceTests(ApplicationContext context, @LocalServerPort int port) {
        suite = new Suite(context, port);
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        listed = new ListedAccounts(suite, feed, context.getBean(MeterRegistry.class));
    }

    @BeforeEach
    void open() {
        SENDGRID.behave(feed::answer);
    }

    @Test
    void takesForNotSentWhatAFeedThatIsUpToDateTwiceDoesNotHave() {
        listed.witness(CLINIC);
        var order = listed.order(CLINIC);
        feed.loses(order);

        suite.dispatch(order);

        var report = suite.report(order, DeliveryState.NOT_SENT);
        assertThat(report.failureCode()).isEqualTo("not-found-at-provider");
        assertThat(report.failureClass()).isEqualTo(FailureClass.RETRY);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isGreaterThanOrEqualTo(1);
        var again = suite.orders()
                .order(CLINIC, order.patientId(), Channel.EMAIL, order.jobId(), order.slotId(), order.attempt() + 1);
        suite.dispatch(again);
        assertThat(Suite.attempt(suite.report(again, DeliveryState.ACCEPTED))).isEqualTo(2);
    }

    @Test
    void concludesNothingFromAFeedThatIsBehind() {
        listed.witness(CLINIC);
        feed.fallsBehind();
        var behind = listed.looks("behind");
        var order = listed.order(CLINIC);
        feed.losesTheAnswerTo(order);

        suite.dispatch(order);

        listed.awaitReview(order);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
        assertThat(listed.looks("behind")).isGreaterThan(behind);
    }

    /** What was accepted before it and is shown says nothing of what came later. */
    @Test
    void concludesNothingWithoutALaterWitness() {
        listed.forgetAccepted(ANOTHER);
        assertThat(suite.settled(listed.order(ANOTHER))).isEqualTo("accepted");
        var order = listed.order(ANOTHER);
        feed.loses(order);

        suite.dispatch(order);

        listed.awaitReview(order);
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }

    /** A process that stood still may hand it over until the last look, and the list shows that later than this witness. */
    @Test
    void concludesNothingFromAWitnessOfBeforeTheLastLook() {
        var order = listed.order(CLINIC);

        transactions.executeWithoutResult(_ -> {
            suite.abandoned(order, ListedAccounts.account(CLINIC));
            var unknownAt = suite.string("SELECT UTC_TIMESTAMP(6) FROM send_intents WHERE job_id = ?", order);
            suite.execute("UPDATE send_intents SET state = 'unknown', unknown_at = '" + unknownAt + "'"
                    + " WHERE job_id = '" + order.jobId() + "'");
            listed.witness(CLINIC, "'" + unknownAt + "' + INTERVAL 200000 MICROSECOND");
        });

        await().until(() -> !"unknown".equals(suite.state(order)));
        assertThat(suite.state(order)).isEqualTo("review");
        assertThat(suite.number("SELECT misses FROM send_intents WHERE job_id = ?", order))
                .isZero();
    }
}
