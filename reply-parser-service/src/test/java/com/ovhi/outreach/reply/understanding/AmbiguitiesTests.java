package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example of every row of the domain's ambiguity table. */
class AmbiguitiesTests {

    private static final int ROWS = 24;
    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    /** A line of the file. */
    record Ambiguity(
            int row, String channel, boolean asked, String language, String text, Set<Intent> meanings, String person) {

        static Ambiguity of(String line) {
            var parts = line.split("\t");
            var meanings = Stream.of(parts[5].split("\\|")).map(Intent::of).collect(Collectors.toSet());
            return new Ambiguity(
                    Integer.parseInt(parts[0]),
                    parts[1],
                    parts[2].equals("asked"),
                    parts[3],
                    parts[4],
                    meanings,
                    parts[6]);
        }

        Situation situation() {
            var question = channel.equals("sms-missed") ? Question.MISSED_VISIT : Question.VISIT;
            return new Situation(
                    Channel.of(channel.split("-")[0]),
                    language,
                    asked ? question : null,
                    null,
                    null,
                    !channel.equals("sms-abroad"));
        }
    }

    static Stream<Ambiguity> ambiguities() {
        return TestTexts.lines("/reply-ambiguities.tsv").map(Ambiguity::of);
    }

    @ParameterizedTest
    @MethodSource("ambiguities")
    void isDecidedAsTheTableSays(Ambiguity ambiguity) {
        var understood = UNDERSTANDING.understand(ambiguity.text(), ambiguity.situation());

        assertThat(understood.intent()).as(understood.matchedRule()).isIn(ambiguity.meanings());
        if (!ambiguity.person().equals("any")) {
            assertThat(understood.needsPerson()).isEqualTo(ambiguity.person().equals("yes"));
        }
    }

    @Test
    void noRowIsLeftOut() {
        assertThat(ambiguities().map(Ambiguity::row).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, ROWS).boxed().toList());
    }
}
