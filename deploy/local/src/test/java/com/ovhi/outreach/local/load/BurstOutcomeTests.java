package com.ovhi.outreach.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ovhi.outreach.local.check.evidence.Feed;
import com.ovhi.outreach.local.check.evidence.FeedPosition;
import com.ovhi.outreach.local.check.evidence.LedgerEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurstOutcomeTests {

    private static final Instant DUE = Instant.parse("2026-03-02T17:00:00Z");

    private final Map<String, List<LedgerEntry>> accepted = new HashMap<>(
            Map.of("one", List.of(message(19_000)), "two", List.of(message(3_000)), "urgent", List.of(message(5_900))));

    @ParameterizedTest
    @CsvSource({"'', true", "--within 20 --urgent-within 1000, true", "--within 18, false", "--urgent-within 800, false"
    })
    void mustBeInTimeWhereThatIsAsked(String limits, boolean passed) {
        assertThat(outcome(limits).passed()).isEqualTo(passed);
    }

    @Test
    void mayMissTheMessagesOfThoseWhoTextedStop() {
        assertThat(told(outcome(""))).contains("1 patients texted STOP meanwhile, 1 of their messages were not sent");
        accepted.put("three", List.of(message(1_000)));
        assertThat(outcome("").passed()).isTrue();
    }

    @Test
    void failsOnWhatIsLostOrTwice() {
        accepted.put("two", List.of(message(1_000), message(2_000)));
        assertThat(outcome("").passed()).isFalse();
        accepted.remove("two");
        assertThat(outcome("").passed()).isFalse();
        assertThat(told(outcome(""))).contains("lost 1, twice 0");
    }

    /** A fault of a provider's may leave what nobody can tell; where time is measured there are none. */
    @Test
    void losesNothingOfWhichItIsKnownWhatBecame() {
        accepted.remove("two");
        assertThat(outcome("", new BurstFates(Set.of("two"), Set.of())).passed())
                .isTrue();
        assertThat(outcome("", new BurstFates(Set.of(), Set.of("two"))).passed())
                .isTrue();
        assertThat(told(outcome("", new BurstFates(Set.of(), Set.of("two")))))
                .contains("lost 0", "0 were told by a job that took over, 1 are under review");
        assertThat(outcome("--within 20", new BurstFates(Set.of(), Set.of("two")))
                        .passed())
                .isFalse();
    }

    @Test
    void choosesTheChannelsAndWhoStops() {
        var options = BurstOptions.parse("folder", "1000", "--stops", "5");
        var stopping = LongStream.range(LoadPatients.FIRST, LoadPatients.FIRST + 1_000)
                .filter(options::stops)
                .boxed()
                .toList();

        assertThat(stopping)
                .hasSizeBetween(20, 30)
                .allSatisfy(each -> assertThat(BurstOptions.channel(each)).isEqualTo("sms"));
        assertThat(BurstOptions.channel(LoadPatients.FIRST)).isEqualTo("whatsapp");
        assertThatIllegalArgumentException().isThrownBy(() -> BurstOptions.parse("folder", "--quickly", "1"));
    }

    @Test
    void warmsUpWithoutLimits() {
        var options = BurstOptions.parse("folder", "1000", "90", "--urgent", "10", "--warm", "50", "--within", "20");

        var before = options.warmUp();

        assertThat(before.jobs()).isEqualTo(50);
        assertThat(before.urgent()).isEqualTo(10);
        assertThat(before.within()).isNull();
        assertThat(options.patients() + before.patients()).isEqualTo(1_070);
        assertThat(BurstOptions.parse("folder").warmUp().patients()).isZero();
    }

    @Test
    void asksForMoreLater() {
        var options = BurstOptions.parse(
                "folder", "1000", "--urgent", "10", "--again", "50", "--again-after", "400", "--again-when", "now");

        assertThat(options.reminders()).isEqualTo(1_050);
        assertThat(options.patients()).isEqualTo(1_060);
        assertThat(options.againAfter()).hasSeconds(400);
        assertThat(options.againWhen()).hasToString("now");
        assertThat(options.warmUp().reminders()).isZero();
    }

    @Test
    void familiesShareATelephoneAndNothingElse() {
        var patients = BurstVisits.patients(3);

        assertThat(patients).hasSize(12).doesNotHaveDuplicates();
        assertThat(patients.stream().map(LoadPatients::phone).distinct()).hasSize(9);
        assertThat(LoadPatients.phone(LoadPatients.FIRST_OF_FAMILIES))
                .isEqualTo(LoadPatients.phone(LoadPatients.FIRST_OF_FAMILIES + 1))
                .isNotEqualTo(LoadPatients.phone(LoadPatients.FIRST_OF_FAMILIES + 2))
                .matches("\\+1602\\d{7}");
        assertThat(LoadPatients.told(patients, DUE).map(CoreEvent::line)).noneMatch(line -> line.contains("@"));
    }

    @Test
    void tellsTheCheckWhoThePatientsAre(@TempDir Path folder) throws IOException {
        new BurstFeed(folder)
                .add(LoadPatients.told(LoadPatients.first(101), DUE).toList());

        var feed = Feed.read(folder.resolve("burst-feed.ndjson"));

        assertThat(feed.ofType("patient.registered")).hasSize(101);
        assertThat(feed.events().get(1).data().path("telecom")).hasSize(3);
        assertThat(feed.events().get(2).data().path("telecom")).hasSize(2);
        assertThat(FeedPosition.read(folder))
                .hasValueSatisfying(each -> assertThat(each.published()).isEqualTo(102));
    }

    /** What was asked for while it was due says how fast one can ask. */
    @Test
    void measuresNothingThatWasAskedForTooLate() {
        assertThat(outcome("--within 20", DUE.plusMillis(1_500)).passed()).isFalse();
        assertThat(told(outcome("", DUE.plusMillis(1_500)))).contains("asked for 1.5 s after all were due");
        assertThat(outcome("", DUE.plusMillis(1_500)).passed()).isTrue();
    }

    private BurstOutcome outcome(String limits) {
        return outcome(limits, DUE);
    }

    private BurstOutcome outcome(String limits, Instant scheduled) {
        return outcome(limits, scheduled, BurstFates.NONE);
    }

    private BurstOutcome outcome(String limits, BurstFates fates) {
        return outcome(limits, DUE, fates);
    }

    private BurstOutcome outcome(String limits, Instant scheduled, BurstFates fates) {
        var words = ("folder 3 --urgent 1 --stops 5 " + limits).strip().split(" ");
        return new BurstOutcome(
                BurstOptions.parse(words),
                DUE,
                scheduled,
                Set.of("one", "two"),
                Set.of("three"),
                Map.of("urgent", DUE.plusSeconds(5)),
                accepted,
                fates);
    }

    private static String told(BurstOutcome outcome) {
        var bytes = new ByteArrayOutputStream();
        outcome.tell(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static LedgerEntry message(long millis) {
        var at = DUE.plusMillis(millis);
        return new LedgerEntry("twilio", 1, "MESSAGE", at, at, "accepted", "", "", "SM1", "job", "");
    }
}
