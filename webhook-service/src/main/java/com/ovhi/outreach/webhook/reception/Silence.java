package com.ovhi.outreach.webhook.reception;

import com.ovhi.outreach.webhook.notice.Account;
import com.ovhi.outreach.webhook.notice.AccountBook;
import com.ovhi.outreach.webhook.notice.Source;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * For how long no account of ours has told anything: a webhook that was switched off at the provider, or whose secret was
 * changed there, makes no error anywhere. Before the first word it counts from the start. Real time, thread-safe.
 */
@Component
class Silence {

    private final ConcurrentMap<String, AtomicLong> lastHeard = new ConcurrentHashMap<>();
    private final MeterRegistry meters;
    private final LongSupplier nanos;

    @Autowired
    Silence(List<AccountBook> books, MeterRegistry meters) {
        this(books, meters, System::nanoTime);
    }

    Silence(List<AccountBook> books, MeterRegistry meters, LongSupplier nanos) {
        this.meters = meters;
        this.nanos = nanos;
        books.forEach(
                book -> book.accounts().forEach(account -> of(book.provider().code(), account)));
    }

    /** An account has told something. */
    void broken(Source source, Account account) {
        of(source.party(), account).set(nanos.getAsLong());
    }

    private AtomicLong of(String party, Account account) {
        return lastHeard.computeIfAbsent(party + " " + account.name(), _ -> watched(party, account));
    }

    private AtomicLong watched(String party, Account account) {
        var last = new AtomicLong(nanos.getAsLong());
        Gauge.builder("outreach.webhook.silence", last, this::seconds)
                .description("Since the last signed request of an account")
                .baseUnit("seconds")
                .tags("provider", party, "account", account.name())
                .register(meters);
        return last;
    }

    private double seconds(AtomicLong last) {
        return (double) (nanos.getAsLong() - last.get()) / TimeUnit.SECONDS.toNanos(1);
    }
}
