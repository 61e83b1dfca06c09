package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.AuditRecorded;
import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.OutreachRequested;
import com.ovhi.outreach.common.contract.StaffAnswerRefused;
import com.ovhi.outreach.common.contract.Topics;
import com.ovhi.outreach.common.contract.api.RenderRequest;
import com.ovhi.outreach.common.crypto.FieldCipher;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.Ids;
import com.ovhi.outreach.common.ids.Purpose;
import com.ovhi.outreach.common.testing.ServiceTest;
import com.ovhi.outreach.common.testing.SettableClock;
import com.ovhi.outreach.common.testing.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a template answers for staff when free text may not go: requested once. */
@ServiceTest(schema = "ovhi_reply")
class TemplateAnswerServiceTests {

    private static final String TEXT = "{\"text\": \"Yes, we are.\"}";

    private final Correspondence all;
    private final InboxDesk desk;
    private final FieldCipher cipher;
    private final TestTokens tokens;
    private final ClosedWindow window;

    TemplateAnswerServiceTests(
            ApplicationContext context,
            SettableClock clock,
            JdbcTemplate jdbc,
            TestTokens tokens,
            FieldCipher cipher,
            @LocalServerPort int port)
            throws IOException, InterruptedException {
        all = new Correspondence(context);
        desk = new InboxDesk(all.talk(), clock, jdbc, tokens, port);
        this.cipher = cipher;
        this.tokens = tokens;
        window = ClosedWindow.of(all, desk);
    }

    @DynamicPropertySource
    static void templates(DynamicPropertyRegistry registry) {
        ClosedWindow.register(registry);
    }

    @Test
    void isRequestedOnce() throws IOException, InterruptedException {
        assertThat(ClosedWindow.problem(window.answer("key-00020", TEXT))).isEqualTo("window-closed");
        var id = window.ordered("key-00021");
        assertThat(window.ordered("key-00021")).isEqualTo(id);
        assertThat(ClosedWindow.problem(window.answer("key-00021", TEXT))).isEqualTo("idempotency-key-reused");
        assertThat(ClosedWindow.problem(window.answer("key-00021", "{\"template\": \"new-message\"}")))
                .isEqualTo("idempotency-key-reused");

        var request = all.kafka()
                .await(
                        Topics.REQUEST,
                        OutreachRequested.class,
                        each -> each.requestId().equals(id));
        assertThat(request.purpose()).isEqualTo(Purpose.LAB_READY);
        assertThat(request.urgent()).isFalse();
        assertThat(request.organizationId()).isEqualTo(Conversation.CLINIC);
        assertThat(request.patientId()).isEqualTo(desk.patientOf(window.item()));
        assertThat(request.templateId()).isEqualTo(ClosedWindow.TEMPLATE);
        assertThat(request.preferredChannel()).isEqualTo(Channel.WHATSAPP);
        assertThat(request.occasionKey()).isEqualTo(StaffAnswerRefused.subject(id));
        assertThat(request.subjectRef()).isEqualTo(StaffAnswerRefused.subject(id));
        assertThat(request.sendAt()).isEqualTo(all.now());
        assertThat(request.expiresAt()).isEqualTo(all.now().plus(Duration.ofDays(2)));
        assertThat(cipher.open(Objects.requireNonNull(request.variables()), "request|" + id))
                .contains(Conversation.CLINIC_PHONE, Conversation.CLINIC_NAME);
        // The outbox keeps its order: a second request would stand before that of a later answer.
        var later = window.ordered("key-00022");
        all.kafka()
                .await(
                        Topics.REQUEST,
                        OutreachRequested.class,
                        each -> each.requestId().equals(later));
        assertThat(all.kafka().events(Topics.REQUEST, OutreachRequested.class).stream()
                        .filter(each -> each.requestId().equals(id)))
                .hasSize(1);
    }

    @Test
    void isChosenInThePatientsLanguageAndAudited() throws IOException, InterruptedException {
        var id = window.ordered("key-00023");

        var asked = ContractJson.read(
                ClosedWindow.TEMPLATES.requests().stream()
                        .filter(each -> each.path().equals(ClosedWindow.RENDER))
                        .findFirst()
                        .orElseThrow()
                        .body(),
                RenderRequest.class);
        assertThat(asked.language()).isEqualTo("es");
        assertThat(asked.variant()).isEqualTo("answer");
        assertThat(asked.channel()).isEqualTo(Channel.WHATSAPP);
        assertThat(asked.dryRun()).isTrue();
        var audit = all.kafka()
                .await(
                        Topics.AUDIT,
                        AuditRecorded.class,
                        each -> id.toString().equals(each.details().get("answer_id")));
        assertThat(audit.actor()).isEqualTo("anna");
        assertThat(audit.details())
                .containsEntry("template", "call-us")
                .containsEntry("step", "answered")
                .containsEntry("item_id", window.item().toString());
        assertThat(window.seen().at("/answer/template").asString()).isEqualTo("call-us");
        assertThat(window.seen().at("/answer/state").asString()).isEqualTo("ordered");
    }

