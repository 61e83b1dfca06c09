package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Lane;
import java.util.Arrays;
import java.util.List;

/** What leaves independently of everything else: a lane of a channel. No route ever waits for another. */
public record Route(Lane lane, Channel channel) {

    /** Every route there is. */
    public static List<Route> all() {
        return Arrays.stream(Lane.values())
                .flatMap(lane -> Arrays.stream(Channel.values()).map(channel -> new Route(lane, channel)))
                .toList();
    }

    @Override
    public String toString() {
        return lane.code() + "-" + channel.code();
    }
}
