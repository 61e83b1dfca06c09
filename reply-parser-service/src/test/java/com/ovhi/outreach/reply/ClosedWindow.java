package com.ovhi.outreach.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.api.RenderedMessage;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.phi.PhoneNumber;
import com.ovhi.outreach.common.testing.FakeService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;

/** Anna has claimed a patient's message by WhatsApp that is older than its window, so that only a template may answer it. */
final class ClosedWindow {

    static final FakeService TEMPLATES = FakeService.start();
    static final String RENDER = "/api/v1/templates/render";
    static final long TEMPLATE = 281;
    static final String CALL_US = "{\"template\": \"call-us\"}";

    private final Correspondence all;
    private final InboxDesk desk;
    private final PhoneNumber number;
    private final UUID inbound;
    private UUID item;

    private ClosedWindow(Correspondence all, InboxDesk desk) throws IOException, InterruptedException {
        TEMPLATES.reset();
        TEMPLATES.answer("POST", "/api/v1/lint", 200, "{\"good\":true,\"findings\":[]}");
        has("answer");
        all.introduceClinic();
        this.all = all;
        this.desk = desk;
        number = all.patientWithNumber("es");
        inbound = all.talk().wrote(Channel.WHATSAPP, number, "Are you open on Friday?", null, all.now());
        item = claimed(inbound);
    }

    static ClosedWindow of(Correspondence all, InboxDesk desk) throws IOException, InterruptedException {
        var window = new ClosedWindow(all, desk);
        all.pass(Duration.ofHours(25));
        return window;
    }

    static void register(DynamicPropertyRegistry registry) {
        registry.add("OUTREACH_TEMPLATE_URL", TEMPLATES::url);
    }

    PhoneNumber number() {
        return number;
    }

    UUID inbound() {
        return inbound;
    }

    UUID item() {
        return item;
    }

    /** Anna claims another message, and what follows is about that one. */
    void turnTo(UUID message) throws IOException, InterruptedException {
        item = claimed(message);
    }

    private UUID claimed(UUID message) throws IOException, InterruptedException {
        assertThat(all.items(message)).isEqualTo(1);
        var id = UUID.fromString(all.text("SELECT id FROM staff_inbox WHERE inbound_id = ?", message));
        InboxDesk.json(desk.post(id, "claim", desk.staff("anna")));
        return id;
    }

    /** template-service has a text, of this variant. */
    static void has(@Nullable String variant) {
        var message = new RenderedMessage(
                TEMPLATE,
                1,
                Channel.WHATSAPP,
                "es",
                null,
                "Hemos leído su mensaje.",
                null,
                null,
                false,
                1,
                new RenderedMessage.Choice(RenderedMessage.Level.GLOBAL, RenderedMessage.LanguageStep.EXACT, variant));
        TEMPLATES.answer("POST", RENDER, 200, ContractJson.writeText(message));
    }

    void assertNothingOrdered() {
        assertThat(all.count("SELECT COUNT(*) FROM answers WHERE inbound_id = ? AND kind = 'staff'", inbound))
                .isZero();
    }

    UUID ordered(String key) throws IOException, InterruptedException {
        var ordered = answer(key, CALL_US);
        assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
        return UUID.fromString(json(ordered).at("/answer/id").asString());
    }

    HttpResponse<String> answer(String key, String body) throws IOException, InterruptedException {
        return desk.answer(item, key, body, desk.staff("anna"));
    }

    JsonNode seen() throws IOException, InterruptedException {
        return desk.items("?limit=500").stream()
                .filter(each -> InboxDesk.id(each).equals(item))
                .findFirst()
                .orElseThrow();
    }

    static JsonNode json(HttpResponse<String> response) {
        return ContractJson.mapper().readTree(response.body());
    }

    static String problem(HttpResponse<String> response) {
        return json(response).path("type").asString("").replace("urn:ovhi:problem:", "");
    }
}
