package com.ovhi.outreach.reply.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.reply.answer.Circumstances.Offer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy, row by row, and what holds for every intent in all 3,072 circumstances. */
class AnswerPolicyTests {

    /** Each flag: p known patient, m machine, a provider answered, o opted out, b bare cancel, r for a person,
     * t perhaps a stop, s speakable visit, c to confirm, q asked already, d dates to offer, u visits without dates. */
    @ParameterizedTest
    @CsvSource({
        "EMERGENCY,p,EMERGENCY",
        "EMERGENCY,'',EMERGENCY",
        "EMERGENCY,pao,EMERGENCY",
        "EMERGENCY,m,",
        "STOP,p,STOPPED",
        "STOP,'',STOPPED",
        "STOP,pr,STOPPED",
        "STOP,pa,",
        "STOP,pm,",
        "STOP,pbr,STOPPED_NOT_VISIT",
        "STOP,b,STOPPED",
        "STOP,pbra,",
        "HELP,pr,HELP",
        "HELP,'',HELP",
        "HELP,po,HELP",
        "HELP,pa,",
        "HELP,m,",
        "START,po,STARTED",
        "START,p,HELP",
        "START,'',",
        "START,poa,",
        "NO,psr,NOT_COMING",
        "NO,pr,RECEIPT",
        "NO,psrq,RECEIPT",
        "NO,psro,",
        "NO,r,",
        "CANCEL,psrc,REALLY_CANCEL",
        "CANCEL,ps,",
        "CANCEL,prc,RECEIPT",
        "CANCEL,pr,RECEIPT",
        "CANCEL,psrcq,RECEIPT",
        "OTHER,pr,RECEIPT",
        "OTHER,prt,RECEIPT_PERHAPS_STOP",
        "OTHER,prtd,RECEIPT_PERHAPS_STOP",
        "OTHER,prtu,RECEIPT_PERHAPS_STOP",
        "OTHER,rt,",
        "OTHER,prto,",
        "OTHER,prtm,",
        "OTHER,prd,WHICH_VISIT",
        "OTHER,pru,WHICH_VISIT_CALL",
        "OTHER,prdq,RECEIPT",
        "OTHER,r,",
        "OTHER,rd,",
        "OTHER,prdo,",
        "OTHER,pm,",
        "QUESTION,pr,RECEIPT",
        "QUESTION,prt,RECEIPT_PERHAPS_STOP",
        "QUESTION,r,",
        "RESCHEDULE,ps,",
        "RESCHEDULE,pr,RECEIPT",
        "CONFIRM,ps,",
        "CONFIRM,psr,",
        "WRONG_PERSON,pr,",
        "AUTO_REPLY,p,",
        "ACK,p,",
        "ACK,pr,"
    })
    void row(Intent intent, String flags, Wording answer) {
        assertThat(AnswerPolicy.answer(intent, of(flags)).orElse(null)).isEqualTo(answer);
    }

    @Test
    void strangersHearOfEmergenciesStopAndHelpOnly() {
        assertThat(kinds(each -> !each.known()))
                .containsExactlyInAnyOrder(AnswerKind.EMERGENCY, AnswerKind.STOP_CONFIRMATION, AnswerKind.HELP);
    }

    @Test
    void machinesHearNothing() {
        assertThat(kinds(Circumstances::machine)).isEmpty();
    }

    @Test
    void whoOptedOutHearsNothingThatWasNotAskedFor() {
        assertThat(kinds(Circumstances::optedOut))
                .doesNotContain(AnswerKind.RECEIPT, AnswerKind.CLARIFICATION, AnswerKind.STAFF);
    }

    @Test
    void whatTheProviderAnsweredIsNotAnsweredTwice() {
        for (var intent : List.of(Intent.STOP, Intent.START, Intent.HELP)) {
            assertThat(all().filter(Circumstances::providerAnswered)
                            .flatMap(each -> AnswerPolicy.answer(intent, each).stream()))
                    .isEmpty();
        }
    }

    @Test
    void aReceiptPromisesAPersonOnlyWhereThereIsOne() {
        assertThat(kinds(each -> !each.forPerson())).doesNotContain(AnswerKind.RECEIPT);
    }

    @Test
    void noQuestionIsAskedTwice() {
        assertThat(kinds(Circumstances::asked)).doesNotContain(AnswerKind.CLARIFICATION);
    }

    @Test
    void aVisitThatMustNotBeSpokenOfIsNotSpokenOf() {
        for (var intent : Intent.values()) {
            assertThat(all().filter(each -> !each.speakable() && each.visits() == Offer.NONE)
                            .flatMap(each -> AnswerPolicy.answer(intent, each).stream()))
                    .doesNotContain(
                            Wording.NOT_COMING, Wording.REALLY_CANCEL, Wording.WHICH_VISIT, Wording.WHICH_VISIT_CALL);
        }
    }

    private static Set<AnswerKind> kinds(Predicate<Circumstances> where) {
        var kinds = EnumSet.noneOf(AnswerKind.class);
        for (var intent : Intent.values()) {
            all().filter(where)
                    .flatMap(each -> AnswerPolicy.answer(intent, each).stream())
                    .map(Wording::kind)
                    .forEach(kinds::add);
        }
        return kinds;
    }

    private static Stream<Circumstances> all() {
        var all = new ArrayList<Circumstances>();
        for (var bits = 0; bits < 1 << 10; bits++) {
            for (var offer : Offer.values()) {
                all.add(new Circumstances(
                        bit(bits, 0),
                        bit(bits, 1),
                        bit(bits, 2),
                        bit(bits, 3),
                        bit(bits, 4),
                        bit(bits, 5),
                        bit(bits, 9),
                        bit(bits, 6),
                        bit(bits, 7),
                        offer,
                        bit(bits, 8)));
            }
        }
        return all.stream();
    }

    private static boolean bit(int bits, int place) {
        return (bits & 1 << place) != 0;
    }

    private static Circumstances of(String flags) {
        return new Circumstances(
                flags.contains("p"),
                flags.contains("m"),
                flags.contains("a"),
                flags.contains("o"),
                flags.contains("b"),
                flags.contains("r"),
                flags.contains("t"),
                flags.contains("s"),
                flags.contains("c"),
                flags.contains("d") ? Offer.DATES : flags.contains("u") ? Offer.UNSPOKEN : Offer.NONE,
                flags.contains("q"));
    }
}
