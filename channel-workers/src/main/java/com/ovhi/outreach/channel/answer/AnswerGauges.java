package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.delivery.UrgentCalls;
import com.ovhi.outreach.common.ids.Channel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How many answers wait, and for how many of them somebody has waited too long; counted so that a scrape costs nothing. */
@Component
class AnswerGauges {

    /** Real time within which somebody who wrote expects to hear from a machine. */
    private static final Duration LATE = Duration.ofSeconds(15);

    private final Answers answers;
    private final Map<Channel, AtomicLong> waiting = new EnumMap<>(Channel.class);
    private final Map<Channel, AtomicLong> late = new EnumMap<>(Channel.class);

    AnswerGauges(Answers answers, UrgentCalls calls, MeterRegistry meters) {
        this.answers = answers;
        for (var channel : calls.channels()) {
            waiting.put(channel, gauge(meters, "outreach.answers.waiting", "Answers not sent yet", channel));
            late.put(
                    channel,
                    gauge(meters, "outreach.answers.late", "Answers not sent 15 s after they were ordered", channel));
        }
    }

    private static AtomicLong gauge(MeterRegistry meters, String name, String description, Channel channel) {
        var value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(description)
                .tag("channel", channel.code())
                .register(meters);
        return value;
    }

    @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
    void count() {
        waiting.forEach((channel, value) -> value.set(answers.waiting(channel, Duration.ZERO)));
        late.forEach((channel, value) -> value.set(answers.waiting(channel, LATE)));
    }
}
