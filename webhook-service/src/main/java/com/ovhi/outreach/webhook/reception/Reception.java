package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.web.ProblemException;
import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.Notice;
import com.ovhi.outreach.webhook.notice.Source;
import com.ovhi.outreach.webhook.spool.Spool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a signed request safe before its sender gets an answer: in the database, or on disk while the database is away or slow.
 * While requests wait on disk, new ones queue behind them, so that nobody waits for a database that does not answer. A
 * request that we fail to understand by our own mistake is set aside on disk: its sender could not help, and some send once
 * only.
 */
@Component
public class Reception {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    private final Registrar registrar;
    private final Spool spool;
    private final Backlog backlog;
    private final Silence silence;
    private final Clock clock;
    private final MeterRegistry meters;

    Reception(Registrar registrar, Spool spool, Backlog backlog, Silence silence, Clock clock, MeterRegistry meters) {
        this.registrar = registrar;
        this.spool = spool;
        this.backlog = backlog;
        this.silence = silence;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Takes a request whose signature was right. When this returns, it will not be lost.
     *
     * @param account whose secret has signed it
     * @throws ProblemException 503 when neither database nor disk would take it
     */
    public void take(Source source, Account account, String query, byte[] body) {
        silence.broken(source, account);
        var sample = Timer.start(meters);
        var outcome = "failed";
        try {
            outcome = keep(new Notice(source, account, query, body, clock.instant()));
        } finally {
            sample.stop(meters.timer(
                    "outreach.webhook.received",
                    "source",
                    source.code(),
                    "account",
                    account.name(),
                    "outcome",
                    outcome));
        }
    }

    private String keep(Notice notice) {
        if (!backlog.waiting()) {
            try {
                registrar.register(notice);
                return "recorded";
            } catch (RuntimeException e) {
                if (!Outage.caused(e)) {
                    setAside(notice, e);
                    return "set-aside";
                }
                log.atWarn()
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("The database does not answer in time; webhooks go to the spool");
            }
        }
        spool(notice);
        return "spooled";
    }

    private void spool(Notice notice) {
        backlog.enter();
        try {
            spool.keep(notice);
        } catch (IOException | RuntimeException e) {
            throw nothingDurable(e);
        } finally {
            backlog.entered();
        }
    }

    private void setAside(Notice notice, RuntimeException failure) {
        meters.counter("outreach.webhook.spool.failed").increment();
        log.atError()
                .addKeyValue("source", notice.source().code())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("A webhook cannot be recorded and is set aside");
        try {
            spool.keepAside(notice);
        } catch (IOException | RuntimeException e) {
            throw nothingDurable(e);
        }
    }

    private static ProblemException nothingDurable(Exception failure) {
        log.atError().addKeyValue("error", failure.getClass().getSimpleName()).log("The spool does not take a webhook");
        return ProblemException.unavailable(
                "cannot-persist", "The event cannot be kept now; send it again", Duration.ofSeconds(5));
    }
}
