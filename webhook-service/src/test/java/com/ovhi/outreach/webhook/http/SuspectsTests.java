package com.ovhi.outreach.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuspectsTests {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Suspects suspects = new Suspects(3, Duration.ofMinutes(10), 100, nanos::get);

    @Test
    void suspectsWhoSendsRubbishOnly() {
        fail("10.0.0.1", 2);
        assertThat(suspects.suspect("10.0.0.1")).isFalse();

        fail("10.0.0.1", 1);

        assertThat(suspects.suspect("10.0.0.1")).isTrue();
        assertThat(suspects.suspect("10.0.0.2")).isFalse();
    }

    @Test
    void forgetsAfterAMinute() {
        fail("10.0.0.1", 3);

        nanos.addAndGet(Duration.ofSeconds(61).toNanos());

        assertThat(suspects.suspect("10.0.0.1")).isFalse();
        fail("10.0.0.1", 2);
        assertThat(suspects.suspect("10.0.0.1")).isFalse();
    }

    @Test
    void doesNotSuspectAProviderForWhatOthersSendThroughTheSameProxy() {
        suspects.proved("10.0.0.1");
        fail("10.0.0.1", 500);
        assertThat(suspects.suspect("10.0.0.1")).isFalse();

        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        fail("10.0.0.1", 3);
        assertThat(suspects.suspect("10.0.0.1")).isTrue();

        suspects.proved("10.0.0.1");
        assertThat(suspects.suspect("10.0.0.1")).isFalse();
    }

    @Test
    void knowsNetworksOfIpv6() {
        IntStream.range(0, 3).forEach(each -> suspects.failed("2001:db8:1:2:3:4:5:" + each, 1));

        assertThat(suspects.suspect("2001:db8:1:2:ffff:0:0:1")).isTrue();
        assertThat(suspects.suspect("2001:db8:1:3:3:4:5:1")).isFalse();
    }

    @Test
    void takesOneThatCostsMuchForManyRefusals() {
        suspects.failed("10.0.0.1", 2);
        assertThat(suspects.suspect("10.0.0.1")).isFalse();

        suspects.failed("10.0.0.1", 2);

        assertThat(suspects.suspect("10.0.0.1")).isTrue();
    }

    @Test
    void trustsWhoSignedLately() {
        assertThat(suspects.trusted("10.0.0.1")).isFalse();
        suspects.proved("10.0.0.1");
        fail("10.0.0.1", 500);
        assertThat(suspects.trusted("10.0.0.1")).isTrue();

        nanos.addAndGet(Duration.ofMinutes(11).toNanos());

        assertThat(suspects.trusted("10.0.0.1")).isFalse();
    }

    @Test
    void suspectsNobodyBecauseManyOthersAreSuspect() {
        IntStream.range(0, 100).forEach(each -> suspects.failed("10.0.1." + each, 3));

        fail("10.0.0.1", 3);

        assertThat(suspects.suspect("10.0.0.1")).isFalse();
        suspects.proved("10.0.0.2");
        assertThat(suspects.trusted("10.0.0.2")).isTrue();
    }

    private void fail(String address, int times) {
        IntStream.range(0, times).forEach(_ -> suspects.failed(address, 1));
    }
}
