package com.ovhi.outreach.preference.optout;

import static com.ovhi.outreach.preference.Patients.ORGANIZATION;
import static com.ovhi.outreach.preference.Patients.aPatient;
import static com.ovhi.outreach.preference.Patients.freshPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestServers;
import com.ovhi.outreach.common.testing.TestTokens;
import com.ovhi.outreach.preference.Api;
import com.ovhi.outreach.preference.Api.Answer;
import com.ovhi.outreach.preference.audit.Actor;
import com.ovhi.outreach.preference.suppression.Barrier;
import com.ovhi.outreach.preference.suppression.SuppressionReason;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** Patients who come to an address in the same moment in which staff close it to their organisation. */
@ServiceTest(schema = "ovhi_preference")
class NewcomerServiceTests {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final OptOuts optOuts;
    private final JdbcTemplate jdbc;
    private final JdbcTemplate root;
    private final TransactionTemplate transactions;
    private final Api api;
    private final String phone = freshPhone();
    private final String hash;

    NewcomerServiceTests(
            TestKafka kafka,
            TestTokens tokens,
            SettableClock clock,
            OptOuts optOuts,
            AddressHash hashes,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        this.kafka = kafka;
        this.clock = clock;
        this.optOuts = optOuts;
        this.jdbc = jdbc;
        this.transactions = transactions;
        api = new Api(port, tokens);
        hash = hashes.of(new PhoneNumber(phone));
        var database = TestServers.database();
        root = new JdbcTemplate(
                new DriverManagerDataSource(database.url("ovhi_preference"), database.user(), database.password()));
        clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void findWhatIsBeingClosedAsTheyRegister() {
        var patient = transactions.execute(_ -> {
            optOuts.block(
                    new Barrier(hash, Channel.SMS, ORGANIZATION),
                    SuppressionReason.WRONG_NUMBER,
                    clock.instant(),
                    Actor.CORE);
            var newcomer = aPatient().withPhone(phone).register(kafka, clock.instant());
            awaitSomebodyWhoWaits();
            return newcomer;
        });

        assertClosedForGood(patient == null ? 0 : patient, 0);
    }

    @Test
    void areFoundByWhoClosesWhatTheyHaveJustBeenGiven() {
        var patient = aPatient().withEmail(phone.substring(1) + "@example.org").register(kafka, clock.instant());
        api.awaitChannel(patient, Channel.EMAIL, null);
        var closing = new CompletableFuture<Answer>();
        transactions.executeWithoutResult(_ -> {
            jdbc.update("UPDATE patient_comm_prefs SET sms_hash = ? WHERE patient_id = ?", hash, patient);
            closing.completeAsync(
                    () -> api.post("/suppressions", api.staff(ORGANIZATION), "application/json", """
                            {"channel":"sms","address":"%s","reason":"wrong_number"}""".formatted(phone)),
                    Thread::startVirtualThread);
            awaitSomebodyWhoWaits();
        });

        assertThat(closing.join().status()).isEqualTo(201);
        assertClosedForGood(patient, 1);
    }

    /** What is told last is what the gate keeps. */
    private void assertClosedForGood(long patient, long after) {
        kafka.await(
                Topics.PREFERENCE,
                PreferenceChanged.class,
                each -> each.patientId() == patient && each.version() > after);
        var last = kafka.events(Topics.PREFERENCE, PreferenceChanged.class).stream()
                .filter(each -> each.patientId() == patient)
                .max(Comparator.comparing(PreferenceChanged::version))
                .orElseThrow();
        var sms = last.channels().get(Channel.SMS);
        assertThat(sms).isNotNull().satisfies(each -> {
            assertThat(each.addressHash()).isEqualTo(hash);
            assertThat(each.transactional()).isFalse();
        });
    }

    /** The table is made anew only when nobody has read it for a tenth of a second. */
    private void awaitSomebodyWhoWaits() {
        await().pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> assertThat(root.queryForList(
                                "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
                                String.class))
                        .isNotEmpty());
    }
}
