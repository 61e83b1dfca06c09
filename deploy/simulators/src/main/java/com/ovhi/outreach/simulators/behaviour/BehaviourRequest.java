package com.ovhi.outreach.simulators.behaviour;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A wanted behaviour; what is left out is as in a provider at its best. */
record BehaviourRequest(
        @Valid Behaviour.@Nullable Range latencyMs,
        @Nullable List<Behaviour.@Valid Fault> errors,
        @Nullable List<Behaviour.@Valid Fault> failures,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double hang,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double acceptThenTimeout,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double acceptThenReset,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double acceptThenError,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double acceptThenGarble,
        @Min(0) @Max(600_000) @Nullable Long hangMs,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double duplicates,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double disorder,
        @Valid Behaviour.@Nullable Range callbackDelayMs,
        @Nullable Boolean blackout,
        @Min(0) @Max(86_400_000) @Nullable Long blackoutMs,
        @Min(0) @Max(100_000) @Nullable Integer perSecond,
        @Nullable Boolean patients) {

    Behaviour behaviour() {
        Behaviour best = Behaviour.best();
        return new Behaviour(
                Objects.requireNonNullElse(latencyMs, best.latencyMs()),
                Objects.requireNonNullElse(errors, best.errors()),
                Objects.requireNonNullElse(failures, best.failures()),
                Objects.requireNonNullElse(hang, best.hang()),
                Objects.requireNonNullElse(acceptThenTimeout, best.acceptThenTimeout()),
                Objects.requireNonNullElse(acceptThenReset, best.acceptThenReset()),
                Objects.requireNonNullElse(acceptThenError, best.acceptThenError()),
                Objects.requireNonNullElse(acceptThenGarble, best.acceptThenGarble()),
                Objects.requireNonNullElse(hangMs, best.hangMs()),
                Objects.requireNonNullElse(duplicates, best.duplicates()),
                Objects.requireNonNullElse(disorder, best.disorder()),
                Objects.requireNonNullElse(callbackDelayMs, best.callbackDelayMs()),
                Objects.requireNonNullElse(blackout, best.blackout()),
                Objects.requireNonNullElse(blackoutMs, best.blackoutMs()),
                Objects.requireNonNullElse(perSecond, best.perSecond()),
                Objects.requireNonNullElse(patients, best.patients()));
    }
}
