package com.ovhi.outreach.webhook.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Clients that send what is refused and nothing that is signed. A client with one good signature is none for a while, so
 * that nobody can make a provider one by sending rubbish through the same proxy. It remembers so many clients at most, and
 * while it is full nobody is added who is worse than unknown. Of IPv6 it knows networks, of which everybody has one.
 * Thread-safe.
 */
@Component
class Suspects {

    private static final int MOST = 20_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final Pattern COLON = Pattern.compile(":");
    private static final int NETWORK_PARTS = 4;

    private final ConcurrentHashMap<String, Conduct> clients = new ConcurrentHashMap<>();
    private final int failures;
    private final long trust;
    private final int most;
    private final LongSupplier nanos;

    @Autowired
    Suspects(LimitProperties limits) {
        this(limits.failures(), limits.trust(), MOST, System::nanoTime);
    }

    Suspects(int failures, Duration trust, int most, LongSupplier nanos) {
        this.failures = failures;
        this.trust = trust.toNanos();
        this.most = most;
        this.nanos = nanos;
    }

    boolean suspect(String address) {
        var now = nanos.getAsLong();
        var conduct = clients.get(client(address));
        return conduct != null && conduct.failures() >= failures && lately(conduct, now);
    }

    /** Whether it lately sent something that was signed. */
    boolean trusted(String address) {
        var conduct = clients.get(client(address));
        return conduct != null && conduct.trusted() && lately(conduct, nanos.getAsLong());
    }

    /** It sent something that was refused, or that costs as much as so many refusals. */
    void failed(String address, int weight) {
        var now = nanos.getAsLong();
        if (!clients.containsKey(client(address)) && full(now)) {
            return;
        }
        clients.compute(client(address), (_, known) -> worse(known, weight, now));
    }

    /** It sent something that was signed. */
    void proved(String address) {
        var now = nanos.getAsLong();
        clients.put(client(address), new Conduct(Integer.MIN_VALUE, now));
    }

    private Conduct worse(@Nullable Conduct known, int weight, long now) {
        if (known == null || !lately(known, now)) {
            return new Conduct(weight, now);
        }
        return known.trusted() ? known : new Conduct(known.failures() + weight, known.since());
    }

    private boolean lately(Conduct conduct, long now) {
        return now - conduct.since() <= (conduct.trusted() ? trust : MINUTE);
    }

    private boolean full(long now) {
        if (clients.size() >= most) {
            clients.values().removeIf(conduct -> !lately(conduct, now));
        }
        return clients.size() >= most;
    }

    /** An IPv4 address, or the network of an IPv6 one as far as it is written out. */
    private static String client(String address) {
        var parts = COLON.split(address, -1);
        if (parts.length <= NETWORK_PARTS) {
            return address;
        }
        return String.join(":", Arrays.copyOf(parts, NETWORK_PARTS));
    }

    /** @param failures since then; the smallest number for a client that is trusted since then */
    private record Conduct(int failures, long since) {

        boolean trusted() {
            return failures == Integer.MIN_VALUE;
        }
    }
}
