package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.crypto.KeysetTool;
import com.ovhi.outreach.common.ids.Provider;
import com.ovhi.outreach.common.observability.TraceContext;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Interpretation;
import com.ovhi.outreach.webhook.notice.Interpreter;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Observation;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.spool.Spool;
import com.ovhi.outreach.webhook.spool.SpoolProperties;
import com.ovhi.outreach.webhook.spool.Spools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.springframework.transaction.CannotCreateTransactionException;

/** What takes requests, over a ledger that fails at will. */
abstract class ReceptionBench {

    static final FieldCipher CIPHER = FieldCipher.ofKeyset(KeysetTool.generate());

    final FlakyLedger ledger = new FlakyLedger();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Path directory;
    final Registrar registrar;
    final Backlog backlog;
    final Reception reception;
    final SpoolDrain drain;
    Duration ahead = Duration.ZERO;

    ReceptionBench(Path temporary, Duration patience) {
        directory = temporary.resolve("spool");
        var spool = spool();
        registrar = new Registrar(
                List.of(new LineInterpreter()),
                ledger,
                new SeenEvents(Redises.away()),
                new SpoolProperties(directory, Duration.ofSeconds(1), patience),
                TraceContext.none(),
                meters);
        backlog = new Backlog(spool);
        reception =
                new Reception(registrar, spool, backlog, new Silence(List.of(), meters), new SettableClock(), meters);
        drain = new SpoolDrain(
                spool, registrar, backlog, meters, () -> Instant.now().plus(ahead));
    }

    @AfterEach
    void stop() {
        registrar.destroy();
    }

    final Spool spool() {
        return Spools.at(directory, CIPHER);
    }

    final void databaseIsAway() {
        ledger.failWith(new CannotCreateTransactionException("no connection"));
    }

    final void take(String text) {
        reception.take(Source.TWILIO_INBOUND, Account.MAIN, "", text.getBytes(StandardCharsets.UTF_8));
    }

    final long waiting() {
        return spool().waiting().size();
    }

    final double counted(String outcome) {
        return meters.counter("outreach.webhook.events", "provider", "twilio", "outcome", outcome)
                .count();
    }

    /** Takes each line of the body for the key of an event. */
    private static final class LineInterpreter implements Interpreter {
        @Override
        public Source source() {
            return Source.TWILIO_INBOUND;
        }

        @Override
        public List<Observation> interpret(Notice notice) {
            return notice.text()
                    .lines()
                    .map(line -> new Observation(
                            Provider.TWILIO, Observation.Kind.OTHER, line, line, new Interpretation.Ignored("test")))
                    .toList();
        }
    }
}
