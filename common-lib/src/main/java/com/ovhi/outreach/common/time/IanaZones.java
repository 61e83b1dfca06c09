package com.ovhi.outreach.common.time;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The zones of the time-zone database. Java takes offsets such as {@code UTC+3} for zones, too; nobody lives in one. */
public final class IanaZones {

    // Left over from before the time-zone database; only Java still knows them.
    private static final Set<String> ALL = ZoneId.getAvailableZoneIds().stream()
            .filter(each -> !each.startsWith("SystemV/"))
            .collect(Collectors.toUnmodifiableSet());

    private IanaZones() {}

    /** Whether there is such a zone. */
    public static boolean known(@Nullable String id) {
        return id != null && ALL.contains(id);
    }

    /** The zone of an id; empty when there is none. */
    public static Optional<ZoneId> find(String id) {
        return known(id) ? Optional.of(ZoneId.of(id)) : Optional.empty();
    }
}
