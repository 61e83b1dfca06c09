package com.ovhi.outreach.simulators.whatsapp;

import com.ovhi.outreach.simulators.callbacks.Callbacks;
import com.ovhi.outreach.simulators.exchange.Answer;
import com.ovhi.outreach.simulators.exchange.Attempt;
import com.ovhi.outreach.simulators.exchange.Credentials;
import com.ovhi.outreach.simulators.exchange.Desk;
import com.ovhi.outreach.simulators.ledger.Ledgers;
import com.ovhi.outreach.simulators.world.Identifiers;
import com.ovhi.outreach.simulators.world.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@RestController
class MessageController {

    private final Desk desk;
    private final MetaErrors errors;
    private final WhatsAppProperties properties;
    private final MessageValidation validation;
    private final Ledgers ledgers;
    private final Callbacks callbacks;
    private final Identifiers identifiers;
    private final JsonMapper json;

    MessageController(
            Desk desk,
            MetaErrors errors,
            WhatsAppProperties properties,
            MessageValidation validation,
            Ledgers ledgers,
            Callbacks callbacks,
            Identifiers identifiers,
            JsonMapper json) {
        this.desk = desk;
        this.errors = errors;
        this.properties = properties;
        this.validation = validation;
        this.ledgers = ledgers;
        this.callbacks = callbacks;
        this.identifiers = identifiers;
        this.json = json;
    }

    @PostMapping("/{version:v\\d+\\.\\d+}/{phoneNumberId:\\d+}/messages")
    @Nullable
    ResponseEntity<byte[]> send(
            @PathVariable String version, @PathVariable String phoneNumberId, HttpServletRequest request)
            throws IOException {
        Optional<MessageRequest> message = Optional.ofNullable(
                        parsed(request.getInputStream().readAllBytes()))
                .map(MessageRequest::new);
        String path = request.getRequestURI();
        return desk.serve(
                Provider.WHATSAPP,
                request,
                message.map(one -> one.attempt(path, phoneNumberId)).orElseGet(() -> Attempt.unreadable(path)),
                errors::asked,
                () -> answer(Credentials.bearer(request), message, phoneNumberId));
    }

    private Answer answer(Optional<String> token, Optional<MessageRequest> message, String phoneNumberId) {
        if (!token.equals(Optional.of(properties.accessToken()))) {
            return errors.unauthorised(token.isPresent());
        }
        if (message.isEmpty()) {
            return errors.refuse(new MetaErrors.Objection(100, "The request body is not valid JSON."));
        }
        return validation
                .objection(message.get(), phoneNumberId)
                .map(errors::refuse)
                .orElseGet(() -> accept(message.get(), phoneNumberId));
    }

    private Answer accept(MessageRequest message, String phoneNumberId) {
        String wamid = wamid(message.waId());
        callbacks.accepted(
                Provider.WHATSAPP, ledgers.of(Provider.WHATSAPP).append(message.draft(phoneNumberId, wamid)));
        String input = message.json().path("to").asString(message.waId());
        Map<String, Object> body = Map.of(
                "messaging_product", "whatsapp",
                "contacts", List.of(Map.of("input", input, "wa_id", message.waId())),
                "messages",
                        List.of(
                                message.freeForm()
                                        ? Map.of("id", wamid)
                                        : Map.of("id", wamid, "message_status", "accepted")));
        return Answer.accepted(200, wamid, Map.of(), json.writeValueAsString(body));
    }

    private String wamid(String waId) {
        String content = "\u001d\u0006" + waId + "\u0015\u0002" + identifiers.hex();
        return "wamid." + Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable JsonNode parsed(byte[] body) {
        try {
            JsonNode node = json.readTree(body);
            return node.isObject() ? node : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }
}
