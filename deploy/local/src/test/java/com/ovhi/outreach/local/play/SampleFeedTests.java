package com.ovhi.outreach.local.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedEvent;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleFeedTests {

    private static final Path SAMPLE = Path.of("..", "sample-data", "events.ndjson");

    @TempDir
    private Path folder;

    @Test
    void theSampleIsInOrderAndEachEventHasItsOwnId() throws IOException {
        var feed = Feed.read(SAMPLE);

        assertThat(feed.events()).hasSize(3384);
        assertThat(feed.events().stream().map(FeedEvent::time)).isSorted();
        assertThat(feed.events().stream().map(FeedEvent::id)).doesNotHaveDuplicates();
    }

    @Test
    void publishesWhatOvhiCoreWould() throws IOException {
        var event = Feed.read(SAMPLE).ofType("patient.registered").findFirst().orElseThrow();

        var message = FeedPublisher.record(event);

        assertThat(message.topic()).isEqualTo("ovhi.patient.v1");
        assertThat(message.key()).isEqualTo(event.key());
        assertThat(header(message, "ce_id")).isEqualTo(event.id());
        assertThat(header(message, "ce_type")).isEqualTo("patient.registered");
        assertThat(header(message, "ce_source")).isEqualTo("ovhi-core");
        assertThat(header(message, "ce_time")).isEqualTo(event.time().toString());
        assertThat(new String(Objects.requireNonNull(message.value()), StandardCharsets.UTF_8))
                .startsWith("{\"patient_id\":")
                .contains("\"quiet_hours\"");
    }

    @Test
    void remembersHowFarItCame() throws IOException {
        assertThat(FeedPosition.read(folder)).isEmpty();

        FeedPosition.NONE.played(1800).at(7).write(folder);

        assertThat(FeedPosition.read(folder)).contains(new FeedPosition(7, 1800));
    }

    private static String header(
            org.apache.kafka.clients.producer.ProducerRecord<String, byte[]> message, String name) {
        return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
