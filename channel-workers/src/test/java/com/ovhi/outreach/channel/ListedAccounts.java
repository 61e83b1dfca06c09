package com.ovhi.outreach.channel;

import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DispatchOrdered;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.UUID;

/** E-mails by the accounts whose activity may be read, in the words of their tests. */
final class ListedAccounts {

    private final Suite suite;
    private final ActivityFeed feed;
    private final MeterRegistry meters;

    ListedAccounts(Suite suite, ActivityFeed feed, MeterRegistry meters) {
        this.suite = suite;
        this.feed = feed;
        this.meters = meters;
    }

    static String account(long organization) {
        return "listed-" + organization;
    }

    void awaitReview(DispatchOrdered order) {
        suite.report(order, DeliveryState.UNKNOWN);
        await().until(() -> "review".equals(suite.state(order)));
    }

    double looks(String result) {
        return meters.counter("outreach.reconciliation.looks", "result", result).count();
    }

    /** A message by the account that was accepted later than anything else in a test. */
    void witness(long organization) {
        witness(organization, "UTC_TIMESTAMP(6) + INTERVAL 20 SECOND");
    }

    /** The only one that was accepted, at a time in SQL. */
    void witness(long organization, String at) {
        forgetAccepted(organization);
        var job = UUID.randomUUID();
        suite.execute("""
                INSERT INTO send_intents (id, job_id, slot_id, attempt, channel, account, purpose, patient_id,
                    organization_id, address_hash, consent_version, request_fingerprint, state, provider_message_id,
                    ordered_at, deadline_at, opened_at, settled_at)
                VALUES (UUID(), '%s', UUID(), 1, 'email', '%s', 'appt_reminder', 1, %d, '', 1, '', 'accepted', 'sg-%s',
                    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), %s, %s)""".formatted(job, account(organization), organization, job, at, at));
        feed.has(job, 1, "sg-" + job, "witness@example.com");
    }

    /** Each test has a feed of its own, which does not show what another one's took. */
    void forgetAccepted(long organization) {
        suite.execute(
                "DELETE FROM send_intents WHERE account = '" + account(organization) + "' AND state = 'accepted'");
    }

    DispatchOrdered order(long organization) {
        return order(organization, patient(organization));
    }

    DispatchOrdered order(long organization, long patient) {
        return suite.orders().order(organization, patient, Channel.EMAIL, Ids.next(), Ids.next(), 1);
    }

    long patient(long organization) {
        var patient = Orders.newPatient();
        suite.kafka()
                .publish(
                        Topics.PREFERENCE,
                        Long.toString(patient),
                        suite.orders().preferences(organization, patient, 1, true));
        await().until(() -> suite.integer("SELECT COUNT(*) FROM send_permissions WHERE patient_id = ?", patient) == 3);
        return patient;
    }
}
