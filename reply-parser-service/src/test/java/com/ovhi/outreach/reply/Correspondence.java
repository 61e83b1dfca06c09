package com.ovhi.outreach.reply;

import static org.awaitility.Awaitility.await;

import com.ovhi.outreach.common.contract.AnswerOrdered;
import com.ovhi.outreach.common.contract.AnswerReported;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.MessageContent;
import com.ovhi.outreach.common.contract.ReplyUnderstood;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.crypto.AddressHash;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.AnswerKind;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.Address;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Both sides of a correspondence: what a test has patients write, and what the service answers. */
final class Correspondence {

    private final TestKafka kafka;
    private final SettableClock clock;
    private final JdbcTemplate jdbc;
    private final FieldCipher cipher;
    private final Conversation talk;

    Correspondence(ApplicationContext context) {
        kafka = context.getBean(TestKafka.class);
        clock = context.getBean(SettableClock.class);
        jdbc = context.getBean(JdbcTemplate.class);
        cipher = context.getBean(FieldCipher.class);
        talk = new Conversation(kafka, cipher, context.getBean(AddressHash.class));
    }

    Conversation talk() {
        return talk;
    }

    TestKafka kafka() {
        return kafka;
    }

    Instant now() {
        return clock.instant();
    }

    void pass(Duration duration) {
        clock.advance(duration);
    }

    void introduceClinic() {
        clock.set(SettableClock.START);
        talk.clinic();
        await().until(() -> count("SELECT COUNT(*) FROM organizations") > 0);
    }

    PhoneNumber patientWithNumber(String language) {
        var number = Conversation.newNumber();
        patientAt(number, language);
        return number;
    }

    long patientAt(Address address, String language) {
        var patient = talk.patient(address, language);
        await().until(() -> count("SELECT COUNT(*) FROM address_owners WHERE patient_id = ?", patient) > 0);
        return patient;
    }

    /** A new patient at a number who was asked a minute ago about a visit that lies so far ahead of 15:00 UTC. */
    Asked askedAboutVisit(PhoneNumber number, String language, Duration ahead) {
        return asked(number, language, ahead, false);
    }

    Asked askedAboutSensitiveVisit(PhoneNumber number, String language, Duration ahead) {
        return asked(number, language, ahead, true);
    }

    private Asked asked(PhoneNumber number, String language, Duration ahead, boolean sensitive) {
        var patient = patientAt(number, language);
        var visit = visit(patient, ahead, sensitive);
        var asked = new Asked(patient, visit, talk.asked(patient, visit, now().minusSeconds(60)));
        awaitPrompt(asked.job());
        return asked;
    }

    UUID askedAgain(Asked before, Duration ago) {
        var job = talk.asked(before.patient(), before.visit(), now().minus(ago));
        awaitPrompt(job);
        return job;
    }

    /** About a visit of its own. */
    UUID askedOnWhatsApp(long patient, String messageId, Duration ago) {
        return askedBy(Channel.WHATSAPP, patient, messageId, ago);
    }

    UUID askedByEmail(long patient, String messageId) {
        return askedBy(Channel.EMAIL, patient, messageId, Duration.ofMinutes(10));
    }

    private UUID askedBy(Channel channel, long patient, String messageId, Duration ago) {
        var visit = visit(patient, Duration.ofDays(2).plus(ago), false);
        var job = talk.asked(patient, visit, channel, now().minus(ago));
        talk.accepted(job, channel, messageId);
        awaitPrompt(job);
        await().until(() -> count("SELECT COUNT(*) FROM sent_messages WHERE job_id = ?", job) == 1);
        return job;
    }

    private long visit(long patient, Duration ahead, boolean sensitive) {
        var visit = talk.visit(patient, now().plus(ahead), sensitive);
        await().until(() -> count("SELECT COUNT(*) FROM visits WHERE appointment_id = ?", visit) == 1);
        return visit;
    }

    private void awaitPrompt(UUID job) {
        await().until(() -> count("SELECT COUNT(*) FROM prompts WHERE job_id = ?", job) == 1);
    }

    /** Somebody writes a text message; a moment passes, so that no two were written at once. */
    UUID says(PhoneNumber number, String text) {
        clock.advance(Duration.ofSeconds(1));
        return talk.wrote(number, text, now());
    }

    /** Lets the waiting for news of a question end. */
    void passPatience(UUID inbound) {
        await().until(() -> count("SELECT COUNT(*) FROM comm_inbound WHERE id = ?", inbound) == 1);
        clock.advance(Duration.ofSeconds(11));
        awaitRead(inbound);
    }

