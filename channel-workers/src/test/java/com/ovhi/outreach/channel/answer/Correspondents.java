package com.ovhi.outreach.channel.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.channel.Orders;
import com.ovhi.outreach.channel.ProviderStubs;
import com.ovhi.outreach.channel.gateway.FakeProvider;
import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.SuppressionChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.Samples;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Patients who write, answers that are ordered, and what becomes of them, in the words of the tests. */
final class Correspondents {

    static final String TEXT = "Example Community Clinic: call us at 602-555-0100.";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestKafka kafka;
    private final SettableClock clock;
    private final FieldCipher cipher;
    private final Orders orders;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    Correspondents(ApplicationContext context) {
        kafka = context.getBean(TestKafka.class);
        clock = context.getBean(SettableClock.class);
        cipher = context.getBean(FieldCipher.class);
        orders = new Orders(cipher, context.getBean(AddressHash.class));
        jdbc = context.getBean(JdbcClient.class);
        transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
    }

    /** Somebody who allows messages, as far as is known here. */
    long patient() {
        var patient = Orders.newPatient();
        allow(patient, 1, true);
        return patient;
    }

    /** Says what a message of a patient was understood as, and waits until it is heard. */
    void understood(long patient, Channel channel, Intent intent) {
        var hash = orders.hash(patient, channel);
        var now = clock.instant();
        kafka.publish(
                Topics.REPLY,
                Long.toString(patient),
                new ReplyUnderstood(
                        Ids.next(), Samples.ORGANIZATION, patient, channel, hash, intent, "en", 1, "test", null, now));
        await().atMost(PATIENCE)
                .until(() -> count(
                                "SELECT COUNT(*) FROM answer_addresses WHERE address_hash = ? AND channel = ?"
                                        + (intent == Intent.STOP ? " AND stopped_at = ?" : " AND started_at = ?"),
                                hash,
                                channel.code(),
                                Timestamp.from(now.truncatedTo(ChronoUnit.MICROS)))
                        == 1);
    }

    /** Says what a patient allows, whoever hears it. */
    void tell(long patient, long version, boolean allowed) {
        kafka.publish(Topics.PREFERENCE, Long.toString(patient), orders.preferences(patient, version, allowed));
    }

    /** The same, and waits until it is heard. */
    void allow(long patient, long version, boolean allowed) {
        tell(patient, version, allowed);
        await().atMost(PATIENCE)
                .until(() -> count(
                                "SELECT COUNT(*) FROM send_permissions WHERE patient_id = ? AND version = ?",
                                patient,
                                version)
                        == 3);
    }

    void suppress(long patient, Channel channel, boolean suppressed, long version, String reason) {
        var hash = orders.hash(patient, channel);
        kafka.publish(
                Topics.SUPPRESSION,
                hash + "." + channel.code(),
                new SuppressionChanged(hash, channel, suppressed, false, version, reason, clock.instant()));
        await().atMost(PATIENCE)
                .until(() -> count(
                                "SELECT COUNT(*) FROM suppressions WHERE address_hash = ? AND channel = ? AND version = ?",
                                hash,
                                channel.code(),
                                version)
                        == 1);
    }

    AnswerOrdered order(AnswerKind kind, long patient, Channel channel) {
        return order(kind, patient, channel, Ids.next(), clock.instant());
    }

    AnswerOrdered order(AnswerKind kind, long patient, Channel channel, UUID inbound, Instant askedAt) {
        var id = Ids.next();
        var hash = orders.hash(patient, channel);
        var content = new MessageContent(
                Orders.address(patient, channel),
                hash,
                channel == Channel.EMAIL ? "Your message to us" : null,
                TEXT,
                null,
                null,
                "Clinic",
                "en");
        return new AnswerOrdered(
                id,
                kind,
                inbound,
                askedAt,
                Samples.ORGANIZATION,
                patient,
                channel,
                hash,
                askedAt.plus(Duration.ofMinutes(30)),
                cipher.seal(ContractJson.writeText(content), AnswerOrdered.contentContext(id)));
    }