    @Test
    void isOneOfThoseThereAreAndNoTextBesides() throws IOException, InterruptedException {
        assertThat(window.answer("key-00026", "{\"template\": \"free-lunch\"}").statusCode())
                .isEqualTo(422);
        assertThat(ClosedWindow.problem(window.answer("key-00026", "{\"template\": \"free-lunch\"}")))
                .isEqualTo("unknown-template");
        assertThat(window.answer("key-00026", "{}").statusCode()).isEqualTo(400);
        assertThat(window.answer("key-00026", "{\"text\": \"Yes\", \"template\": \"call-us\"}")
                        .statusCode())
                .isEqualTo(400);
        window.assertNothingOrdered();
    }

    @Test
    void nothingIsRequestedThatCouldNotBeSent() throws IOException, InterruptedException {
        ClosedWindow.TEMPLATES.answer(
                "POST",
                ClosedWindow.RENDER,
                422,
                "{\"type\":\"urn:ovhi:problem:whatsapp-template-not-approved\",\"status\":422}");
        var unapproved = window.answer("key-00027", ClosedWindow.CALL_US);
        assertThat(unapproved.statusCode()).isEqualTo(409);
        assertThat(ClosedWindow.problem(unapproved)).isEqualTo("template-unavailable");
        assertThat(ClosedWindow.json(unapproved).path("code").asString()).isEqualTo("whatsapp-template-not-approved");

        // Where the organisation has texts of its own, but none for this.
        ClosedWindow.has(null);
        assertThat(ClosedWindow.problem(window.answer("key-00027", ClosedWindow.CALL_US)))
                .isEqualTo("template-unavailable");

        ClosedWindow.TEMPLATES.answer("POST", ClosedWindow.RENDER, 500, "{}");
        assertThat(window.answer("key-00027", ClosedWindow.CALL_US).statusCode())
                .isEqualTo(503);
        window.assertNothingOrdered();
    }

    @Test
    void onlyWhoHasClaimedItAnswers() throws IOException, InterruptedException {
        var colleague = desk.answer(window.item(), "key-00028", ClosedWindow.CALL_US, desk.staff("bert"));
        assertThat(ClosedWindow.problem(colleague)).isEqualTo("item-not-claimed");
        var stranger = "Bearer " + tokens.token("mallory", 8L, "clinic-staff");
        assertThat(desk.answer(window.item(), "key-00028", ClosedWindow.CALL_US, stranger)
                        .statusCode())
                .isEqualTo(404);
        var operator = "Bearer " + tokens.token("otto", Conversation.CLINIC, "ops");
        assertThat(desk.answer(window.item(), "key-00028", ClosedWindow.CALL_US, operator)
                        .statusCode())
                .isEqualTo(403);
        window.assertNothingOrdered();
    }

    @Test
    void whoOptedOutGetsNone() throws IOException, InterruptedException {
        all.passPatience(all.talk().wrote(Channel.WHATSAPP, window.number(), "STOP", null, all.now()));

        assertThat(ClosedWindow.problem(window.answer("key-00029", ClosedWindow.CALL_US)))
                .isEqualTo("opted-out");
        window.assertNothingOrdered();
    }

    @Test
    void whomNobodyKnowsGetsNone() throws IOException, InterruptedException {
        var talk = all.talk();
        var written = talk.inbound(
                Ids.next(), Channel.WHATSAPP, Conversation.newNumber(), "Are you open?", null, null, all.now());
        talk.publish(Conversation.addressed(written, Conversation.CLINIC, null));
        window.turnTo(written.inboundId());

        assertThat(ClosedWindow.problem(window.answer("key-00030", ClosedWindow.CALL_US)))
                .isEqualTo("unknown-patient");
    }

    @Test
    void onOtherChannelsStaffUseTheirOwnWords() throws IOException, InterruptedException {
        window.turnTo(all.says(all.patientWithNumber("en"), "Are you open on Friday?"));

        assertThat(ClosedWindow.problem(window.answer("key-00031", ClosedWindow.CALL_US)))
                .isEqualTo("template-not-needed");
    }
}
