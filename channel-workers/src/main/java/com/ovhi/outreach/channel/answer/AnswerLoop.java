package com.ovhi.outreach.channel.answer;

import com.ovhi.outreach.channel.delivery.UrgentCalls;
import com.ovhi.outreach.common.ids.Channel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Has a thread for each channel and urgency work on what is due, when there is news and twice a second anyway: so no channel
 * waits for another one's provider, nothing that is owed for news of permissions, no emergency for anything else, and what an
 * instance that died had taken is found. Thread-safe.
 */
@Component
class AnswerLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AnswerLoop.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration END = Duration.ofSeconds(2);

    private final AnswerRounds rounds;
    private final Map<Line, Semaphore> news = new HashMap<>();
    private volatile boolean running;
    private List<Thread> threads = List.of();

    AnswerLoop(AnswerRounds rounds, UrgentCalls calls) {
        this.rounds = rounds;
        for (var channel : calls.channels()) {
            for (var urgency : Urgency.values()) {
                news.put(new Line(channel, urgency), new Semaphore(0));
            }
        }
    }

    /** There may be something to do. */
    void wake(Channel channel, Urgency urgency) {
        var woken = news.get(new Line(channel, urgency));
        if (woken != null) {
            woken.release();
        }
    }

    @Override
    public void start() {
        running = true;
        threads = news.keySet().stream()
                .map(line -> Thread.ofPlatform()
                        .daemon()
                        .name("answers-" + line.channel().code() + "-"
                                + line.urgency().code())
                        .start(() -> run(line)))
                .toList();
    }

    private void run(Line line) {
        var woken = Objects.requireNonNull(news.get(line));
        try {
            while (running) {
                if (!work(line)) {
                    var unused = woken.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                    woken.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing may end the line while the process lives. */
    private boolean work(Line line) throws InterruptedException {
        try {
            return rounds.run(line.channel(), line.urgency());
        } catch (RuntimeException | Error e) {
            log.atWarn()
                    .addKeyValue("channel", line.channel().code())
                    .addKeyValue("error", e.getClass().getSimpleName())
                    .log("Answers could not be looked for; trying again");
            Thread.sleep(AFTER_FAILURE);
            return false;
        }
    }

    /** What is under way is brought to its end; nobody is interrupted, for that might leave a claim without a call. */
    @Override
    public void stop() {
        running = false;
        news.values().forEach(Semaphore::release);
        try {
            for (var thread : threads) {
                thread.join(END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private record Line(Channel channel, Urgency urgency) {}
}
