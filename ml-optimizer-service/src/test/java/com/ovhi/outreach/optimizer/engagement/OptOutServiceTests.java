package com.ovhi.outreach.optimizer.engagement;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.PreferenceChanged;
import com.ovhi.outreach.common.contract.PreferenceChanged.Permission;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Intent;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import com.ovhi.outreach.common.testing.TestTokens;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** However patients opt out, it counts against what they were sent. */
@ServiceTest(schema = "ovhi_optimizer")
class OptOutServiceTests extends RunningOptimizer {

    OptOutServiceTests(
            SettableClock clock,
            TestKafka kafka,
            TestTokens tokens,
            Engagement engagement,
            Learning learning,
            JdbcClient jdbc,
            TransactionTemplate transactions,
            @LocalServerPort int port) {
        super(clock, kafka, tokens, engagement, learning, jdbc, transactions, port);
    }

    @ParameterizedTest
    @CsvSource({
        // closed by the patient
        "false, false, opted-out, 1",
        "false, false, suppressed-complaint, 1",
        "false, false, suppressed-unsubscribe, 1",
        "false, false, suppressed-stop, 1",
        // no marketing any longer
        "true, false, , 1",
        // closed by what is nobody's wish
        "false, false, suppressed-bounce, 0",
        "false, false, patient-deceased, 0",
        "false, false, not-allowed, 0",
        // nothing lost
        "true, true, , 0"
    })
    void countsWhatPatientsTakeBack(boolean open, boolean marketing, @Nullable String reason, int optOuts) {
        engagement.notePreferences(List.of(allows(1, new Permission(true, true, "hash", null))));
        var now = allows(2, new Permission(open, marketing, "hash", null, reason));

        engagement.notePreferences(List.of(now));
        engagement.notePreferences(List.of(now));

        assertThat(optOuts()).hasSize(optOuts);
    }

    /** A number that was corrected to one at which somebody else had said STOP reaches nobody; nobody has said so for this patient. */
    @ParameterizedTest
    @CsvSource({
        "false, false, opted-out, 1",
        "false, false, suppressed-complaint, 0",
        "false, false, suppressed-unsubscribe, 0",
        "false, false, suppressed-stop, 0",
        // no marketing is allowed there yet
        "true, false, , 0"
    })
    void countsNothingThatWasSaidAtAnAddressBeforeItWasThePatients(
            boolean open, boolean marketing, @Nullable String reason, int optOuts) {
        engagement.notePreferences(List.of(allows(1, new Permission(true, true, "hash", null))));

        engagement.notePreferences(List.of(allows(2, new Permission(open, marketing, "another hash", null, reason))));

        assertThat(optOuts()).hasSize(optOuts);
    }

    @Test
    void countsWhatIsSaidAtAnAddressOnceItIsThePatients() {
        engagement.notePreferences(List.of(allows(1, new Permission(true, true, "hash", null))));
        engagement.notePreferences(List.of(allows(2, new Permission(true, true, "another hash", null))));

        engagement.notePreferences(
                List.of(allows(3, new Permission(false, false, "another hash", null, "suppressed-complaint"))));

        assertThat(optOuts()).hasSize(1);
    }

    /** It was counted under the record that was given up. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countsNoOptOutAgainThatIsTakenOverFromAnotherRecord(boolean toldTogether) {
        engagement.notePreferences(List.of(allows(1, new Permission(true, true, "hash", null))));
        var refused = new Permission(false, false, "hash", null, "opted-out");
        var merged = allows(2, refused, patient + 1_000_000);
        var afterwards = allows(3, refused);

        if (toldTogether) {
            engagement.notePreferences(List.of(merged, afterwards));
        } else {
            engagement.notePreferences(List.of(merged));
            engagement.notePreferences(List.of(afterwards));
        }

        assertThat(optOuts()).isEmpty();
    }

    @Test
    void takesNoStateItSeesFirstForAChange() {
        engagement.notePreferences(List.of(allows(7, new Permission(false, false, "hash", null, "opted-out"))));
        engagement.notePreferences(List.of(allows(8, new Permission(false, false, "hash", null, "opted-out"))));

        assertThat(optOuts()).isEmpty();
    }

    @Test
    void countsAStopOnceForEachReply() {
        var stop = new ReplyUnderstood(
                Ids.next(), ORGANIZATION, patient, Channel.SMS, "hash", Intent.STOP, "en", 1, "stop", null, NINE);

        engagement.noteReplies(List.of(stop, stop));

        assertThat(optOuts()).hasSize(1);
    }

    private PreferenceChanged allows(long version, Permission sms) {
        return allows(version, sms, null);
    }

    /** @param mergedFrom the record whose refusals are taken over; null is none */
    private PreferenceChanged allows(long version, Permission sms, @Nullable Long mergedFrom) {
        return new PreferenceChanged(
                patient,
                ORGANIZATION,
                version,
                List.of(NEW_YORK),
                "en",
                null,
                null,
                null,
                Map.of(Channel.SMS, sms, Channel.EMAIL, new Permission(true, false, "other", null)),
                NINE,
                null,
                null,
                null,
                null,
                mergedFrom);
    }

    private List<Map<String, @Nullable Object>> optOuts() {
        return query("SELECT stopped_at FROM engagement_opt_outs WHERE patient_id = " + patient);
    }
}
