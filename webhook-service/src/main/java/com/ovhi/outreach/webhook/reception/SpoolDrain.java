package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.common.crypto.FieldCipher.UnreadableSecret;
import com.ovhi.outreach.webhook.spool.Spool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Carries requests from the spool into the database, oldest first, as soon as it answers again. */
@Component
class SpoolDrain {

    private static final Logger log = LoggerFactory.getLogger(SpoolDrain.class);

    private final Spool spool;
    private final Registrar registrar;
    private final Backlog backlog;
    private final MeterRegistry meters;
    private final AtomicInteger size;

    SpoolDrain(Spool spool, Registrar registrar, Backlog backlog, MeterRegistry meters) {
        this.spool = spool;
        this.registrar = registrar;
        this.backlog = backlog;
        this.meters = meters;
        size = new AtomicInteger();
        Gauge.builder("outreach.webhook.spool", size, AtomicInteger::get)
                .description("Requests on disk that wait for the database")
                .register(meters);
    }

    /** Empties the spool, or stops at the first request the database does not take. */
    @Scheduled(fixedDelayString = "${outreach.webhook.spool.drain-every:1s}")
    void drain() {
        var names = look();
        while (!names.isEmpty()) {
            backlog.grows();
            for (var name : names) {
                if (!enter(name)) {
                    return;
                }
                size.decrementAndGet();
            }
            names = look();
        }
        backlog.empty();
    }

    private List<String> look() {
        var names = spool.waiting();
        size.set(names.size());
        return names;
    }

    private boolean enter(String name) {
        try {
            spool.read(name).ifPresent(registrar::register);
            spool.done(name);
            return true;
        } catch (UnreadableSecret | JacksonException e) {
            setAside(name, e);
            return true;
        } catch (RuntimeException e) {
            if (Outage.caused(e)) {
                return false;
            }
            setAside(name, e);
            return true;
        }
    }

    private void setAside(String name, RuntimeException failure) {
        spool.setAside(name);
        meters.counter("outreach.webhook.spool.failed").increment();
        log.atError()
                .addKeyValue("notice", name)
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("A spooled webhook cannot be recorded and was set aside");
    }
}
