package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody is opted out who did not ask for it. */
class OrdinaryRepliesTests {

    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    static Stream<String> ordinary() {
        return TestTexts.lines("/ordinary-replies.txt");
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void areNeverTakenForAStop(String text) {
        for (var language : new String[] {"en", "es"}) {
            for (var spelling :
                    new String[] {text, text.toUpperCase(Locale.ROOT), text + " 🙏", text + "!!", " " + text + "\n"}) {
                assertThat(intent(spelling, language)).as(spelling).isNotEqualTo(Intent.STOP);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void areUnderstoodSomehowWhateverNoiseIsAround(String text) {
        var random = new Random(text.hashCode());
        for (var round = 0; round < 20; round++) {
            var at = random.nextInt(text.length() + 1);
            var noise = Character.toString(random.nextInt(0x20, 0x2FFF));

            assertThat(intent(text.substring(0, at) + noise + text.substring(at), "en"))
                    .isNotNull();
        }
    }

    private Intent intent(String text, String language) {
        return UNDERSTANDING
                .understand(text, new Situation(Channel.SMS, language, Question.VISIT, null, null))
                .intent();
    }
}
