package com.ovhi.outreach.scheduler.queue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** One {@link LaneAlarm} per route. Thread-safe. */
@Component
public class RouteAlarms {

    private final Map<Route, LaneAlarm> alarms = new ConcurrentHashMap<>();

    RouteAlarms() {}

    /** The alarm of a route. */
    public LaneAlarm of(Route route) {
        return alarms.computeIfAbsent(route, _ -> new LaneAlarm());
    }
}
