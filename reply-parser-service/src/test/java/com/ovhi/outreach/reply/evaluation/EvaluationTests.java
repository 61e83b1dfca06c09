package com.ovhi.outreach.reply.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluationTests {

    private static final List<LabelledReply> REPLIES = List.of(
            reply("en", Intent.STOP, Intent.OTHER, Intent.STOP),
            reply("en", Intent.STOP, Intent.STOP, Intent.STOP),
            reply("en", Intent.QUESTION, Intent.STOP, Intent.QUESTION),
            reply("en", Intent.QUESTION, Intent.QUESTION, Intent.CANCEL),
            reply(null, Intent.ACK, Intent.ACK, Intent.ACK));

    @Test
    void tellsHowRepliesWereReadThenAndNow() {
        var evaluation = Evaluation.of(REPLIES, 1);

        assertThat(evaluation.replies()).isEqualTo(5);
        assertThat(evaluation.languages())
                .extracting(Evaluation.Language::language)
                .containsExactly("en", "unknown");
        var stop = score(evaluation, Intent.STOP);
        assertThat(stop.meant()).isEqualTo(2);
        assertThat(stop.before()).isEqualTo(new Evaluation.Read(2, 1, 0.5, 0.5));
        assertThat(stop.now()).isEqualTo(new Evaluation.Read(2, 2, 1.0, 1.0));
        var question = score(evaluation, Intent.QUESTION);
        assertThat(question.now()).isEqualTo(new Evaluation.Read(1, 1, 1.0, 0.5));
    }

    /** Nothing can be said of what nobody meant, or what nothing was taken for. */
    @Test
    void leavesOutWhatThereIsNoneOf() {
        var evaluation = Evaluation.of(REPLIES, 1);

        assertThat(score(evaluation, Intent.CANCEL))
                .isEqualTo(new Evaluation.Score(
                        Intent.CANCEL, 0, new Evaluation.Read(0, 0, null, null), new Evaluation.Read(1, 0, 0.0, null)));
        assertThat(evaluation.languages().getFirst().intents())
                .extracting(Evaluation.Score::intent)
                .doesNotContain(Intent.ACK, Intent.EMERGENCY);
        assertThat(Evaluation.of(List.of(), 0))
                .matches(each -> each.replies() == 0 && each.languages().isEmpty());
    }

    @Test
    void theTableShowsEveryReplyOnce() {
        var text = Evaluation.of(REPLIES, 1).text();

        assertThat(text)
                .startsWith("5 labelled replies, 1 more that do not open")
                .contains("== en: 4 replies, 3 of them read otherwise than they were")
                .contains("== unknown: 1 replies, 0 of them read otherwise")
                .containsPattern("stop +\\. +\\. +\\. +2 .* 100\\.0 +100\\.0")
                .containsPattern("question .* 100\\.0 +50\\.0");
    }

    @Test
    void sharesOfNothingAreWhole() {
        var confusion = new Confusion();

        assertThat(confusion.precision(Intent.STOP)).isEqualTo(1, within(0.0));
        assertThat(confusion.recall(Intent.STOP)).isEqualTo(1, within(0.0));
    }

    private static Evaluation.Score score(Evaluation evaluation, Intent intent) {
        return evaluation.languages().getFirst().intents().stream()
                .filter(each -> each.intent() == intent)
                .findFirst()
                .orElseThrow();
    }

    private static LabelledReply reply(@Nullable String language, Intent meant, Intent then, Intent now) {
        return new LabelledReply(language, meant, then, now);
    }
}
