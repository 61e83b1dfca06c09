package com.ovhi.outreach.local.check;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Violations of the invariants that are queries, and what a chaos run brings about, as statements that plant them. */
final class SqlPlants {

    static final String TRIED = "I14 no job was tried more than six times";
    static final String SLOT_IF = "I8 a slot is used if and only if an attempt of it was accepted";
    static final String WITHDRAWN = "I5 no attempt was opened after the permission for it was withdrawn";
    static final String AUDITED = "I16 each settled attempt is in the audit log";

    private static final String OWED_ONLY =
            "I5 nothing but help, an emergency's answer and a confirmation was opened for an address that had opted out";
    private static final String USED_LATE = "I19 no link into the portal was used after it had ended";
    private static final String STUCK_ANSWER =
            "I7 no answer is open for longer than any call can last, or waits for longer than anybody waits for it";

    private SqlPlants() {}

    /** A violation of one invariant, which may be one of others, too. */
    record Plant(String invariant, Set<String> others, List<String> statements) {

        static Plant of(String invariant, String... statements) {
            return new Plant(invariant, Set.of(), List.of(statements));
        }

        Plant also(String... names) {
            return new Plant(invariant, Set.of(names), statements);
        }

        @Override
        public String toString() {
            return invariant;
        }
    }

    static Stream<Plant> all() {
        return Stream.of(
                Plant.of("I3 each job has ended, is in the queue or under review", job("j1", "queued", "s1")),
                Plant.of(
                        "I2 no order is unanswered for longer than it takes to give it again",
                        queued("j1", 16),
                        "UPDATE ovhi_scheduler.due_queue SET state = 'dispatched', reordered = 4"),
                Plant.of(WITHDRAWN, change(10, 0, 0, "none"), intent("a", 11, "j1", 1, "s1", "unknown")),
                Plant.of(WITHDRAWN, change(10, 1, 1, "all"), intent("a", 11, "j1", 1, "s1", "unknown")),
                Plant.of(
                        WITHDRAWN,
                        change(10, 1, 0, "none"),
                        intent("a", 11, "j1", 1, "s1", "unknown"),
                        "UPDATE send_intents SET purpose = 'campaign_education'"),
                new Plant(
                        "I7 of a thousand attempts at most one is not known about",
                        Set.of(),
                        IntStream.range(1, 7)
                                .mapToObj(i -> intent("a" + i, i, "j" + i, 1, "s" + i, "unknown"))
                                .toList()),
                Plant.of(
                                "I8 no second channel of a slot was tried before the first had definitely failed",
                                intent("a", 1, "j1", 1, "s1", "not_sent"),
                                intent("b", 2, "j2", 1, "s1", "not_sent"),
                                "UPDATE send_intents SET channel = 'email' WHERE id = 'b'",
                                "UPDATE send_intents SET settled_at = opened_at + INTERVAL 1 MINUTE WHERE id = 'a'")
                        .also(AUDITED),
                Plant.of(
                        "I7 no attempt is open for longer than any call can last",
                        intent("a", 1, "j1", 1, "s1", "open"),
                        "UPDATE send_intents SET opened_at = UTC_TIMESTAMP(6) - INTERVAL 11 MINUTE"),
                Plant.of(
                        "I7 an attempt nobody knows about is looked for, or under review",
                        intent("a", 1, "j1", 1, "s1", "unknown"),
                        "UPDATE send_intents SET next_look_at = NULL"),
                Plant.of(
                        "I8 at most one attempt of a contact slot is open, accepted or not known",
                        intent("a", 1, "j1", 1, "s1", "unknown"),
                        intent("b", 2, "j2", 1, "s1", "review")),
                Plant.of(SLOT_IF, "INSERT INTO contact_slots (slot_id, state) VALUES ('s1', 'sent')"),
                Plant.of(
                        "I8 a slot is held by an attempt that is not settled",
                        "INSERT INTO contact_slots (slot_id, open_attempt, state) VALUES ('s1', 'gone', 'open')"),
                Plant.of(
                                "I8 no two attempts claim the same message of a provider",
                                intent("a", 1, "j1", 1, "s1", "accepted"),
                                intent("b", 2, "j2", 1, "s2", "accepted"),
                                "UPDATE send_intents SET provider_message_id = 'SM1'")
                        .also(AUDITED),
                Plant.of(
                                "I9 a later attempt of a job has a higher number",
                                intent("a", 1, "j1", 2, "s1", "not_sent"),
                                intent("b", 2, "j1", 1, "s1", "not_sent"))
                        .also(AUDITED),
                Plant.of(
                                "I9 no attempt was opened after one of the same job was accepted",
                                intent("a", 1, "j1", 1, "s1", "accepted"),
                                intent("b", 2, "j1", 2, "s1", "not_sent"),
                                "UPDATE send_intents SET settled_at = opened_at - INTERVAL 1 MINUTE WHERE id = 'a'")
                        .also(AUDITED),
                Plant.of(
                                "I10 what was accepted is known to have been sent",
                                job("j1", "processing", "s1"),
                                queued("j1", 16),
                                intent("a", 1, "j1", 1, "s1", "accepted"))
                        .also(AUDITED),
                Plant.of(
                                "I12 no occasion has two jobs that were sent",
                                slot("s1", "j1"),
                                intent("a", 1, "j1", 1, "s1", "accepted"),
                                intent("b", 2, "j1", 2, "s2", "accepted"))
                        .also(AUDITED),
                Plant.of(
                                "I1 nobody a household's message told of was told by one of their own as well",
                                member("j2", "j1"),
                                intent("a", 1, "j1", 1, "s1", "accepted"),
                                intent("b", 2, "j2", 1, "s2", "accepted"))
                        .also(AUDITED),
                new Plant(TRIED, Set.of(AUDITED), attempts(7)),
                Plant.of(
                        "I15 no attempt was opened after its job was called off",
                        "INSERT INTO withdrawn_jobs VALUES ('j1', UTC_TIMESTAMP(6) - INTERVAL 5 SECOND)",
                        intent("a", 1, "j1", 1, "s1", "unknown")),
                Plant.of(AUDITED, intent("a", 1, "j1", 1, "s1", "not_sent")),
                Plant.of(USED_LATE, link("'2026-01-02'", "NULL")),
                Plant.of(USED_LATE, link("'2026-01-01 12:00'", "'2026-01-01 11:59'")),
                Plant.of(
                        "I2 no message was answered twice in the same way by a machine",
                        answer("a", "help", "open", "i1"),
                        answer("b", "help", "unknown", "i1"),
                        "UPDATE answers SET organization_id = NULL"),
                Plant.of(
                        "I8 no answer claims a message of a provider that another answer or an attempt claims",
                        answer("a", "staff", "accepted", "i1"),
                        answer("b", "staff", "accepted", "i2"),
                        "UPDATE answers SET organization_id = NULL, provider_message_id = 'SM1'"),
                Plant.of(
                        "I8 no answer claims a message of a provider that another answer or an attempt claims",
                        answer("a", "staff", "accepted", "i1"),
                        intent("a", 1, "j1", 1, "s1", "unknown"),
                        "UPDATE send_intents SET provider_message_id = 'SM1'",
                        "UPDATE answers SET organization_id = NULL, provider_message_id = 'SM1'"),
                Plant.of(
                        OWED_ONLY,
                        answer("a", "receipt", "open", "i1"),
                        change(10, 0, 0, "none"),
                        "UPDATE permission_changes SET address_hash = 'h', changed_at = UTC_TIMESTAMP(6) - INTERVAL 5 SECOND"),
                Plant.of(
                        OWED_ONLY,
                        answer("a", "staff", "open", "i1"),
                        change(10, 1, 0, "all"),
                        "UPDATE answers SET patient_id = NULL",
                        "UPDATE permission_changes SET address_hash = 'h', changed_at = UTC_TIMESTAMP(6) - INTERVAL 5 SECOND"),
                Plant.of(
                        "I5 no answer passed its gate after its deadline",
                        answer("a", "help", "open", "i1"),
                        "UPDATE answers SET deadline_at = passed_at"),
                Plant.of(
                        "I5 no opt-out was confirmed twice: there was a START, or the address was open, between two"
                                + " confirmations",
                        answer("a", "stop_confirmation", "open", "i1"),
                        answer("b", "stop_confirmation", "open", "i2"),
                        answer("c", "start_confirmation", "refused", "i3"),
                        "UPDATE answers SET organization_id = NULL, asked_at = asked_at - INTERVAL 1 MINUTE WHERE id = 'c'"),
                Plant.of(
                        STUCK_ANSWER,
                        answer("a", "help", "open", "i1"),
                        "UPDATE answers SET opened_at = UTC_TIMESTAMP(6) - INTERVAL 11 MINUTE"),
                Plant.of(
                        STUCK_ANSWER,
                        answer("a", "help", "waiting", "i1"),
                        "UPDATE answers SET next_try_at = UTC_TIMESTAMP(6) - INTERVAL 11 MINUTE"),
                Plant.of(
                        "I13 no text of a settled answer is kept",
                        answer("a", "help", "accepted", "i1"),
                        "UPDATE answers SET organization_id = NULL, content = 'sealed'"),
                Plant.of("I16 each settled answer is in the audit log", answer("a", "help", "refused", "i1")),
                Plant.of("I16 the audit log of an organisation has no gap", audit(1), audit(3)),
                Plant.of(
                        "I18 an attempt belongs to the organisation of its job",
                        job("j1", "sent", "s1"),
                        intent("a", 1, "j1", 1, "s1", "unknown"),
                        "UPDATE send_intents SET organization_id = 17"),
                Plant.of(
                        "I18 a place in the queue belongs to the organisation of its job",
                        job("j1", "queued", "s1"),
                        queued("j1", 17)));
    }

