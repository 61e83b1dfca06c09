package com.ovhi.outreach.channel.reconciliation;

import com.ovhi.outreach.channel.gateway.SentLookup.Witness;
import com.ovhi.outreach.channel.intent.Looks.Accepted;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Messages that the provider has accepted for sure. As far as its list has them without a gap, it is complete: what was sent
 * earlier and is not there was not accepted.
 */
record Witnesses(List<Accepted> known) {

    /** The same in the order in which they were opened. */
    static Witnesses of(Collection<Accepted> known) {
        return new Witnesses(known.stream()
                .distinct()
                .sorted(Comparator.comparing(Accepted::openedAt))
                .toList());
    }

    /** What the provider is asked for. */
    List<Witness> all() {
        return known.stream().map(Accepted::witness).toList();
    }

    /**
     * Until when a list is complete, on the database's clock; the beginning of time when it is not known of any.
     *
     * @param shown those it has
     */
    Instant reach(Set<Witness> shown) {
        return known.stream()
                .takeWhile(each -> shown.contains(each.witness()))
                .map(Accepted::openedAt)
                .reduce(Instant.MIN, (_, later) -> later);
    }
}
