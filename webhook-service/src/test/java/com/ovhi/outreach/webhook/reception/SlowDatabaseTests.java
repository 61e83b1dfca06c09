package com.ovhi.outreach.webhook.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Providers wait for an answer; for a database that takes its time there is the disk. */
@Timeout(30)
class SlowDatabaseTests extends ReceptionBench {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final CountDownLatch goOn = new CountDownLatch(1);

    SlowDatabaseTests(@TempDir Path temporary) {
        super(temporary, PATIENCE);
        ledger.holdUp(goOn);
    }

    @AfterEach
    void letGo() {
        goOn.countDown();
    }

    @Test
    void whatItTakesTooLongForIsSafeOnTheDisk() {
        var begin = System.nanoTime();

        take("a");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(PATIENCE, Duration.ofSeconds(5));
        assertThat(waiting()).isEqualTo(1);
        assertThat(meters.get("outreach.webhook.received")
                        .tag("outcome", "spooled")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void nobodyBehindItWaitsForTheDatabase() {
        take("a");
        var begin = System.nanoTime();

        take("b");
        take("c");

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
        assertThat(waiting()).isEqualTo(3);
    }

    @Test
    void whatIsOnTheDiskAndInTheDatabaseAfterAllIsThereOnce() {
        take("a");
        take("b");

        goOn.countDown();
        Awaitility.await().until(() -> counted("ignored") == 1);
        drain.drain();

        assertThat(ledger.keys()).containsExactly("a", "b");
        assertThat(counted("duplicate")).isEqualTo(1);
        assertThat(waiting()).isZero();
        assertThat(backlog.waiting()).isFalse();
        take("c");
        assertThat(ledger.keys()).containsExactly("a", "b", "c");
    }
}