    /** So many attempts of one job, none of which was sent. */
    static List<String> attempts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(attempt -> intent("a" + attempt, attempt, "j1", attempt, "s1", "not_sent"))
                .toList();
    }

    /** What a chaos run brings about, each once. */
    static List<String> chaos() {
        return List.of(
                intent("a", 1, "j1", 1, "s1", "not_sent"),
                intent("b", 2, "j1", 2, "s1", "not_sent"),
                intent("c", 3, "j1", 3, "s1", "accepted"),
                "UPDATE send_intents SET unknown_at = NULL WHERE id <> 'c'",
                "UPDATE send_intents SET failure_class = IF(id = 'a', 'retry', 'throttle') WHERE id <> 'c'",
                job("j1", "sent", "s1"),
                "UPDATE ovhi_orchestrator.comm_jobs SET is_discreet = TRUE, allowance = 'correction'",
                queued("j1", 16),
                "UPDATE ovhi_scheduler.due_queue SET parked_since = UTC_TIMESTAMP(6)",
                change(1, 0, 0, "none"),
                member("j2", "j1"),
                link("'2026-01-01'", "NULL"));
    }

    private static String intent(String id, int seq, String job, int attempt, String slot, String state) {
        return """
                INSERT INTO ovhi_channel.send_intents (id, seq, job_id, slot_id, attempt, channel, purpose, patient_id,
                    organization_id, address_hash, consent_version, request_fingerprint, state, opened_at, unknown_at,
                    next_look_at)
                VALUES ('%s', %d, '%s', '%s', %d, 'sms', 'appt_reminder', 5, 16, 'h', 1, 'f', '%s', UTC_TIMESTAMP(6),
                    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))""".formatted(id, seq, job, slot, attempt, state);
    }

    private static String answer(String id, String kind, String state, String inbound) {
        return """
                INSERT INTO ovhi_channel.answers (id, kind, inbound_id, channel, organization_id, patient_id,
                    address_hash, asked_at, deadline_at, state, opened_at, passed_at, next_try_at)
                VALUES ('%s', '%s', '%s', 'sms', 16, 5, 'h', UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, '%s', UTC_TIMESTAMP(6),
                    UTC_TIMESTAMP(6), UTC_TIMESTAMP(6))""".formatted(id, kind, inbound, state);
    }

    private static String change(long lastIntent, int allowed, int marketing, String suppression) {
        return """
                INSERT INTO ovhi_channel.permission_changes
                    (patient_id, channel, version, transactional, marketing, suppression, last_intent_seq)
                VALUES (5, 'sms', 2, %d, %d, '%s', %d)""".formatted(allowed, marketing, suppression, lastIntent);
    }

    private static String job(String id, String status, String slot) {
        return """
                INSERT INTO ovhi_orchestrator.comm_jobs (id, organization_id, patient_id, template_id, template_version,
                    request_id, slot_id, purpose, channel, language, recipient, recipient_hash, body, status)
                VALUES ('%s', 16, 5, 1, 1, 'r', '%s', 'appt_reminder', 'sms', 'en', 'x', 'h', 'x', '%s')""".formatted(id, slot, status);
    }

    private static String queued(String job, long organization) {
        return """
                INSERT INTO ovhi_scheduler.due_queue
                    (job_id, slot_id, organization_id, patient_id, purpose, channel, lane, send_window, state)
                VALUES ('%s', 's1', %d, 5, 'appt_reminder', 'sms', 'bulk', '', 'waiting')""".formatted(job, organization);
    }

    private static String slot(String id, String job) {
        return """
                INSERT INTO ovhi_orchestrator.contact_slots
                    (id, organization_id, patient_id, purpose, occasion_key, job_id, request_id)
                VALUES ('%s', 16, 5, 'appt_reminder', 'appointment:1', '%s', 'r')""".formatted(id, job);
    }

    private static String member(String job, String together) {
        return """
                INSERT INTO ovhi_orchestrator.household_members (member_job_id, job_id, organization_id, patient_id)
                VALUES ('%s', '%s', 16, 5)""".formatted(job, together);
    }

    private static String link(String redeemedAt, String revokedAt) {
        return """
                INSERT INTO ovhi_template.portal_links (id, token_hash, organization_id, patient_id, purpose, scope,
                    created_by, created_at, expires_at, redeemed_at, revoked_at)
                VALUES ('l1', 'h', 16, 5, 'lab_ready', 'inbox', 'somebody', '2026-01-01', '2026-01-02', %s, %s)""".formatted(redeemedAt, revokedAt);
    }

    private static String audit(int seq) {
        return """
                INSERT INTO ovhi_preference.comm_audit_log
                    (organization_id, seq, event_id, user_id, action, key_id, previous_hash, hash)
                VALUES (16, %d, 'e%d', 'somebody', 'send', 'k', '', '')""".formatted(seq, seq);
    }
}