    void publish(AnswerOrdered order) {
        kafka.publish(Topics.ANSWER, order.addressHash(), order);
    }

    /** Orders an answer and waits for what is reported of it. */
    AnswerReported settled(AnswerOrdered order) {
        publish(order);
        return report(order);
    }

    String outcome(AnswerOrdered order) {
        var report = settled(order);
        return report.code() == null
                ? report.outcome().code()
                : report.outcome().code() + " " + report.code();
    }

    AnswerReported report(AnswerOrdered order) {
        return kafka.await(
                Topics.ANSWER_REPORT,
                AnswerReported.class,
                it -> order.answerId().equals(it.answerId()));
    }

    List<AnswerReported> reports(AnswerOrdered order) {
        return kafka.events(Topics.ANSWER_REPORT, AnswerReported.class).stream()
                .filter(it -> order.answerId().equals(it.answerId()))
                .toList();
    }

    void callback(
            AnswerOrdered order, DeliveryState state, @Nullable FailureClass failureClass, @Nullable String code) {
        kafka.publish(
                Topics.DELIVERY,
                order.answerId().toString(),
                new DeliveryReported(
                        order.answerId(),
                        null,
                        null,
                        order.channel(),
                        DeliveryReported.ANSWER,
                        state,
                        "proven-" + order.answerId(),
                        failureClass,
                        code,
                        null,
                        false,
                        clock.instant()));
    }

    static List<FakeProvider.Request> calls(AnswerOrdered order) {
        var provider = switch (order.channel()) {
            case EMAIL -> ProviderStubs.SENDGRID;
            case SMS -> ProviderStubs.TWILIO;
            case WHATSAPP -> ProviderStubs.WHATSAPP;
        };
        return provider.requests().stream()
                .filter(request -> request.body().contains(order.answerId().toString()))
                .toList();
    }

    void awaitState(AnswerOrdered order, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(column("state", order)).isEqualTo(state));
    }

    @Nullable
    String column(String column, AnswerOrdered order) {
        return transactions.execute(_ -> jdbc
                .sql("SELECT " + column + " FROM answers WHERE id = ?")
                .param(order.answerId().toString())
                .query((row, _) -> String.valueOf(row.getString(1)))
                .list()
                .stream()
                .findFirst()
                .orElse("absent"));
    }

    long count(String sql, Object... parameters) {
        var value = transactions.execute(
                _ -> jdbc.sql(sql).params(parameters).query(Long.class).single());
        return value == null ? 0 : value;
    }

    /** What a worker leaves behind that was killed between claim and outcome, so long ago. */
    void abandoned(AnswerOrdered order, Duration ago) {
        transactions.executeWithoutResult(_ -> jdbc.sql("""
                        INSERT INTO answers (id, kind, inbound_id, channel, organization_id, patient_id, address_hash,
                            asked_at, deadline_at, content, state, tries, passed_at, opened_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 1, ?, UTC_TIMESTAMP(6) - INTERVAL ? SECOND)""")
                .params(
                        order.answerId().toString(),
                        order.kind().code(),
                        order.inboundId().toString(),
                        order.channel().code(),
                        Samples.ORGANIZATION,
                        Objects.requireNonNull(order.patientId()),
                        order.addressHash(),
                        java.sql.Timestamp.from(order.askedAt()),
                        java.sql.Timestamp.from(order.deadline()),
                        order.content().ciphertext(),
                        java.sql.Timestamp.from(clock.instant()),
                        ago.toSeconds())
                .update());
    }

    void leaseIsOver(AnswerOrdered order) {
        transactions.executeWithoutResult(
                _ -> jdbc.sql("UPDATE answers SET opened_at = opened_at - INTERVAL 10 MINUTE WHERE id = ?")
                        .param(order.answerId().toString())
                        .update());
    }
}
