package com.ovhi.outreach.preference.feedback;

import static com.ovhi.outreach.preference.Patients.AT;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.DeliveryReported;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.DeliveryState;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Failures that count only when they repeat, against real servers. */
@ServiceTest(schema = "ovhi_preference")
class StrikeServiceTests {

    private static final Duration DAY = Duration.ofDays(1);

    private final TestKafka kafka;
    private final Api api;
    private final Strikes strikes;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final MeterRegistry meters;
    private final String phone = freshPhone();
    private final String hash;
    private long patient;

    StrikeServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            AddressHash hashes,
            Strikes strikes,
            SettableClock clock,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            MeterRegistry meters,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.strikes = strikes;
        this.clock = clock;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.meters = meters;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
    }

    @BeforeEach
    void registerThePatient() {
        patient = aPatient().withPhone(phone).withWhatsApp(phone).register(kafka);
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @AfterEach
    void resetTheClock() {
        clock.set(SettableClock.START);
    }

    @Test
    void leavesATelephoneAloneAfterTheSecondMessageThatFoundItGone() {
        fails(Ids.next(), Channel.SMS, "30005", Duration.ZERO);
        awaitStrikes("30005", 1);
        api.awaitChannel(patient, Channel.SMS, null);
        fails(Ids.next(), Channel.SMS, "30005", DAY.multipliedBy(6));
        api.awaitChannel(patient, Channel.SMS, "suppressed-undeliverable");
        api.awaitChannel(patient, Channel.WHATSAPP, null);
    }

    @Test
    void countsAMessageOnceHoweverOftenItIsReported() {
        var job = Ids.next();
        fails(job, Channel.SMS, "30004", Duration.ZERO);
        fails(job, Channel.SMS, "30004", DAY);
        awaitStrikes("30004", 1);
        fails(Ids.next(), Channel.SMS, "30005", DAY);
        awaitStrikes("30005", 1);
        api.awaitChannel(patient, Channel.SMS, null);
        fails(Ids.next(), Channel.SMS, "30004", DAY.multipliedBy(2));
        api.awaitChannel(patient, Channel.SMS, "suppressed-undeliverable");
    }

    @Test
    void forgetsWhatIsLongAgo() {
        fails(Ids.next(), Channel.SMS, "30005", Duration.ZERO);
        fails(Ids.next(), Channel.SMS, "30005", DAY.multipliedBy(7));
        awaitStrikes("30005", 2);
        api.awaitChannel(patient, Channel.SMS, null);
    }

    @Test
    void countsInWhateverOrderTheReportsCome() {
        fails(Ids.next(), Channel.SMS, "30005", DAY.multipliedBy(3));
        awaitStrikes("30005", 1);
        fails(Ids.next(), Channel.SMS, "30005", Duration.ZERO);
        api.awaitChannel(patient, Channel.SMS, "suppressed-undeliverable");
    }

    @Test
    void triesWhatsAppAgainAMonthLater() {
        fails(Ids.next(), Channel.WHATSAPP, "131026", Duration.ZERO);
        fails(Ids.next(), Channel.WHATSAPP, "131026", DAY);
        api.awaitChannel(patient, Channel.WHATSAPP, "suppressed-undeliverable");
        api.awaitChannel(patient, Channel.SMS, null);
        clock.set(AT.plus(DAY.multipliedBy(31)).minusSeconds(1));
        strikes.release();
        api.awaitChannel(patient, Channel.WHATSAPP, "suppressed-undeliverable");
        clock.set(AT.plus(DAY.multipliedBy(31)));
        strikes.release();
        api.awaitChannel(patient, Channel.WHATSAPP, null);
        fails(Ids.next(), Channel.WHATSAPP, "131026", DAY.multipliedBy(40));
        awaitStrikes("131026", 3);
        api.awaitChannel(patient, Channel.WHATSAPP, null);
    }

    @Test
    void opensTheOthersWhenOneCannotBeOpened() {
        fails(Ids.next(), Channel.WHATSAPP, "131026", Duration.ZERO);
        fails(Ids.next(), Channel.WHATSAPP, "131026", DAY);
        api.awaitChannel(patient, Channel.WHATSAPP, "suppressed-undeliverable");
        var broken = "0".repeat(32);
        change(
                "INSERT INTO struck_addresses (address_hash, channel, since, until_at) VALUES (?, 'whatsapp', NULL, ?)",
                broken,
                "2026-01-01");
        var failures = failures();
        clock.set(AT.plus(DAY.multipliedBy(31)));

        strikes.release();

        api.awaitChannel(patient, Channel.WHATSAPP, null);
        assertThat(failures()).as("is told").isEqualTo(failures + 1);
        change("DELETE FROM struck_addresses WHERE address_hash = ?", broken);
    }

    private double failures() {
        return meters.counter("outreach.address.release.failures", "channel", "whatsapp")
                .count();
    }

    private void change(String sql, Object... arguments) {
        transactions.executeWithoutResult(_ -> jdbc.update(sql, arguments));
    }

    @Test
    void keepsWhatWasLearnedForGoodMeanwhile() {
        fails(Ids.next(), Channel.WHATSAPP, "131026", Duration.ZERO);
        fails(Ids.next(), Channel.WHATSAPP, "131026", DAY);
        api.awaitChannel(patient, Channel.WHATSAPP, "suppressed-undeliverable");
        fails(Ids.next(), Channel.WHATSAPP, "63003", DAY.multipliedBy(2));
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "SELECT since FROM suppression_causes WHERE address_hash = ? AND channel = 'whatsapp' AND since > ?",
                        String.class,
                        hash,
                        java.sql.Timestamp.from(AT.plus(DAY))))
                .hasSize(1));
        clock.set(AT.plus(DAY.multipliedBy(60)));
        strikes.release();
        api.awaitChannel(patient, Channel.WHATSAPP, "suppressed-undeliverable");
    }

    private void fails(UUID job, Channel channel, String code, Duration after) {
        var failure = code.equals("30004") ? FailureClass.PERM_MSG : FailureClass.PERM_ADDR;
        kafka.publish(
                Topics.DELIVERY,
                hash,
                new DeliveryReported(
                        null,
                        null,
                        patient,
                        channel,
                        1,
                        DeliveryState.FAILED,
                        "SM" + job,
                        failure,
                        code,
                        null,
                        false,
                        AT.plus(after)));
    }

    private void awaitStrikes(String code, int count) {
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "SELECT message FROM address_strikes WHERE address_hash = ? AND code = ?",
                        String.class,
                        hash,
                        code))
                .hasSize(count));
    }
}
