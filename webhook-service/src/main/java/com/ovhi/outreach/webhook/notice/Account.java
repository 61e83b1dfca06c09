package com.ovhi.outreach.webhook.notice;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The account of ours at a provider that an event came by. Events of different accounts have nothing in common, even if
 * they bear the same id.
 *
 * @param name of lower-case letters, digits and dashes; {@code main} is the one that every provider has
 * @param organizationId the only organisation it serves, null when it serves several
 */
public record Account(String name, @Nullable Long organizationId) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}"); // MAIN needs it

    /** The account of a provider that has one only. */
    public static final Account MAIN = new Account("main", null);

    /** @throws IllegalArgumentException when the name cannot be a key and a metric's tag */
    public Account {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("An account's name is made of lower-case letters, digits and dashes");
        }
    }

    /** An account that serves these organisations; none means any. */
    public static Account of(String name, Set<Long> organizations) {
        return new Account(
                name, organizations.size() == 1 ? organizations.iterator().next() : null);
    }

    /** Whether it is the one that every provider has. */
    public boolean isMain() {
        return name.equals(MAIN.name());
    }
}
