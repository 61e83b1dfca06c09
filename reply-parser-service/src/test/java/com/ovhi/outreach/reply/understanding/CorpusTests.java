package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Intent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What patients really write is read as they mean it, or goes to a person. */
class CorpusTests {

    static final List<String> LANGUAGES = ReplyCorpus.LANGUAGES;

    private static final ReplyCorpus CORPUS = ReplyCorpus.load();
    private static final Understanding UNDERSTANDING = Understanding.ofWordLists();

    private final CorpusReport all = new CorpusReport(CORPUS, UNDERSTANDING);

    @ParameterizedTest
    @EnumSource(names = {"STOP", "CONFIRM", "CANCEL"})
    void whatIsActedUponIsMeant(Intent intent) {
        assertThat(all.precision(intent)).as(all.text()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void anOptOutIsRecognised() {
        assertThat(all.recall(Intent.STOP)).as(all.text()).isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void noOrdinarySentenceIsAnOptOut() {
        assertThat(CORPUS.ordinary()).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(all.ordinaryStopped()).as(String.join("\n", all.misread())).isZero();
    }

    @Test
    void anEmergencyIsRecognised() {
        assertThat(all.recall(Intent.EMERGENCY)).as(all.text()).isGreaterThanOrEqualTo(0.97);
    }

    /** On replies that no list was improved with. */
    @Test
    void whatWasHeldOutIsReadNearlyAsWell() {
        var report = new CorpusReport(CORPUS.heldOut(), UNDERSTANDING);

        assertThat(report.precision(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.99);
        assertThat(report.precision(Intent.CONFIRM)).isGreaterThanOrEqualTo(0.99);
        assertThat(report.precision(Intent.CANCEL)).isGreaterThanOrEqualTo(0.99);
        assertThat(report.recall(Intent.STOP)).isGreaterThanOrEqualTo(0.95);
    }

    /** An opt-out that is not recognised must reach a person and must not be taken for anything that is acted upon. */
    @Test
    void anOptOutThatIsNotRecognisedReachesAPerson() {
        assertThat(CORPUS.labelled())
                .filteredOn(reply -> reply.meant() == Intent.STOP)
                .extracting(reply -> reply.understood(UNDERSTANDING))
                .filteredOn(understood -> understood.intent() != Intent.STOP)
                .allMatch(Understood::needsPerson);
    }

    /** What somebody asks or tells us must never end without an answer. */
    @Test
    void nothingIsLost() {
        assertThat(CORPUS.labelled())
                .filteredOn(reply -> reply.meant() == Intent.QUESTION || reply.meant() == Intent.OTHER)
                .filteredOn(reply -> !reply.understood(UNDERSTANDING).needsPerson())
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void everyLanguageIsReadWell(String language) {
        var corpus = CORPUS.in(language);
        var report = new CorpusReport(corpus, UNDERSTANDING);

        assertThat(corpus.replies()).hasSizeGreaterThanOrEqualTo(220);
        assertThat(corpus.ordinary()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(report.recall(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.93);
        assertThat(report.recall(Intent.CONFIRM)).as(report.text()).isGreaterThanOrEqualTo(0.9);
        assertThat(report.recall(Intent.CANCEL)).as(report.text()).isGreaterThanOrEqualTo(0.85);
        assertThat(report.precision(Intent.STOP)).as(report.text()).isEqualTo(1);
    }

    @Test
    void noReplyIsWrittenTwice() {
        assertThat(CORPUS.replies().stream()
                        .collect(Collectors.groupingBy(
                                each -> each.language() + " " + each.text(), Collectors.counting())))
                .allSatisfy((text, times) -> assertThat(times).as(text).isEqualTo(1));
    }
}
