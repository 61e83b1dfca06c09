package com.ovhi.outreach.reply.understanding;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.suggestion.TrainingPhrases;
import com.ovhi.outreach.reply.understanding.ReplyCorpus.Part;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    /** Where words are listed that are opt-outs by themselves, and verbs that cancel or take away. */
    private static final Set<Section> ENDING_WORDS = EnumSet.of(Section.STOP, Section.BARE_CANCEL, Section.REMOVE);

    /** Where whole phrases are listed that are opt-outs, may be, or refuse something. */
    private static final Set<Section> ENDING_PHRASES = EnumSet.of(Section.STOP, Section.DOUBTED_STOP, Section.REFUSE);

    /** Words of a reply that says more than a keyword. */
    private static final int SENTENCE = 3;

    private final CorpusReport all = new CorpusReport(CORPUS, UNDERSTANDING);

    @ParameterizedTest
    @EnumSource(names = {"STOP", "CONFIRM", "CANCEL"})
    void whatIsActedUponIsMeant(Intent intent) {
        assertThat(all.precision(intent)).as(all.text()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void anOptOutIsRecognised() {
        assertThat(all.recall(Intent.STOP)).as(all.text()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void noOrdinarySentenceIsAnOptOut() {
        assertThat(CORPUS.ordinary()).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(all.ordinaryStopped()).as(String.join("\n", all.misread())).isZero();
    }

    /** Others would prove nothing. "I" and "the" of a longer phrase are no such words. */
    @Test
    void ordinarySentencesHaveWordsOfOptOutsInThem() {
        var lexicon = Lexicon.load();

        assertThat(CORPUS.ordinary().stream().filter(reply -> saysWordsOfOptOuts(lexicon, reply)))
                .hasSizeGreaterThanOrEqualTo(1_000);
    }

    private static boolean saysWordsOfOptOuts(Lexicon lexicon, ReplyCorpus.Reply reply) {
        var reading = new Reading(
                lexicon,
                Message.of(reply.text()),
                new Situation(Channel.SMS, reply.language(), Question.VISIT, null, null));
        var own = reading.own() | lexicon.any();
        return ENDING_WORDS.stream()
                        .anyMatch(section ->
                                reading.within(section, 0, reading.tokens().size(), own))
                || ENDING_PHRASES.stream()
                        .anyMatch(section -> !reading.phrases(section).isEmpty());
    }

    @Test
    void anEmergencyIsRecognised() {
        assertThat(all.recall(Intent.EMERGENCY)).as(all.text()).isGreaterThanOrEqualTo(0.97);
    }

    /** On replies that no list was improved with. */
    @Test
    void whatWasHeldOutIsReadAsWell() {
        var report = report(Part.HELD_OUT);

        assertThat(report.precision(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.99);
        assertThat(report.precision(Intent.CONFIRM)).isGreaterThanOrEqualTo(0.99);
        assertThat(report.precision(Intent.CANCEL)).isGreaterThanOrEqualTo(0.99);
        assertThat(report.recall(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.97);
        assertThat(report.recall(Intent.EMERGENCY)).as(report.text()).isGreaterThanOrEqualTo(0.97);
        assertThat(report.ordinaryStopped()).isZero();
    }

    /** On sentences unlike those that the lists were improved with, more go to a person; nothing is acted upon wrongly. */
    @Test
    void whatIsSaidInUnheardOfWordsIsNeverActedUponWrongly() {
        var report = report(Part.UNSEEN);

        assertThat(report.precision(Intent.STOP)).as(report.text()).isEqualTo(1);
        assertThat(report.precision(Intent.CONFIRM)).as(report.text()).isEqualTo(1);
        assertThat(report.precision(Intent.CANCEL)).as(report.text()).isEqualTo(1);
        assertThat(report.recall(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.9);
        assertThat(report.ordinaryStopped()).isZero();
    }

    /** So that a person sees soon what rules have missed; and not so many others that nobody believes it any more. */
    @Test
    void anOptOutThatRulesMissIsSuggestedToWhoeverReadsIt() {
        var unseen = report(Part.UNSEEN);

        assertThat(unseen.recallWithSuggestions(Intent.STOP)).as(unseen.text()).isGreaterThanOrEqualTo(0.97);
        assertThat(unseen.falselySuggested(Intent.STOP)).as(unseen.text()).isLessThan(0.1);
        assertThat(all.recallWithSuggestions(Intent.STOP)).as(all.text()).isGreaterThanOrEqualTo(0.99);
        assertThat(all.falselySuggested(Intent.STOP)).as(all.text()).isLessThan(0.2);
        assertThat(all.falselySuggested(Intent.EMERGENCY)).as(all.text()).isLessThan(0.05);
    }

    /** Else the report would tell how well the model remembers. */
    @Test
    void noSentenceOfTheCorpusIsTrainedWith() {
        var corpus = CORPUS.replies().stream()
                .map(reply -> Message.join(Message.of(reply.text()).tokens()))
                .collect(Collectors.toSet());

        assertThat(TrainingPhrases.madeUp())
                .extracting(phrase -> String.join(" ", phrase.words()))
                .doesNotContainAnyElementsOf(corpus);
    }

    @Test
    void theCorpusIsLarge() {
        assertThat(CORPUS.labelled()).hasSizeGreaterThanOrEqualTo(3_000);
        assertThat(CORPUS.only(Part.HELD_OUT).labelled()).hasSizeGreaterThanOrEqualTo(900);
        assertThat(CORPUS.only(Part.UNSEEN).labelled()).hasSizeGreaterThanOrEqualTo(120);
    }

    /** Sentences that merely repeat the lists would prove nothing. */
    @Test
    void theCorpusIsNotMadeOfTheLists() {
        assertThat(repeated(CORPUS)).isLessThan(0.25);
        assertThat(repeated(CORPUS.only(Part.UNSEEN))).isLessThan(0.15);
    }

    /** Which share of the sentences is an entry of a list, word by word. */
    private static double repeated(ReplyCorpus corpus) {
        var lists = Lexicon.load().lists().stream()
                .flatMap(list -> list.entries().stream())
                .map(WordList.Entry::key)
                .collect(Collectors.toSet());
        var sentences = corpus.labelled().stream()
                .map(reply -> Message.join(Message.of(reply.text()).tokens()))
                .filter(key -> key.split(" ").length >= SENTENCE)
                .toList();
        return (double) sentences.stream().filter(lists::contains).count() / sentences.size();
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
        assertThat(report.recall(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.96);
        assertThat(report.recallWithSuggestions(Intent.STOP)).as(report.text()).isGreaterThanOrEqualTo(0.97);
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

    private static CorpusReport report(Part part) {
        return new CorpusReport(CORPUS.only(part), UNDERSTANDING);
    }
}
