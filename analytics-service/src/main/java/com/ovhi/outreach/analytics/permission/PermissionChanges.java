package com.ovhi.outreach.analytics.permission;

import com.ovhi.outreach.analytics.organization.OrganizationZones;
import com.ovhi.outreach.analytics.statistics.Span;
import com.ovhi.outreach.common.ids.Channel;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How many patients took a permission back, or gave it, on which days. */
@Component
@Transactional(readOnly = true)
class PermissionChanges {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::day).thenComparing(Key::channel).thenComparing(Key::marketing);

    private final PermissionStates states;
    private final OrganizationZones zones;

    PermissionChanges(PermissionStates states, OrganizationZones zones) {
        this.states = states;
        this.zones = zones;
    }

    /** Days of the organisation's zone on which something changed, in their order. */
    List<Change> of(long organizationId, Span span) {
        var zone = zones.zone(organizationId);
        var changes = new TreeMap<Key, long[]>(ORDER);
        states.changes(
                organizationId,
                span.from().atStartOfDay(zone).toInstant(),
                span.to().plusDays(1).atStartOfDay(zone).toInstant(),
                (at, before, after) -> {
                    var day = LocalDate.ofInstant(at, zone);
                    for (var channel : Channel.values()) {
                        for (var marketing : new boolean[] {false, true}) {
                            var key = new Key(day, channel, marketing);
                            if (after.takesBack(channel, marketing, before)) {
                                changes.computeIfAbsent(key, _ -> new long[2])[0]++;
                            } else if (after.gives(channel, marketing, before)) {
                                changes.computeIfAbsent(key, _ -> new long[2])[1]++;
                            }
                        }
                    }
                });
        return changes.entrySet().stream()
                .map(each -> new Change(each.getKey(), each.getValue()))
                .toList();
    }

    /** @param marketing whether it is about marketing only */
    record Key(LocalDate day, Channel channel, boolean marketing) {}

    /** @param counts patients who took it back, and who gave it */
    record Change(Key key, long[] counts) {}
}
