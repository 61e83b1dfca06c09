package com.ovhi.outreach.template.wording.variables;

import java.util.Set;

/** On which terms a channel may carry a datum. */
public sealed interface Disclosure {

    /** Anybody may send it. */
    record Always() implements Disclosure {}

    /** Only with one of these. */
    record With(Set<Capability> capabilities) implements Disclosure {

        /** Copies. */
        public With {
            capabilities = Set.copyOf(capabilities);
        }
    }

    /** Nothing can allow it. */
    record Never() implements Disclosure {}

    /** Whether somebody with these capabilities may send it. */
    default boolean allowedWith(Set<Capability> held) {
        return switch (this) {
            case Always() -> true;
            case With(var capabilities) -> capabilities.stream().anyMatch(held::contains);
            case Never() -> false;
        };
    }

    static Disclosure always() {
        return new Always();
    }

    static Disclosure with(Capability... capabilities) {
        return new With(Set.of(capabilities));
    }

    static Disclosure never() {
        return new Never();
    }
}
