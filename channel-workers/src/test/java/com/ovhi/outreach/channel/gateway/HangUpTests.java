package com.ovhi.outreach.channel.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.channel.gateway.FakeProvider.Silence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever hangs up before there is a connection does not hang up in vain. */
@Timeout(20)
class HangUpTests {

    private static final CallLimits ONE_CONNECTION =
            new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), 1, 1, 1);

    @Test
    void aCallThatIsGivenUpBeforeItIsMadeDoesNotGoOut() throws Exception {
        try (var provider = FakeProvider.start();
                var http = ProviderHttp.create(ONE_CONNECTION)) {
            provider.answer(200, "{}");
            var handle = new CallHandle();
            handle.hangUp();

            assertThatThrownBy(() -> handle.during(() -> post(http, provider)))
                    .isInstanceOf(UncheckedIOException.class);

            assertThat(provider.requests()).isEmpty();
            assertThat(new CallHandle().<Integer>during(() -> post(http, provider)))
                    .isEqualTo(200);
        }
    }

    @Test
    void aCallThatIsGivenUpWhileItWaitsForAConnectionDoesNotGoOut() throws Exception {
        try (var provider = FakeProvider.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var http = ProviderHttp.create(ONE_CONNECTION)) {
            provider.behave(_ -> new Silence(Duration.ofSeconds(1)));
            for (var i = 0; i < ONE_CONNECTION.connections(); i++) {
                threads.execute(() -> post(http, provider));
            }
            Awaitility.await().until(() -> provider.requests().size() == ONE_CONNECTION.connections());
            var handle = new CallHandle();
            var waiting = threads.submit(() -> handle.during(() -> post(http, provider)));

            handle.hangUp();

            assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(UncheckedIOException.class);
            assertThat(provider.requests()).hasSize(ONE_CONNECTION.connections());
        }
    }

    private static int post(CloseableHttpClient http, FakeProvider provider) {
        try {
            return http.execute(
                    ClassicRequestBuilder.post(provider.url()).setEntity("x").build(), answer -> answer.getCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