    Instant receivedAt(UUID inbound) {
        awaitRead(inbound);
        return Objects.requireNonNull(jdbc.queryForObject(
                "SELECT received_at FROM comm_inbound WHERE id = ?",
                (row, _) -> row.getTimestamp(1).toInstant(),
                inbound.toString()));
    }

    private void awaitRead(UUID inbound) {
        await().until(() -> count("SELECT COUNT(*) FROM comm_inbound WHERE id = ? AND processed", inbound) == 1);
    }

    /** The order to answer a message. */
    Answer answer(UUID inbound) {
        return opened(kafka.await(
                Topics.ANSWER, AnswerOrdered.class, each -> each.inboundId().equals(inbound)));
    }

    /** The question back to a message, which the patient has before them. */
    Answer asksBack(UUID inbound) {
        var answer = answer(inbound);
        report(answer.order(), AnswerReported.Outcome.ACCEPTED, null, "answer-" + inbound);
        return answer;
    }

    /** The clinic moves a visit by a day. */
    void moved(Asked asked) {
        talk.visit(asked.visit(), 2, asked.patient(), now().plus(Duration.ofDays(3)), false);
        await().until(() -> count("SELECT version FROM visits WHERE appointment_id = ?", asked.visit()) == 2);
    }

    /** The preferences of a patient change, now. */
    void lives(long patient, Address address, long version, boolean permitted) {
        talk.lives(patient, address, "en", version, permitted, now());
        await().until(() -> count("SELECT version FROM patients WHERE patient_id = ?", patient) == version);
    }

    private Answer opened(AnswerOrdered order) {
        var content = cipher.open(order.content(), AnswerOrdered.contentContext(order.answerId()));
        return new Answer(order, ContractJson.read(content, MessageContent.class));
    }

    /** The order of what a member of staff answered. */
    Answer staffAnswer(UUID inbound) {
        return opened(kafka.await(
                Topics.ANSWER,
                AnswerOrdered.class,
                each -> each.inboundId().equals(inbound) && each.kind() == AnswerKind.STAFF));
    }

    /** How many answers to a message were ordered, once it has been read. */
    long answers(UUID inbound) {
        awaitRead(inbound);
        return count("SELECT COUNT(*) FROM answers WHERE inbound_id = ?", inbound);
    }

    /** How a message was understood first. */
    ReplyUnderstood understood(UUID inbound) {
        return kafka.await(
                Topics.REPLY, ReplyUnderstood.class, each -> each.inboundId().equals(inbound));
    }

    /** All that was published of a message, once it is so much. */
    List<ReplyUnderstood> replies(UUID inbound, int atLeast) {
        awaitRead(inbound);
        return await().until(
                        () -> kafka.events(Topics.REPLY, ReplyUnderstood.class).stream()
                                .filter(each -> each.inboundId().equals(inbound))
                                .toList(),
                        found -> found.size() >= atLeast);
    }

    void report(
            AnswerOrdered order, AnswerReported.Outcome outcome, @Nullable String code, @Nullable String messageId) {
        kafka.publish(
                Topics.ANSWER_REPORT,
                order.addressHash(),
                new AnswerReported(
                        order.answerId(),
                        order.kind(),
                        order.inboundId(),
                        order.channel(),
                        outcome,
                        code,
                        messageId,
                        now()));
        await().until(() -> count(
                        "SELECT COUNT(*) FROM answers WHERE answer_id = ? AND state = ?",
                        order.answerId(),
                        outcome.code())
                == 1);
    }

    long items(UUID inbound) {
        awaitRead(inbound);
        return count("SELECT COUNT(*) FROM staff_inbox WHERE inbound_id = ?", inbound);
    }

    long openItems(UUID inbound) {
        return count("SELECT COUNT(*) FROM staff_inbox WHERE inbound_id = ? AND state = 'open'", inbound);
    }

    boolean flag(String sql, Object... values) {
        return count(sql, values) == 1;
    }

    long count(String sql, Object... values) {
        var texts = Arrays.stream(values).map(Object::toString).toArray();
        var number = jdbc.queryForList(sql, Long.class, texts);
        return number.isEmpty() || number.getFirst() == null ? 0 : number.getFirst();
    }

    String text(String sql, Object value) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, String.class, value.toString()));
    }

    void execute(String sql) {
        jdbc.execute(sql);
    }

    /** A patient who was asked about a visit. */
    record Asked(long patient, long visit, UUID job) {}

    /** An order and what it holds. */
    record Answer(AnswerOrdered order, MessageContent content) {

        String text() {
            return content.text();
        }
    }
}
