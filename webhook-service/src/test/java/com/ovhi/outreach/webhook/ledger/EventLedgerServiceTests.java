package com.ovhi.outreach.webhook.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Arrival;
import com.ovhi.outreach.webhook.notice.InboundText;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Observation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Events that are recorded together. */
@ServiceTest(schema = "ovhi_webhook")
class EventLedgerServiceTests {

    private final Ledger ledger;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;

    EventLedgerServiceTests(Ledger ledger, JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.ledger = ledger;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Not under the one whose thread happened to write them. */
    @Test
    void eachIsTracedUnderTheRequestThatToldIt() {
        var requests = List.of(
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        var ids = List.of("SM" + Ids.next(), "SM" + Ids.next());

        ledger.record(List.of(text(ids.getFirst(), requests.getFirst()), text(ids.getLast(), requests.getLast())));

        for (var i = 0; i < ids.size(); i++) {
            assertThat(jdbc.queryForList(
                            "SELECT traceparent FROM outbox WHERE payload LIKE ?",
                            String.class,
                            "%" + ids.get(i) + "%"))
                    .containsExactly(requests.get(i));
        }
    }

    @Test
    void aTextThatTwoAccountsTellAtTheSameMomentActsOnce() {
        var id = "SM" + Ids.next();
        var main = text(id, null);
        var north = new Arrival(main.observation(), new Account("north", null), main.receivedAt());

        assertThat(ledger.record(List.of(main, north, main))).hasSize(2);

        assertThat(jdbc.queryForList("SELECT topic FROM outbox WHERE payload LIKE ?", String.class, "%" + id + "%"))
                .hasSize(1);
        assertThat(jdbc.queryForList(
                        "SELECT code FROM webhook_events WHERE account = 'north' AND dedupe_key = ?",
                        String.class,
                        main.observation().dedupeKey()))
                .containsExactly("told-by-other-account");
    }

    /** As another instance of the service is told it, which no memory of this one knows of. */
    @Test
    void aTextThatTwoInstancesAreToldAtTheSameMomentActsOnce() throws Exception {
        var accounts = List.of(Account.MAIN, new Account("north", null), new Account("south", null));
        for (var round = 0; round < 20; round++) {
            var text = text("SM" + Ids.next(), null);
            var told = new CountDownLatch(1);
            try (var instances = Executors.newFixedThreadPool(accounts.size())) {
                var tellings = accounts.stream()
                        .map(account -> instances.submit(() -> {
                            told.await();
                            return ledger.record(List.of(new Arrival(text.observation(), account, text.receivedAt())));
                        }))
                        .toList();
                told.countDown();
                for (var telling : tellings) {
                    telling.get();
                }
            }

            assertThat(jdbc.queryForList(
                            "SELECT state FROM webhook_events WHERE dedupe_key = ? ORDER BY state",
                            String.class,
                            text.observation().dedupeKey()))
                    .hasSize(3)
                    .filteredOn("rejected"::equals)
                    .hasSize(2);
        }
    }

    /** Such a version notes the event alone. */
    @Test
    void aTextThatAnOlderVersionWasToldActsOnce() {
        var main = text("SM" + Ids.next(), null);
        var key = main.observation().dedupeKey();
        ledger.record(List.of(main));
        transactions.executeWithoutResult(_ -> jdbc.update("DELETE FROM told_texts WHERE dedupe_key = ?", key));

        ledger.record(List.of(new Arrival(main.observation(), new Account("north", null), main.receivedAt())));

        assertThat(jdbc.queryForList(
                        "SELECT code FROM webhook_events WHERE account = 'north' AND dedupe_key = ?",
                        String.class,
                        key))
                .containsExactly("told-by-other-account");
    }

    /** As long as none of them was there before; each question is one more round trip while others wait. */
    @Test
    void newTextsAreWrittenWithoutAskingWhatWasThere() {
        var texts = List.of(text("SM" + Ids.next(), null), text("SM" + Ids.next(), null));
        ledger.record(List.of(text("SM" + Ids.next(), null)));

        assertThat(selectsToRecord(texts)).isZero();
        assertThat(selectsToRecord(texts))
                .as("whose they are, and which are new")
                .isEqualTo(2);
    }

    private long selectsToRecord(List<Arrival> arrivals) {
        var made = transactions.execute(_ -> {
            var before = selects();
            ledger.record(arrivals);
            return selects() - before;
        });
        return Objects.requireNonNull(made);
    }

    private long selects() {
        return jdbc.query("SHOW SESSION STATUS LIKE 'Com_select'", (row, _) -> row.getLong("Value"))
                .getFirst();
    }

    private static Arrival text(String id, @Nullable String traceparent) {
        var message = new InboundText(
                Channel.SMS,
                new PhoneNumber("+15551230055"),
                "+15005550006",
                "Yes",
                id,
                null,
                null,
                null,
                SettableClock.START);
        var observation = new Observation(
                Provider.TWILIO,
                Observation.Kind.INBOUND,
                "inbound|" + id,
                "Body=Yes",
                new Interpretation.Inbound(message));
        return new Arrival(observation, Account.MAIN, SettableClock.START, traceparent);
    }
}
