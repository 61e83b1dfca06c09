package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.ids.Lane;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** One {@link LaneAlarm} per lane. */
@Component
public class LaneAlarms {

    private final Map<Lane, LaneAlarm> alarms = new EnumMap<>(Lane.class);

    LaneAlarms() {
        for (var lane : Lane.values()) {
            alarms.put(lane, new LaneAlarm());
        }
    }

    /** The alarm of a lane. */
    public LaneAlarm of(Lane lane) {
        return alarms.computeIfAbsent(lane, _ -> new LaneAlarm());
    }
}
