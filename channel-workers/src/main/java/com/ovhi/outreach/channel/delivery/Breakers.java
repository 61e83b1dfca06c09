package com.ovhi.outreach.channel.delivery;

import com.ovhi.outreach.channel.gateway.Account;
import com.ovhi.outreach.channel.gateway.Gateways;
import com.ovhi.outreach.channel.gateway.SendOutcome;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** One circuit breaker per account at a provider. Only faults of the provider count, never a patient's wrong number. */
@Component
public class Breakers {

    private final CircuitBreakerRegistry registry;
    private final BreakerProperties properties;

    Breakers(BreakerProperties properties, Gateways gateways, MeterRegistry meters) {
        this.properties = properties;
        registry = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize(Math.toIntExact(properties.window().toSeconds()))
                .minimumNumberOfCalls(properties.calls())
                .failureRateThreshold(properties.failurePercent())
                .slowCallDurationThreshold(properties.slow())
                .slowCallRateThreshold(properties.slowPercent())
                .waitDurationInOpenState(properties.open())
                .permittedNumberOfCallsInHalfOpenState(properties.probes())
                .maxWaitDurationInHalfOpenState(properties.probing())
                .build());
        gateways.all().forEach(gateway -> of(gateway.account()));
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
    }

    /** Leave to make one call, to be given back by one of its methods; empty while the circuit is open. */
    Optional<Permit> acquire(Account account) {
        var breaker = of(account);
        return breaker.tryAcquirePermission() ? Optional.of(new Permit(breaker)) : Optional.empty();
    }

    /** When to come back after a permit was not given: soon while probes are out, else when the circuit may close. */
    Duration retryAfter(Account account) {
        return of(account).getState() == CircuitBreaker.State.HALF_OPEN ? properties.slow() : properties.open();
    }

    /** Whether calls may be made, now or as probes. */
    boolean usable(Account account) {
        var breaker = of(account);
        return breaker.getState() != CircuitBreaker.State.OPEN
                && breaker.getState() != CircuitBreaker.State.FORCED_OPEN;
    }

    /** The provider refuses this account: it is left alone at once, as if its circuit had opened by itself. */
    void refused(Account account) {
        var breaker = of(account);
        if (breaker.getState() != CircuitBreaker.State.OPEN) {
            breaker.transitionToOpenState();
        }
    }

    /** The state of an account's circuit: closed, open or half_open. */
    public String state(Account account) {
        return of(account).getState().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Percentage of faults among recent calls; negative while there are too few to tell. */
    public float failurePercent(Account account) {
        return of(account).getMetrics().getFailureRate();
    }

    private CircuitBreaker of(Account account) {
        return registry.circuitBreaker(account.label());
    }

    /** Leave to make one call. */
    static final class Permit {

        private final CircuitBreaker breaker;

        private Permit(CircuitBreaker breaker) {
            this.breaker = breaker;
        }

        /** No call was made. */
        void release() {
            breaker.releasePermission();
        }

        /** The call was made. */
        void used(Duration took, SendOutcome outcome) {
            if (outcome.fault()) {
                breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, new Fault(outcome.code()));
            } else {
                breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;

        Fault(String code) {
            super(code, null, false, false);
        }
    }
}
