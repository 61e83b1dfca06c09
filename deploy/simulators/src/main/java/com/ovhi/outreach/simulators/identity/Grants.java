package com.ovhi.outreach.simulators.identity;

import com.ovhi.outreach.simulators.world.DomainClock;
import com.ovhi.outreach.simulators.world.Identifiers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Codes and refresh tokens that were given out, each good for one use and forgotten at a restart. They live in real
 * time. Thread-safe.
 */
@Component
final class Grants {

    private static final Duration CODE = Duration.ofMinutes(1);
    private static final Duration REFRESH = Duration.ofHours(8);

    private final Map<String, Grant> open = new ConcurrentHashMap<>();
    private final Identifiers identifiers;
    private final Clock real;

    Grants(Identifiers identifiers, DomainClock clock) {
        this.identifiers = identifiers;
        this.real = clock.real();
    }

    /** Whom a token is about. */
    record Person(
            String subject, List<String> roles, @Nullable Long org) {}

    private record Grant(Person person, @Nullable SignIn signIn, Instant until) {}

    String code(Person person, SignIn signIn) {
        return give(new Grant(person, signIn, real.instant().plus(CODE)));
    }

    String refreshToken(Person person) {
        return give(new Grant(person, null, real.instant().plus(REFRESH)));
    }

    Optional<Person> redeemCode(
            String code, @Nullable String client, @Nullable String address, @Nullable String verifier) {
        return redeem(code)
                .filter(grant -> grant.signIn() != null && grant.signIn().isOf(client, address, verifier))
                .map(Grant::person);
    }

    Optional<Person> redeemRefreshToken(String token) {
        return redeem(token).filter(grant -> grant.signIn() == null).map(Grant::person);
    }

    /** Whoever tries a code spoils it, even with a wrong verifier. */
    private Optional<Grant> redeem(String name) {
        return Optional.ofNullable(open.remove(name))
                .filter(grant -> real.instant().isBefore(grant.until()));
    }

    private String give(Grant grant) {
        Instant now = real.instant();
        open.values().removeIf(each -> each.until().isBefore(now));
        String name = identifiers.urlSafe();
        open.put(name, grant);
        return name;
    }
}
