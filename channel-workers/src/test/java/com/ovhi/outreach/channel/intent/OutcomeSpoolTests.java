package com.ovhi.outreach.channel.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovhi.outreach.channel.gateway.SendOutcome;
import com.ovhi.outreach.channel.gateway.SendOutcome.Accepted;
import com.ovhi.outreach.channel.gateway.SendOutcome.NotSent;
import com.ovhi.outreach.channel.gateway.SendOutcome.Unknown;
import com.ovhi.outreach.common.ids.FailureClass;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.provider.ProviderCode.About;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeSpoolTests {

    private static final List<SendOutcome> OUTCOMES = List.of(
            new Accepted("SM1"),
            new Accepted(null),
            new NotSent(FailureClass.THROTTLE, "20429", Duration.ofSeconds(1), About.MESSAGE),
            new Unknown("timeout"));

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void givesBackWhatItWasGivenInOrderAndThenForgetsIt() throws IOException {
        try (var spool = OutcomeSpool.open(directory)) {
            fill(spool);

            assertThat(drain(spool)).isEqualTo(OUTCOMES);
            assertThat(spool.isEmpty()).isTrue();
            assertThat(drain(spool)).isEmpty();
        }
    }

    @Test
    void survivesItsProcess() throws IOException {
        try (var spool = OutcomeSpool.open(directory)) {
            fill(spool);
        }

        try (var spool = OutcomeSpool.open(directory)) {
            assertThat(drain(spool)).isEqualTo(OUTCOMES);
        }
    }

    @Test
    void keepsWhatTheDatabaseDidNotTake() throws IOException {
        try (var spool = OutcomeSpool.open(directory)) {
            fill(spool);
            var taken = new ArrayList<SendOutcome>();

            assertThatThrownBy(() -> spool.replay(each -> {
                        if (taken.size() == 2) {
                            throw new IllegalStateException("down again");
                        }
                        taken.add(each.outcome());
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(spool.isEmpty()).isFalse();
            assertThat(drain(spool)).isEqualTo(OUTCOMES.subList(2, 4));
        }
    }

    @Test
    void losesNothingThatIsWrittenBehindAHalfWrittenLine() throws IOException {
        Files.writeString(directory.resolve("outcomes-0.jsonl"), "{\"intent_id\":\"0195");

        try (var spool = OutcomeSpool.open(directory)) {
            fill(spool);

            assertThat(drain(spool)).isEqualTo(OUTCOMES);
        }
    }

    @Test
    void takesOverWhatSeveralDeadProcessesLeft() throws IOException {
        try (var first = OutcomeSpool.open(directory);
                var second = OutcomeSpool.open(directory)) {
            first.append(Map.of(Ids.next(), OUTCOMES.getFirst()));
            fill(second);
        }

        try (var only = OutcomeSpool.open(directory)) {
            assertThat(drain(only)).hasSize(1 + OUTCOMES.size()).endsWith(OUTCOMES.getLast());
        }
        assertThat(directory.resolve("outcomes-1.jsonl")).isEmptyFile();
    }

    @Test
    void passesOverALineThatACrashLeftHalfWritten() throws IOException {
        try (var spool = OutcomeSpool.open(directory)) {
            fill(spool);
        }
        Files.writeString(directory.resolve("outcomes-0.jsonl"), "{\"intent_id\":\"0195", StandardOpenOption.APPEND);

        try (var spool = OutcomeSpool.open(directory)) {
            assertThat(drain(spool)).isEqualTo(OUTCOMES);
            assertThat(spool.isEmpty()).isTrue();
        }
    }

    @Test
    void isNotSharedWithAnotherProcess() throws IOException {
        try (var one = OutcomeSpool.open(directory);
                var other = OutcomeSpool.open(directory)) {
            fill(one);

            assertThat(other.isEmpty()).isTrue();
            assertThat(one.isEmpty()).isFalse();
        }
    }

    private static void fill(OutcomeSpool spool) {
        var outcomes = new LinkedHashMap<UUID, SendOutcome>();
        OUTCOMES.forEach(outcome -> outcomes.put(Ids.next(), outcome));
        spool.append(outcomes);
    }

    private static List<SendOutcome> drain(OutcomeSpool spool) {
        var taken = new ArrayList<SendOutcome>();
        spool.replay(each -> taken.add(each.outcome()));
        return taken;
    }
}
