package com.ovhi.outreach.channel.gateway;

import com.ovhi.outreach.common.ids.Provider;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One of our accounts at a provider.
 *
 * @param name ours, of lower-case letters, digits and dashes; {@code main} is the first choice
 */
public record Account(Provider provider, String name) implements Comparable<Account> {

    /** The account every provider has. */
    public static final String MAIN = "main";

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private static final Comparator<Account> ORDER = Comparator.comparing(Account::provider)
            .thenComparing(account -> !account.isMain())
            .thenComparing(Account::name);

    /** @throws IllegalArgumentException when the name cannot be a key and a metric's tag */
    public Account {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("An account's name is made of lower-case letters, digits and dashes");
        }
    }

    /** The first choice at a provider. */
    public static Account main(Provider provider) {
        return new Account(provider, MAIN);
    }

    /** Whether it is the first choice. */
    public boolean isMain() {
        return name.equals(MAIN);
    }

    /** The name for metrics and keys. */
    public String label() {
        return provider.code() + "." + name;
    }

    /** The main account before the others, these by name. */
    @Override
    public int compareTo(Account other) {
        return ORDER.compare(this, other);
    }
}
