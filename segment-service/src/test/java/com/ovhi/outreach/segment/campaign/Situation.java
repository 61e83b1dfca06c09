package com.ovhi.outreach.segment.campaign;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How a patient stands, and what they were asked for, in a campaign of {@link #COURSE} before news of its messages come. */
enum Situation {
    /** The second step counts from when the message of the first has left. */
    GOES_ON(stand("waiting", 1, null), asked(1, 1, null, false)),
    /** An answer to the third message is awaited. */
    AWAITS_AN_ANSWER(stand("awaiting", 2, null), asked(1, 1, null, false), asked(1, 3, null, false)),
    HAS_GONE_THROUGH_IT(stand("exited", 3, "finished"), asked(1, 1, null, false), asked(1, 2, null, false)),
    HAS_REACHED_A_GOAL(stand("exited", 1, "booked"), asked(1, 1, null, false)),
    HAS_LEFT_FOR_ANOTHER_REASON(stand("exited", 1, "patient-gone"), asked(1, 1, null, false)),
    GOES_THROUGH_IT_AGAIN(
            new Stand(2, "waiting", 1, null),
            asked(1, 1, null, false),
            asked(2, 1, null, false),
            asked(1, 2, null, false)),
    HAS_BEGUN_AGAIN(new Stand(2, "waiting", 0, null), asked(1, 1, null, false)),
    WAS_NOT_HEARD_OF(stand("waiting", 1, null), asked(1, 1, "unheard", true)),
    WAS_ASKED_BY_A_CAMPAIGN_THAT_IS_OVER(stand("waiting", 1, null), asked(1, 1, "campaign-over", true)),
    HAD_A_TEXT_TO_BE_MENDED(stand("waiting", 1, null), asked(1, 1, "refused-unknown-template", false)),
    WAS_REFUSED(stand("waiting", 1, null), asked(1, 1, "refused-contact-cap", true)),
    WAS_NEVER_ASKED(stand("waiting", 0, null)),
    IS_UNKNOWN(null, asked(1, 1, null, false));

    /** The second step counts from the first; the third waits for an answer. */
    static final String COURSE = """
            {"steps": [{"purpose": "rx_refill"}, {"purpose": "rx_refill", "offset": "P2D", "from": "previous"},
                {"purpose": "rx_refill", "offset": "P4D", "await_reply": {"timeout": "P1D"}}]}""";

    private final @Nullable Stand stand;
    private final List<Asked> asked;

    Situation(@Nullable Stand stand, Asked... asked) {
        this.stand = stand;
        this.asked = List.of(asked);
    }

    /** So it is with a patient in a campaign from a time on; in the current transaction. */
    void begin(JdbcClient jdbc, long campaign, long patient, Instant at) {
        var now = Timestamp.from(at);
        if (stand != null) {
            enrol(jdbc, campaign, patient, stand, now);
        }
        asked.forEach(each -> ask(jdbc, campaign, patient, each, now));
    }

    private static void enrol(JdbcClient jdbc, long campaign, long patient, Stand stand, Timestamp now) {
        jdbc.sql("""
                        INSERT INTO enrolments (campaign_id, patient_id, enrolled_at, run, state, next_step, next_at,
                            anchor_at, previous_at, exit_reason, exited_at)
                        VALUES (:campaign, :patient, :now, :run, :state, :step, IF(:state = 'exited', NULL, :now), :now,
                            :now, :reason, IF(:state = 'exited', :now, NULL))""")
                .param("campaign", campaign)
                .param("patient", patient)
                .param("now", now)
                .param("run", stand.run())
                .param("state", stand.state())
                .param("step", stand.nextStep())
                .param("reason", stand.exitReason())
                .update();
    }

    private static void ask(JdbcClient jdbc, long campaign, long patient, Asked asked, Timestamp now) {
        var execution = new Execution(campaign, patient, asked.run(), 1, asked.step(), 0, null, null);
        jdbc.sql("""
                        INSERT INTO step_executions
                            (id, campaign_id, patient_id, run, step, outcome, executed_at, end_reason, ended_at)
                        VALUES (:id, :campaign, :patient, :run, :step, 'requested', :now, :reason, IF(:ended, :now, NULL))""")
                .param("id", execution.id().toString())
                .param("campaign", campaign)
                .param("patient", patient)
                .param("run", asked.run())
                .param("step", asked.step())
                .param("now", now)
                .param("reason", asked.endReason())
                .param("ended", asked.ended())
                .update();
    }

    private static Stand stand(String state, int nextStep, @Nullable String exitReason) {
        return new Stand(1, state, nextStep, exitReason);
    }

    private static Asked asked(int run, int step, @Nullable String endReason, boolean ended) {
        return new Asked(run, step, endReason, ended);
    }

    /** Where they stand. */
    private record Stand(
            int run, String state, int nextStep, @Nullable String exitReason) {}

    /** A step they were asked for. */
    private record Asked(int run, int step, @Nullable String endReason, boolean ended) {}
}
