package com.ovhi.outreach.common.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Supplier;

/** Shows what a {@link ClockSetting} makes of real time. */
final class AcceleratedClock extends Clock {

    private final Clock real;
    private final Supplier<ClockSetting> setting;

    AcceleratedClock(Clock real, Supplier<ClockSetting> setting) {
        this.real = real;
        this.setting = setting;
    }

    @Override
    public Instant instant() {
        return setting.get().instantAt(real.instant());
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new AcceleratedClock(real.withZone(zone), setting);
    }
}
